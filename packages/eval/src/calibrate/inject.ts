import type { Conversation } from '../conversation.ts'
import { drawMint } from '../families/draw-mint.ts'
import type { IdPool } from '../families/id-pool.ts'
import { type Family, type MutationContext, mutationFamilies } from '../families/mutation-families.ts'
import { nearestKey, showPath } from '../families/paths.ts'
import { randomOf } from '../families/random.ts'
import { confidenceWith } from './judge-mint.ts'
import type { JudgedCall } from './judged-calls.ts'
import { hashOf, rankOf } from './rank.ts'
import { isReal, type JudgedValue, judgedValues } from './real-values.ts'
import { addTo, admits, type Ranked, type Sample } from './sample.ts'
import type { Injected } from './tally.ts'

/** What is the same for all calls. */
export interface InjectionSettings {
  readonly seed: number
  readonly pool: IdPool
  readonly prefixes: readonly string[]
  /** Files that are read again in the end, for what is left of the samples. */
  readonly again: ReadonlySet<string>
}

/**
 * Puts minted values in the place of real ones, one of each family in turn: only where the lot of value and family is low
 * enough for the sample, so that it costs little however many calls there are. To judge a call with a mint takes all its
 * evidence, and a sample has seen many items before it is down to those that are left: so that is done in the end, unless
 * the file cannot be read again.
 *
 * @param inLine which of the conversations on the line it is in.
 * @param samples one for each family, in their order.
 * @param earlier what was sampled before: what would not be kept among those need not be drawn.
 */
export function inject(
  call: JudgedCall,
  { id, place: { file, line } }: Conversation,
  inLine: number,
  settings: InjectionSettings,
  samples: readonly Sample<Injected>[],
  earlier: readonly Sample<Ranked>[],
): void {
  for (const [nth, value] of judgedValues(call).entries()) {
    const path = showPath(value.path)
    const seeds = [settings.seed, id, line, call.call, path]
    const hash = hashOf(JSON.stringify(seeds))
    let real: boolean | undefined
    for (const [which, family] of mutationFamilies.entries()) {
      const rank = rankOf(hash, which)
      const [sample, before] = [samples[which], earlier[which]]
      if (!sample || !before || !admits(sample, rank) || !admits(before, rank)) continue
      if (!family.fits(String(value.value))) continue
      const context = () => contextOf(seeds, value, family, id, settings)
      // Whether it fits at all is asked first, because most families do not fit most values.
      if (family.draw(String(value.value), context()) === undefined) continue
      real ??= isReal(call, value)
      if (!real) break
      const minted = drawMint(family, value.value, context(), (drawn) => call.search.holds(drawn))
      if (minted === undefined) continue
      addTo(sample, {
        rank,
        tie: JSON.stringify([file, line, id, call.call, path]),
        toolName: call.toolName,
        ...{ conversation: id, file, line, inLine, call: call.call },
        ...{ nth, path, original: value.value, minted },
        ...(!settings.again.has(file) && { confidence: confidenceWith(call, value, minted) }),
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
