import { assessConfidence, type Corpus, type Guard, type ProvenanceVerdict } from '@handrail/core'
import { drawMint } from '../families/draw-mint.ts'
import type { IdPool } from '../families/id-pool.ts'
import type { Leaf } from '../families/leaf.ts'
import { type Family, type MutationContext, mutationFamilies } from '../families/mutation-families.ts'
import { aloneAt, leavesOf, nearestKey, replacedAt, showPath } from '../families/paths.ts'
import { randomOf } from '../families/random.ts'
import type { EvidenceSearch } from './evidence-search.ts'
import { hashOf, rankOf } from './rank.ts'
import { addTo, admits, type Ranked, type Sample } from './sample.ts'
import type { Injected } from './tally.ts'

/** What the arguments are called when they are no object. */
const WHOLE_INPUT = 'input'

/** A recorded call, and all that it takes to judge it with another value. */
export interface InjectableCall {
  readonly guard: Guard
  readonly corpus: Corpus
  readonly search: EvidenceSearch
  readonly toolName: string
  readonly args: unknown
  /** What was said of the call as it is. */
  readonly verdict: ProvenanceVerdict
  readonly conversation: string
  readonly file: string
  readonly line: number
  readonly call: number
}

/** What is the same for all calls. */
export interface InjectionSettings {
  readonly seed: number
  readonly pool: IdPool
  readonly prefixes: readonly string[]
}

/**
 * Puts minted values in the place of real ones, one of each family in turn, and judges the call again: only where the lot
 * of value and family is low enough for the sample, so that it costs little however many calls there are.
 *
 * @param samples one for each family, in their order.
 * @param earlier what was sampled before: what would not be kept among those need not be judged.
 */
export function inject(
  call: InjectableCall,
  settings: InjectionSettings,
  samples: readonly Sample<Injected>[],
  earlier: readonly Sample<Ranked>[],
): void {
  const { conversation, file, line, verdict } = call
  const judged = new Map(verdict.args.map((arg) => [arg.argName, arg.stance]))
  for (const leaf of leavesOf(call.args)) {
    const argName = argNameOf(leaf)
    // Nothing in it was judged, so nothing in it can be flagged.
    if (judged.get(argName) === 'ABSTAIN') continue
    const path = showPath(leaf.path)
    const hash = hashOf(JSON.stringify([settings.seed, conversation, line, call.call, path]))
    let real: boolean | undefined
    for (const [nth, family] of mutationFamilies.entries()) {
      const rank = rankOf(hash, nth)
      const [sample, before] = [samples[nth], earlier[nth]]
      if (!sample || !before || !admits(sample, rank) || !admits(before, rank)) continue
      const context = contextOf(call, leaf, family, settings)
      if (family.draw(String(leaf.value), context()) === undefined) continue
      real ??= isReal(call, leaf, judged.get(argName) === 'SUPPORTED')
      if (!real) break
      const minted = drawMint(family, leaf.value, context(), (value) => call.search.holds(value))
      if (minted === undefined) continue
      const { toolName } = call
      const tie = JSON.stringify([file, line, conversation, call.call, path])
      const confidence = judgedWith(call, leaf, argName, minted)
      addTo(sample, { rank, tie, toolName, conversation, file, line, call: call.call, path, confidence })
    }
  }
}

function argNameOf({ path: [first] }: Leaf): string {
  return typeof first === 'string' ? first : WHOLE_INPUT
}

/** A context that draws the same each time. */
function contextOf(
  { conversation, line, call }: InjectableCall,
  { path, value }: Leaf,
  family: Family,
  { seed, pool, prefixes }: InjectionSettings,
): () => MutationContext {
  const key = nearestKey(path)
  return () => ({
    random: randomOf(seed, conversation, line, call, path, family.name),
    key,
    prefixes,
    get others() {
      return pool.others(conversation, key, String(value))
    },
  })
}

/** Whether a value is supported and stands in the evidence literally. */
function isReal(call: InjectableCall, leaf: Leaf, isArgSupported: boolean): boolean {
  // An argument that is one value was judged as that.
  const supported =
    (isArgSupported && leaf.path.length === 1) || stanceAlone(call, leaf, leaf.value) === 'SUPPORTED'
  return supported && call.search.holds(leaf.value)
}

/** The value alone under its path, judged with the keys around it and without its neighbours. */
function stanceAlone({ guard, corpus, toolName }: InjectableCall, { path }: Leaf, value: unknown) {
  const args = aloneAt(path, value)
  return guard.assess({ toolCallId: '', toolName, args }, corpus).verdict.args[0]?.stance
}

/** With which confidence the call is flagged on the value that was changed; `NONE` when it is not. */
function judgedWith(call: InjectableCall, leaf: Leaf, argName: string, minted: unknown) {
  const { guard, corpus, toolName } = call
  const args = replacedAt(call.args, leaf.path, minted)
  const { verdict } = guard.assess({ toolCallId: '', toolName, args }, corpus)
  const flagged =
    verdict.unsupported.includes(argName) &&
    // Not for a neighbour of the value.
    (!call.verdict.unsupported.includes(argName) || stanceAlone(call, leaf, minted) === 'UNSUPPORTED')
  return flagged ? assessConfidence(verdict) : 'NONE'
}
