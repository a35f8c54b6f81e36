import { type GuardRecord, Intervention, type KnownEffect } from '@handrail/core'
import type { CallCounts, HandrailSummary } from './summary.ts'

/** So many tools are counted one by one, and all further ones together. */
const MOST_TOOLS = 200
/** The same of the reasons and faults of each tool. */
const MOST_TEXTS = 20
/** In UTF-16 units. A text that is longer counts as the same as all others that begin like it. */
const LONGEST = 200
/** Where what is above those limits is counted. */
const OTHERS = '(others)'

/** Counts records. It takes as much memory for a million as for a thousand. */
export class Tally {
  readonly #tools = new Map<string, Counter>()
  #calls = 0

  /** How many calls were counted. */
  get calls(): number {
    return this.#calls
  }

  add({ assessment, faults }: GuardRecord): void {
    const counter = this.#counterOf(assessment.call.toolName)
    counter.effect = { effect: assessment.effect.effect, from: assessment.effect.from }
    counter.add(
      assessment.decision.intervention,
      assessment.verdict.believe,
      whyNotJudged(assessment),
      faults,
    )
  }

  /** Counts a call of which no record could be made. */
  addUnrecorded(toolName: string): void {
    const why = 'no record could be made'
    this.#counterOf(toolName).add(Intervention.OBSERVE, true, why, [why])
  }

  summary(): HandrailSummary {
    const all = new Counter()
    const tools = Array.from(this.#tools, ([tool, counter]) => {
      all.include(counter)
      return { tool, effect: { ...counter.effect }, ...counter.counts() }
    })
    return { ...all.counts(), tools }
  }

  #counterOf(toolName: string): Counter {
    this.#calls++
    const key = keyIn(this.#tools, toolName, MOST_TOOLS)
    const counter = this.#tools.get(key) ?? new Counter()
    this.#tools.set(key, counter)
    return counter
  }
}

class Counter {
  effect: KnownEffect = { effect: 'read', from: 'default' }
  readonly #decided: Record<Intervention, number> = { OBSERVE: 0, WARN: 0, BLOCK: 0, DEFER: 0 }
  readonly #notJudged = new Map<string, number>()
  readonly #faults = new Map<string, number>()
  #calls = 0
  #judged = 0
  #flagged = 0

  add(
    decided: Intervention,
    believe: boolean,
    notJudged: string | undefined,
    faults: readonly string[],
  ): void {
    this.#calls++
    this.#decided[decided]++
    if (!believe) this.#flagged++
    if (notJudged === undefined) this.#judged++
    else count(this.#notJudged, notJudged)
    for (const fault of faults) count(this.#faults, fault)
  }

  include(other: Counter): void {
    this.#calls += other.#calls
    this.#judged += other.#judged
    this.#flagged += other.#flagged
    for (const rung of Object.values(Intervention)) this.#decided[rung] += other.#decided[rung]
    for (const [text, times] of other.#notJudged) count(this.#notJudged, text, times)
    for (const [text, times] of other.#faults) count(this.#faults, text, times)
  }

  counts(): CallCounts {
    return {
      calls: this.#calls,
      judged: this.#judged,
      flagged: this.#flagged,
      decided: { ...this.#decided },
      notJudged: Object.fromEntries(this.#notJudged),
      faults: Object.fromEntries(this.#faults),
    }
  }
}

function count(counts: Map<string, number>, text: string, times = 1): void {
  const key = keyIn(counts, text, MOST_TEXTS)
  counts.set(key, (counts.get(key) ?? 0) + times)
}

/** The key itself while there is room for it. */
function keyIn(map: ReadonlyMap<string, unknown>, key: string, most: number): string {
  const short = key.slice(0, LONGEST)
  return map.has(short) || map.size < most ? short : OTHERS
}

/** Why nothing was judged; `undefined` where something was, or might have been had there been an id. */
function whyNotJudged({ effect, verdict, faults }: GuardRecord['assessment']): string | undefined {
  const { args, reason } = verdict
  const abstains = args.length > 0 && args.every((arg) => arg.stance === 'ABSTAIN' && arg.reason === reason)
  return effect.effect === 'read' || faults.length > 0 || abstains ? reason : undefined
}
