import { CONFIDENCE_LEVEL, exactInterval } from '../stats/exact-interval.ts'
import type { NetDeltaBand } from './report-policies.ts'
import type { Range } from './report-shares.ts'

/**
 * What nobody knows without labels. By default each is from 0 to 1: then the report holds for whatever is true.
 */
export interface Assumptions {
  /** The share of flags, outside of runs that reached their goal, whose value was truly minted. */
  readonly minted: Range
  /** The share of those whose value mattered to how the run ended. */
  readonly mattered: Range
  /** The share of those that withholding the call would have put right. */
  readonly recovered: Range
}

/** Calls that a policy would have withheld on one rung, and so could it have been. */
export interface Withheld {
  readonly calls: number
  /** The disruption cost of the rung, from 0 to 1. */
  readonly cost: number
  /**
   * Whether withholding can have helped: a flag outside of runs that reached their goal. What such a run did was no harm, so
   * there it can only have cost.
   */
  readonly open: boolean
}

const PER = 1_000
const STEPS = 20

/**
 * The net task delta of a policy as a band, from the table of net task delta: a withheld call costs its rung's cost and
 * wins 1 where the value was minted, mattered and was recovered; a call that runs counts 0. With shares p, m and r of
 * those three, and rates w of withheld calls of cost c among judged ones, the mean is the sum of w (p m r - c) over open
 * flags, less the sum of w c over the others. It ends where all shares and rates are at the ends of their ranges: the
 * rates' are exact intervals, joint by Bonferroni's inequality, and add up to one at most.
 *
 * @param withheld every rung and sort that the policy can reach, also those that no call reached.
 * @param judged judged calls in all.
 */
export function netDeltaBand(
  withheld: readonly Withheld[],
  judged: number,
  assumed: Assumptions,
): NetDeltaBand {
  const confidence = 1 - (1 - CONFIDENCE_LEVEL) / Math.max(1, withheld.length)
  const rates = withheld.map((group) => ({ ...group, rate: exactInterval(group.calls, judged, confidence) }))
  const { minted, mattered, recovered } = assumed
  const end = (at: 0 | 1, m: number) => {
    const sign = at === 0 ? -1 : 1
    const worths = rates.map(({ rate, cost, open }) => ({
      ...rate,
      worth: (open ? minted[at] * m * recovered[at] : 0) - cost,
    }))
    let sum = worths.reduce((total, { low, worth }) => total + low * worth, 0)
    let left = worths.reduce((rest, { low }) => rest - low, 1)
    // What moves this end of the band most goes up first, as long as there are calls left.
    for (const { low, high, worth } of worths.toSorted((a, b) => sign * (b.worth - a.worth))) {
      if (sign * worth <= 0) break
      const more = Math.min(high - low, left)
      sum += more * worth
      left -= more
    }
    return PER * sum
  }
  return {
    low: end(0, mattered[0]),
    high: end(1, mattered[1]),
    assumed: { minted: [...minted], mattered: [...mattered], recovered: [...recovered] },
    points: Array.from({ length: STEPS + 1 }, (_, i) => {
      const m = i / STEPS
      return { mattered: m, low: end(0, m), high: end(1, m) }
    }),
    breakEven: {
      best: breakEvenMattered(withheld, minted[1], recovered[1]),
      worst: breakEvenMattered(withheld, minted[0], recovered[0]),
    },
  }
}

/**
 * From which share of mattering mints on a policy pays on these flags: (the sum of all costs) / (p r open flags). `null`
 * where even all of them would not be enough. Where nothing was withheld it is that of one open flag on its costliest
 * rung.
 */
export function breakEvenMattered(
  withheld: readonly Withheld[],
  minted: number,
  recovered: number,
): number | null {
  const seen = withheld.filter(({ calls }) => calls > 0)
  const costliest = Math.max(...withheld.map(({ cost }) => cost), 0)
  if (withheld.length === 0) return null
  const groups = seen.length > 0 ? seen : [{ calls: 1, cost: costliest, open: true }]
  const costs = groups.reduce((sum, { calls, cost }) => sum + calls * cost, 0)
  const winnable = minted * recovered * groups.reduce((sum, { calls, open }) => sum + (open ? calls : 0), 0)
  if (costs === 0) return 0
  return costs <= winnable ? costs / winnable : null
}
