import {
  type Corpus,
  classifyCall,
  type ProvenanceStance,
  type ToolCall,
} from '../../packages/core/src/index.ts'
import type { IdBook } from './ids.ts'
import { Random } from './random.ts'
import { prose, word, words } from './vocabulary.ts'

/** Calls of one argument each, by what the verdict on it must be. */
export interface Calls {
  readonly supported: readonly ToolCall[]
  readonly minted: readonly ToolCall[]
  readonly abstaining: readonly ToolCall[]
  /** As many of each of the three, in no order. */
  readonly mix: readonly ToolCall[]
}

/** How many calls of each kind there are; fewer supported ones where the evidence holds fewer ids. */
const EACH = 4_096

/**
 * Calls on the ids of some evidence, as far as the corpus judges them as the book says. By chance a few minted values
 * stand in the evidence or follow from it; those are left out.
 */
export function callsOn(ids: IdBook, corpus: Corpus, seed: number): Calls {
  const random = new Random(seed)
  const callOn = (arg: { readonly name: string; readonly value: unknown }): ToolCall => ({
    toolName: 'update_record',
    args: [arg],
  })
  const thatAre = (stance: ProvenanceStance, calls: readonly ToolCall[]) => {
    const right = calls.filter((call) => classifyCall(call, corpus).args[0]?.stance === stance)
    if (right.length < 0.9 * calls.length)
      throw new Error(`only ${right.length} of ${calls.length} values that should be ${stance} are`)
    return right
  }
  const supported = thatAre('SUPPORTED', ids.known().map(callOn))
  const minted = thatAre('UNSUPPORTED', ids.minted(EACH).map(callOn))
  const abstaining = thatAre(
    'ABSTAIN',
    Array.from({ length: EACH }, () => callOn(unjudged(random))),
  )
  const mix = Array.from({ length: EACH }, () => random.pick(random.pick([supported, minted, abstaining])))
  return { supported, minted, abstaining, mix }
}

/** An argument that is not judged, of one of the kinds that calls are full of. */
function unjudged(random: Random): { readonly name: string; readonly value: unknown } {
  return random.pick([
    () => ({ name: 'status', value: word(random) }),
    () => ({ name: 'due', value: `2024-0${1 + random.below(9)}-1${random.below(10)}` }),
    () => ({ name: 'amount', value: random.below(10_000) / 100 }),
    () => ({ name: 'quantity', value: random.below(100) }),
    () => ({ name: 'assignee_id', value: words(random, 2) }),
    () => ({ name: 'comment', value: prose(random, 200) }),
    () => ({ name: 'notify', value: random.chance(0.5) }),
  ])()
}
