import type { CorpusSource } from '../evidence/source.ts'
import { abstain, NOTHING } from './abstain.ts'
import { type ArgGuide, type ArgLeaf, leavesOfArg } from './arg-leaves.ts'
import { whyArgIsExempt } from './arg-role.ts'
import { classifyLeaf, type LeafVerdict } from './classify-leaf.ts'
import type { CompiledPolicy } from './compiled-policy.ts'
import type { Evidence } from './evidence.ts'
import { originOf } from './origin/evidence-origin.ts'
import type { Support } from './support/support.ts'
import type { ArgProvenance, ToolArg } from './verdict.ts'

type Minted = Extract<LeafVerdict, { stance: 'UNSUPPORTED' }>
type Traced = Extract<LeafVerdict, { stance: 'SUPPORTED' }>

const LONGEST_REPR = 80

/** Judges one argument: all of its leaves, each under its nearest key. One minted leaf makes the argument minted. */
export function classifyArg(
  arg: ToolArg,
  evidence: Evidence,
  guide: ArgGuide,
  policy: CompiledPolicy,
): ArgProvenance {
  if (arg.isReference === false) return abstain(arg, 'declared to be no reference')
  const exempt = whyArgIsExempt(arg.name, guide.roles)
  if (exempt !== undefined) return abstain(arg, exempt, false)
  const { leaves, unread } = leavesOfArg(arg, guide)
  const minted: Minted[] = []
  const traced: Traced[] = []
  let whyNot: string | undefined
  for (const leaf of leaves) {
    const verdict = classifyLeaf(leaf, evidence, policy)
    if (verdict.stance === 'UNSUPPORTED') minted.push(verdict)
    else if (verdict.stance === 'SUPPORTED') traced.push(verdict)
    else whyNot ??= verdict.reason
  }
  const [best] = traced
  if (minted.length === 0 && !best) return abstain(arg, unread ?? whyNot ?? 'empty')
  const supported = minted.length === 0
  return Object.freeze({
    argName: arg.name,
    valueRepr: repr(leaves),
    stance: supported ? 'SUPPORTED' : 'UNSUPPORTED',
    idShaped: true,
    isReference: true,
    matchedIn: sourcesOf(traced, evidence),
    componentsChecked: Object.freeze([
      ...minted.flatMap(({ grade }) => grade.checked),
      ...traced.map(({ written }) => written),
    ]),
    componentsUnmatched: supported ? NOTHING : Object.freeze(minted.flatMap(({ grade }) => grade.unmatched)),
    ...(supported && best && { how: best.support.how, origin: originOf(supportsOf(best, traced), evidence) }),
    reason:
      (supported ? 'found in the evidence' : `${minted.length} value(s) found nowhere in the evidence`) +
      (unread ? `; not all of it was read: ${unread}` : ''),
  })
}

/** The kinds of evidence that hold a value, each once. */
function sourcesOf(traced: readonly Traced[], evidence: Evidence): readonly CorpusSource[] {
  if (traced.length === 0) return NOTHING
  return Object.freeze([
    ...new Set(traced.map(({ support }) => evidence.sourceOf(support.first.place.source.entry))),
  ])
}

function supportsOf(best: Traced, traced: readonly Traced[]): [Support, ...Support[]] {
  return [best.support, ...traced.slice(1).map(({ support }) => support)]
}

function repr(leaves: readonly ArgLeaf[]): string {
  const text = leaves
    .slice(0, LONGEST_REPR)
    .map(({ value }) => show(value))
    .join(', ')
  return text.length > LONGEST_REPR ? `${text.slice(0, LONGEST_REPR - 3)}...` : text
}

function show(value: unknown): string {
  return typeof value === 'string'
    ? value.slice(0, LONGEST_REPR + 1) // one more, so that a value which is cut off shows it
    : typeof value === 'function'
      ? 'a function'
      : String(value)
}
