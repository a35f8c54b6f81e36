import type { CallFinding } from '../finding.ts'
import { BoundedMap } from './bounded-map.ts'
import { addCounts, type CallCounts, copyOfCounts, type Writable } from './counts.ts'
import { shortName } from './replayed-call.ts'
import type { ArgTotals, ToolTotals } from './report.ts'

type ArgCounts = Writable<Omit<ArgTotals, 'arg'>>

const MOST_ARGS = 200

/** What a report says about one tool, while it grows. */
export class ToolTally {
  readonly #counts = {
    calls: 0,
    effects: { read: 0, write: 0, destructive: 0 },
    effectFrom: { traits: 0, annotations: 0, name: 0, default: 0 },
    ...{ changing: 0, judged: 0, flagged: 0 },
  }
  readonly #args = new BoundedMap<ArgCounts>(MOST_ARGS)
  #values = 0

  take({ effect, verdict }: CallFinding, { changing, judged, flagged }: CallCounts): void {
    const counts = this.#counts
    counts.calls++
    counts.effects[effect.effect]++
    counts.effectFrom[effect.from]++
    counts.changing += changing
    counts.judged += judged
    counts.flagged += flagged
    if (changing === 0) return
    for (const { argName, stance } of verdict.args) {
      this.#values++
      const arg = this.#args.at(shortName(argName), noValues)
      if (!arg) continue
      arg.calls++
      arg.stances[stance]++
    }
  }

  add({ tool: _, args, valuesOfOtherArgs, ...counts }: ToolTotals): void {
    addCounts(this.#counts, counts)
    this.#values += valuesOfOtherArgs
    for (const { arg, ...more } of args) {
      this.#values += more.calls
      const mine = this.#args.at(arg, noValues)
      if (mine) addCounts(mine, more)
    }
  }

  totals(tool: string): ToolTotals {
    const args = this.#args.entries().map(([arg, counts]) => ({ arg, ...copyOfCounts(counts) }))
    const listed = args.reduce((sum, { calls }) => sum + calls, 0)
    return { tool, ...copyOfCounts(this.#counts), args, valuesOfOtherArgs: this.#values - listed }
  }
}

function noValues(): ArgCounts {
  return { calls: 0, stances: { SUPPORTED: 0, UNSUPPORTED: 0, ABSTAIN: 0 } }
}
