import type { Corpus } from '../evidence/corpus.ts'
import type { ArgProvenance } from './verdict.ts'

/**
 * Why a finding is at most LOW: a part cannot be read and may hold the value, or nothing but instructions and schemas
 * was said so far (R17), so that the absence of a value says little; `undefined` when neither holds.
 */
export function whyCapped(corpus: Corpus, more?: Corpus): string | undefined {
  if (corpus.hasGap('unreadable') || more?.hasGap('unreadable'))
    return 'a part of the conversation is unreadable'
  return corpus.isStatic ? 'neither the user nor a tool has said anything yet' : undefined
}

/** The same finding at LOW confidence, which is read off two components in place of one (R16). */
export function capped(arg: ArgProvenance, why: string): ArgProvenance {
  if (arg.stance !== 'UNSUPPORTED' || arg.componentsChecked.length !== 1) return arg
  return Object.freeze({
    ...arg,
    componentsChecked: Object.freeze([...arg.componentsChecked, ...arg.componentsChecked]),
    reason: `${arg.reason}; ${why}`,
  })
}
