import { assessConfidence, type Confidence } from '@handrail/core'
import type { Place } from '../conversation.ts'
import { drawMint } from '../families/draw-mint.ts'
import type { IdPool } from '../families/id-pool.ts'
import { type Family, type MutationContext, mutationFamilies } from '../families/mutation-families.ts'
import { nearestKey, replacedAt, showPath } from '../families/paths.ts'
import { randomOf } from '../families/random.ts'
import type { JudgedCall } from './judged-calls.ts'
import { hashOf, rankOf } from './rank.ts'
import { isReal, type JudgedValue, judgedValues, stanceAlone } from './real-values.ts'
import { addTo, admits, type Ranked, type Sample } from './sample.ts'
import type { Injected } from './tally.ts'

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
 * @param origin the id of the conversation, and where it begins.
 * @param samples one for each family, in their order.
 * @param earlier what was sampled before: what would not be kept among those need not be judged.
 */
export function inject(
  call: JudgedCall,
  origin: { readonly id: string; readonly place: Place },
  settings: InjectionSettings,
  samples: readonly Sample<Injected>[],
  earlier: readonly Sample<Ranked>[],
): void {
  const { file, line } = origin.place
  for (const value of judgedValues(call)) {
    const path = showPath(value.path)
    const seeds = [settings.seed, origin.id, line, call.call, path]
    const hash = hashOf(JSON.stringify(seeds))
    let real: boolean | undefined
    for (const [nth, family] of mutationFamilies.entries()) {
      const rank = rankOf(hash, nth)
      const [sample, before] = [samples[nth], earlier[nth]]
      if (!sample || !before || !admits(sample, rank) || !admits(before, rank)) continue
      const context = () => contextOf(seeds, value, family, origin.id, settings)
      // Whether it fits at all is asked first, because most families do not fit most values.
      if (family.draw(String(value.value), context()) === undefined) continue
      real ??= isReal(call, value)
      if (!real) break
      const minted = drawMint(family, value.value, context(), (drawn) => call.search.holds(drawn))
      if (minted === undefined) continue
      const confidence = confidenceWith(call, value, minted)
      const tie = JSON.stringify([file, line, origin.id, call.call, path])
      const { toolName } = call
      addTo(sample, {
        rank,
        tie,
        toolName,
        conversation: origin.id,
        file,
        line,
        call: call.call,
        path,
        confidence,
      })
    }
  }
}

/** What a family may know, with draws that are the same each time. */
function contextOf(
  seeds: readonly unknown[],
  { path, value }: JudgedValue,
  family: Family,
  conversation: string,
  { pool, prefixes }: InjectionSettings,
): MutationContext {
  const key = nearestKey(path)
  return {
    random: randomOf(...seeds, family.name),
    key,
    prefixes,
    // Looked up by the one family that asks for it.
    get others() {
      return pool.others(conversation, key, String(value))
    },
  }
}

/** With which confidence the call is flagged on the value that was changed; `NONE` when it is not. */
function confidenceWith(
  call: JudgedCall,
  { path, argName, stance }: JudgedValue,
  minted: unknown,
): Confidence {
  const { guard, corpus, toolName } = call
  const { verdict } = guard.assess(
    { toolCallId: '', toolName, args: replacedAt(call.args, path, minted) },
    corpus,
  )
  const flagged =
    verdict.unsupported.includes(argName) &&
    // Not for a neighbour of the value.
    (stance === 'SUPPORTED' || stanceAlone(call, path, minted) === 'UNSUPPORTED')
  return flagged ? assessConfidence(verdict) : 'NONE'
}
