import {
  BASE_INTERVENTIONS,
  chooseIntervention,
  type InterventionLadder,
  InterventionPolicy,
  type VerdictShape,
} from '@handrail/core'
import type { ScoreCase } from '../../src/index.ts'

const arg = {
  stance: 'UNSUPPORTED',
  componentsChecked: ['W9999999'],
  componentsUnmatched: ['W9999999'],
} as const

/** What the detector says of a whole value, a part of one, and nothing. */
export const verdicts = {
  HIGH: { believe: false, unsupported: ['order_id'], args: [arg] },
  LOW: {
    believe: false,
    unsupported: ['order_id'],
    args: [{ ...arg, componentsChecked: ['W9999999', 'eu'] }],
  },
  NONE: { believe: true, unsupported: [], args: [{ ...arg, stance: 'SUPPORTED', componentsUnmatched: [] }] },
} as const satisfies Record<string, VerdictShape>

/** A case by a short name of its ground truth. */
export function caseOf(
  confidence: keyof typeof verdicts,
  truth: 'relevant' | 'irrelevant' | 'false',
  { blocked = false, deferred = false } = {},
): ScoreCase {
  return {
    verdict: verdicts[confidence],
    trulyMinted: truth !== 'false',
    matteredToScore: truth === 'relevant',
    recoveredIfBlocked: blocked,
    recoveredIfDeferred: deferred,
  }
}

/** A policy that gives every flagged call one rung. */
export function always(rung: string, ladder: InterventionLadder = BASE_INTERVENTIONS): InterventionPolicy {
  const tokens = { onHighConfidence: rung, onLowConfidence: rung, floor: rung, ceiling: rung }
  return new InterventionPolicy({ ...tokens, onNone: ladder.byRank()[0]?.key ?? '' }, ladder)
}

/** The table of the design, written out a second time: what one case is worth. */
export function worthOf(each: ScoreCase, policy: InterventionPolicy, ladder: InterventionLadder): number {
  const decision = chooseIntervention(each.verdict, policy, ladder)
  const { rung } = decision
  if (rung.dispatches) return 0
  const cost = ladder.disruptionCost(rung.key)
  if (!each.trulyMinted || !each.matteredToScore) return -cost
  const recovered = decision.intervention === 'DEFER' ? each.recoveredIfDeferred : each.recoveredIfBlocked
  return recovered ? 1 - cost : -cost
}
