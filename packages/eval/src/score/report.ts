import type { RungScore } from './rung-score.ts'

/** Whether acting on the verdicts would have helped, and where it would have cost. Plain data. */
export interface ScoreReport {
  /** How many cases. */
  readonly n: number
  /**
   * The mean over all cases, in solved tasks per case: a case that was withheld and recovered counts 1 less the cost of
   * its rung, any other that was withheld counts the cost against it, a call that ran counts 0. 0 where there are no cases.
   */
  readonly netTaskDelta: number
  /** What the cases are, whatever was done about them. */
  readonly grid: {
    /** Truly minted, and it mattered. */
    readonly trueRelevant: number
    /** Truly minted, and it did not matter: acting on these can only cost. */
    readonly trueIrrelevant: number
    /** Not minted. */
    readonly falseFlag: number
  }
  /** What was done about them. */
  readonly actuation: {
    /** Calls that were withheld: `actuatedRelevant + actuatedIrrelevant + actuatedFalseFlag`. */
    readonly actuated: number
    /** Calls that ran, with a note or without. */
    readonly informedOnly: number
    readonly actuatedRelevant: number
    /** The dangerous cell: a sound catch, and acting on it only cost. */
    readonly actuatedIrrelevant: number
    readonly actuatedFalseFlag: number
    /** Withheld relevant calls whose run came out right. */
    readonly recovered: number
  }
  /** Shares from 0 to 1; 0 where there is nothing to take a share of. */
  readonly rates: {
    /** `recovered / actuated` */
    readonly disruptionEfficiency: number
    /** `(actuatedIrrelevant + actuatedFalseFlag) / actuated` */
    readonly wastedDisruptionRate: number
    /** `actuatedIrrelevant / trueIrrelevant` */
    readonly dangerousCellRate: number
    /** `actuatedRelevant / trueRelevant` */
    readonly coverage: number
  }
  /** The cost of all calls that were withheld. */
  readonly sumDisruptionCost: number
  /** Whether acting did more harm than good: `netTaskDelta < 0`. */
  readonly netHarmful: boolean
  /** The same by rung, the gentlest first. Rungs that no case got are left out. */
  readonly byRung: readonly RungScore[]
}

/** Works a report out of the scores of the rungs. Counts come first and costs last, so that parts add up exactly. */
export function reportOf(rungs: Iterable<RungScore>): ScoreReport {
  const byRung = [...rungs].sort((a, b) => a.rank - b.rank)
  const acting = byRung.filter((each) => !each.dispatches)
  const grid = cellsOf(byRung)
  const withheld = cellsOf(acting)
  const n = countOf(grid)
  const actuated = countOf(withheld)
  const recovered = sumOf(acting, (each) => each.recovered)
  const sumDisruptionCost = sumOf(acting, (each) => countOf(each) * each.cost)
  const netTaskDelta = share(settled(recovered - sumDisruptionCost, n), n)
  return {
    n,
    netTaskDelta,
    grid,
    actuation: {
      actuated,
      informedOnly: n - actuated,
      actuatedRelevant: withheld.trueRelevant,
      actuatedIrrelevant: withheld.trueIrrelevant,
      actuatedFalseFlag: withheld.falseFlag,
      recovered,
    },
    rates: {
      disruptionEfficiency: share(recovered, actuated),
      wastedDisruptionRate: share(withheld.trueIrrelevant + withheld.falseFlag, actuated),
      dangerousCellRate: share(withheld.trueIrrelevant, grid.trueIrrelevant),
      coverage: share(withheld.trueRelevant, grid.trueRelevant),
    },
    sumDisruptionCost,
    netHarmful: netTaskDelta < 0,
    byRung,
  }
}

function cellsOf(rungs: readonly RungScore[]): ScoreReport['grid'] {
  return {
    trueRelevant: sumOf(rungs, (each) => each.trueRelevant),
    trueIrrelevant: sumOf(rungs, (each) => each.trueIrrelevant),
    falseFlag: sumOf(rungs, (each) => each.falseFlag),
  }
}

function countOf({ trueRelevant, trueIrrelevant, falseFlag }: ScoreReport['grid']): number {
  return trueRelevant + trueIrrelevant + falseFlag
}

function sumOf(rungs: readonly RungScore[], count: (rung: RungScore) => number): number {
  return rungs.reduce((sum, rung) => sum + count(rung), 0)
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole
}

/** Gain and cost that cancel out must give 0, not the rounding error that would fail a gate. */
function settled(sum: number, n: number): number {
  return Math.abs(sum) <= n * 2 ** -50 ? 0 : sum
}
