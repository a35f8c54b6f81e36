import type { NameKind } from '../../evidence/name-kind.ts'
import type { CompiledPolicy } from '../compiled-policy.ts'
import type { Evidence } from '../evidence.ts'
import type { Readable } from '../value.ts'
import { addressOfWords, datedName, release } from './composed-of-known.ts'
import type { LiteralRule } from './literals.ts'
import { isAlphabetAndNumber } from './stand-in.ts'

const wordAndShortNumber = /^([a-z]+)\d{1,3}$/
const compositions: readonly LiteralRule[] = [datedName, release, addressOfWords]

/**
 * R9: why a value that nothing supports is left alone nevertheless; `undefined` when it is not. These are names of kinds
 * and compositions of what everybody knows, more often than ids, under a name that is no id name. They are asked last,
 * so that one which stands in the evidence is still traced to it.
 */
export function whyNotFlagged(
  value: Readable,
  name: NameKind,
  evidence: Evidence,
  policy: CompiledPolicy,
): string | undefined {
  if (name === 'id') return undefined
  if (isOfUnknownFamily(value.core, evidence))
    return 'a word with a short number, of a family that the evidence does not know'
  for (const rule of compositions) {
    const kind = rule(value, policy)
    if (kind) return kind
  }
  return undefined
}

/** A word and up to three digits, as in `python3` or `SEV2`, when no such word came with a number in the evidence. */
function isOfUnknownFamily(core: string, evidence: Evidence): boolean {
  const family = wordAndShortNumber.exec(core)?.[1]
  return family !== undefined && !isAlphabetAndNumber(core) && evidence.find('prefix', family) === undefined
}
