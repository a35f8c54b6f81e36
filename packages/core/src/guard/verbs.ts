const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/))

/** Verbs that only look. */
export const readVerbs = words(`
  analyze ask browse calculate check compare compute count describe diff estimate explain fetch filter find get
  grep head inspect list load look lookup monitor peek plan preview query read resolve retrieve scan search select
  show stat status summarize tail think validate verify view watch
`)

/** Verbs that change something which can be changed back. */
export const writeVerbs = words(`
  add adjust append apply archive assign attach book change claim comment commit configure copy create disable downgrade
  edit enable exchange follow grant lock migrate pause pin push redeem renew replace resume scale share stop unlock
  upgrade vote
  import insert invite label link log mark modify move open patch post put register rename reply reserve restore
  return save schedule set start store subscribe sync tag toggle update upload upsert write
`)

/** Verbs whose effect cannot be taken back: something is gone, sent or paid. */
export const destructiveVerbs = words(`
  approve ban block buy cancel charge clear close deactivate debit delete deploy destroy dismiss drop email erase
  evict execute forward kill merge notify overwrite pay publish purchase purge reboot refund reject release remove
  reset restart revoke sell send shutdown submit suspend terminate trade transfer truncate uninstall unsubscribe void
  wipe wire withdraw
`)
