import type { ArgLeaf } from './arg-leaves.ts'
import { whyRoleIsNotJudged } from './arg-role.ts'
import type { CompiledPolicy } from './compiled-policy.ts'
import type { Evidence } from './evidence.ts'
import { type Grade, gradeOf } from './grade.ts'
import { kindOfLeaf } from './judged/name.ts'
import { whyNotFlagged } from './judged/why-not-flagged.ts'
import { whyNotJudged } from './judged/why-not-judged.ts'
import { supportOf } from './support/rules.ts'
import type { Support } from './support/support.ts'
import { readValue } from './value.ts'

/** What became of one leaf of an argument. */
export type LeafVerdict =
  | { readonly stance: 'ABSTAIN'; readonly reason: string }
  | {
      readonly stance: 'SUPPORTED'
      readonly written: string
      readonly support: Support
    }
  | { readonly stance: 'UNSUPPORTED'; readonly grade: Grade }

/** Judges one leaf: is there anything to judge (R2, R6 to R8), does anything support it (R10 to R15), how sure are we (R9, R16). */
export function classifyLeaf(leaf: ArgLeaf, evidence: Evidence, policy: CompiledPolicy): LeafVerdict {
  const exempt = whyExempt(leaf)
  if (exempt !== undefined) return abstain(exempt)
  const value = readValue(leaf.value)
  if ('abstain' in value) return abstain(value.abstain)
  const { core, written, raw } = value
  const name = kindOfLeaf(leaf, core, policy)
  const reason = whyNotJudged(value, name, leaf.keyName, policy)
  if (reason !== undefined) return abstain(reason)
  const support =
    supportOf(core, written, evidence, policy) ??
    (raw === core ? undefined : supportOf(raw, written, evidence, policy))
  if (support) return { stance: 'SUPPORTED', written, support }
  const spared = whyNotFlagged(value, name, evidence, policy)
  if (spared !== undefined) return abstain(spared)
  return { stance: 'UNSUPPORTED', grade: gradeOf(core, written, evidence) }
}

/** R7, R19: what the host and the schema say about the place, before the value is looked at. */
function whyExempt({ role, place, value }: ArgLeaf): string | undefined {
  const exempt = whyRoleIsNotJudged(role)
  if (exempt !== undefined) return exempt
  const hint = place?.hint
  if (!hint) return undefined
  // Of a declared reference the host knows more than the schema, but what the schema names is not made up in any case.
  if (hint.named.size > 0 && isScalar(value) && hint.named.has(String(value)))
    return 'named by the schema of the tool'
  return role === 'reference' ? undefined : hint.unjudged
}

function isScalar(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint'
}

function abstain(reason: string): LeafVerdict {
  return { stance: 'ABSTAIN', reason }
}
