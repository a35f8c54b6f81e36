import type { InterventionDecision } from '@handrail/core'
import type { ScoreCase } from './case.ts'

/** What became of the cases that one rung got. */
export interface RungScore {
  /** The rung's key. */
  readonly rung: string
  /** Its rank. */
  readonly rank: number
  /** Whether it lets the call run. */
  readonly dispatches: boolean
  /** `ladder.disruptionCost(rung)`: 0 on the gentlest rung of the ladder, 1 on the harshest. */
  readonly cost: number
  /** Cases that were truly minted and mattered. */
  readonly trueRelevant: number
  /** Cases that were truly minted and did not matter. */
  readonly trueIrrelevant: number
  /** Cases that were not minted. */
  readonly falseFlag: number
  /** Relevant ones whose call was withheld and whose run came out right. 0 on a rung that dispatches. */
  readonly recovered: number
}

/** A case is one of these, whatever is done about it. */
export type Cell = 'trueRelevant' | 'trueIrrelevant' | 'falseFlag'

/** Which of the three a case is. */
export function cellOf(case_: ScoreCase): Cell {
  if (!case_.trulyMinted) return 'falseFlag'
  return case_.matteredToScore ? 'trueRelevant' : 'trueIrrelevant'
}

/** A rung's score before its first case. */
export function emptyRungScore({ rung, disruptionCost }: InterventionDecision): RungScore {
  return {
    rung: rung.key,
    rank: rung.rank,
    dispatches: rung.dispatches,
    cost: disruptionCost,
    trueRelevant: 0,
    trueIrrelevant: 0,
    falseFlag: 0,
    recovered: 0,
  }
}

/** The score with one more case of that decision. */
export function withCase(score: RungScore, case_: ScoreCase, decision: InterventionDecision): RungScore {
  const cell = cellOf(case_)
  // A rung that the host added goes by what it does: one that withholds and puts nothing in the place spends the turn.
  const recovers = decision.intervention === 'DEFER' ? case_.recoveredIfDeferred : case_.recoveredIfBlocked
  const recovered = !score.dispatches && cell === 'trueRelevant' && recovers
  return { ...score, [cell]: score[cell] + 1, recovered: score.recovered + (recovered ? 1 : 0) }
}
