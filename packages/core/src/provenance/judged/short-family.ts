import type { Corpus } from '../../evidence/corpus.ts'
import type { NameKind } from '../../evidence/name-kind.ts'

const wordAndShortNumber = /^([a-z]+)\d{1,3}$/

/**
 * R9: whether a value is a word and up to three digits, as in `python3` or `SEV2`, of a family that the evidence does
 * not know: the name of a kind more often than an id.
 */
export function isOfUnknownFamily(core: string, name: NameKind, corpus: Corpus): boolean {
  if (name === 'id') return false
  const family = wordAndShortNumber.exec(core)?.[1]
  return family !== undefined && corpus.find('prefix', family) === undefined
}
