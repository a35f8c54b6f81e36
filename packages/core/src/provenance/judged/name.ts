import type { NameKind } from '../../evidence/name-kind.ts'
import { onlyDigits } from '../../evidence/shapes.ts'
import type { ArgLeaf } from '../arg-leaves.ts'
import type { CompiledPolicy } from '../compiled-policy.ts'
import { isMomentInSeconds } from './moments.ts'
import { isStandInCode } from './stand-in.ts'

const code = /codes?$/i
const SHORTEST_CODE = 5
const storeKey = /keys?$/i
const pathOfFile = /^[^\s:?#]*\/[^/]*\.[a-z][a-z0-9]{0,4}$/

/** R6: what a leaf is for: what the host declared, then what the schema says (R7), then the last word of its name. */
export function kindOfLeaf(leaf: ArgLeaf, core: string, policy: CompiledPolicy): NameKind {
  const { keyName, role, place, value } = leaf
  if (role === 'reference') return 'id'
  const named = kindByName(keyName, core, policy)
  const hint = place?.hint
  if (!hint || named === 'id') return named
  if (hint.refersTo && !isFreeChoice(policy.declaredKindOf(keyName))) {
    // A link is judged even as a `title`, and what it shares with file names is left alone under any name but an id's.
    if (hint.refersTo === 'id') return 'id'
    return isFreeChoice(named) ? 'neutral' : named
  }
  const measures = hint.measures && (typeof value !== 'string' || !hint.takesText)
  return measures && named === 'neutral' ? 'quantity' : named
}

function isFreeChoice(kind: NameKind | undefined): boolean {
  return kind === 'content' || kind === 'naming' || kind === 'kind'
}

/**
 * R6: the last word decides. But coded records, such as those of LOINC and SNOMED, keep their ids under `code`, where
 * other tools keep program text, and a stand-in for one is judged as well; unless the host says what a code is, or it is one that the whole world shares.
 */
function kindByName(keyName: string, core: string, policy: CompiledPolicy): NameKind {
  const named = policy.kindOf(keyName)
  const mayBeId = (core.length >= SHORTEST_CODE && onlyDigits(core)) || isStandInCode(core)
  const coded = named !== 'kind' && mayBeId && code.test(keyName)
  if (coded) return policy.declaredKindOf(keyName) ?? 'id'
  if (named === 'neutral' && isMomentInSeconds(core, keyName)) return 'quantity'
  // The key of an object in a store is the path of a file.
  return named === 'id' && storeKey.test(keyName) && pathOfFile.test(core) ? 'naming' : named
}
