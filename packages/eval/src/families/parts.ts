/** A value cut where its own id begins: what stands before (`Patient/`, `arn:aws:s3:::`, `#`) says where it belongs. */
export interface Parts {
  readonly head: string
  readonly tail: string
}

/** Cuts a value behind the last of `/ : # ? & =` that something follows. */
export function partsOf(value: string): Parts {
  const at = Math.max(...[...'/:#?&='].map((sign) => value.slice(0, -1).lastIndexOf(sign))) + 1
  return { head: value.slice(0, at), tail: value.slice(at) }
}

/** Letters, perhaps in several words, and a number: `W1234567`, `gift_card_42`, `INC-2024-0010`. */
export function wordsAndNumber(tail: string): { words: string; number: string } | undefined {
  const [, words, number] = /^(\p{L}[\p{L}_.-]*?[_.-]?)(\p{Nd}[\p{Nd}_.-]*)$/u.exec(tail) ?? []
  return words === undefined || number === undefined ? undefined : { words, number }
}

/** Whether a value is long and written in hexadecimal: only its sixteen characters may stand in it. */
export function isHex(tail: string): boolean {
  return (
    /^(?:[0-9a-f-]{12,}|[0-9A-F-]{12,})$/.test(tail.replace(/^[a-z]{1,6}-(?=[0-9a-f]{8})/, '')) &&
    /\d/.test(tail)
  )
}

/** Whether a value is an e-mail address. */
export function isEmail(value: string): boolean {
  return /^[^@\s]+@[^@\s]+\.[^@\s.]+$/.test(value)
}
