import { BASE_INTERVENTIONS } from '@handrail/core'
import type { Assumptions } from './net-delta.ts'
import type { Share } from './report-shares.ts'
import { type Acting, rungsOf } from './rungs-of.ts'
import type { JudgedEffect } from './tally.ts'
import type { AnswerCosts, FlagEvidence } from './worst-disruption.ts'

/** What is known of the tools of one effect. */
export interface EffectEvidence extends FlagEvidence {
  readonly effect: JudgedEffect
  /** Calls of such tools, whether anything was judged in them or not. */
  readonly calls: number
  /** Recall of injected mints. */
  readonly recall: Share
  /** The argument with the most flags, such as `book_flight.payment_id`. */
  readonly mostFlagged?: string
}

/** How the rule is set. */
export interface RecommendOptions {
  /** How the user's guard acts. Its ceilings do not count: they are what is recommended. */
  readonly acting: Acting
  readonly assumed: Assumptions
  /** The most disruption without need that a judged call may have to expect, from 0 to 1. */
  readonly budget: number
}

/** A rung that may be recommended as a ceiling. */
export interface Candidate {
  readonly rung: string
  readonly withholds: { readonly HIGH: boolean; readonly LOW: boolean } | undefined
  /** What an answer costs under this ceiling. */
  readonly costs: AnswerCosts
}

/**
 * The harshest that is ever recommended. A published live run found 46.4 % integrity with WARN and 40.2 % with BLOCK and
 * without any intervention: harsher ceilings are for people to choose, who know what their tools do.
 */
const harshest: Readonly<Record<JudgedEffect, string>> = { write: 'WARN', destructive: 'BLOCK' }

/** The rungs that may be recommended for an effect, the gentlest first: those above it that the policy can reach. */
export function candidatesOf(effect: JudgedEffect, { acting }: RecommendOptions): Candidate[] {
  const { ladder = BASE_INTERVENTIONS, policy } = acting
  const top = ladder.get(harshest[effect])?.rank ?? BASE_INTERVENTIONS.rankOf(harshest[effect])
  return ladder
    .byRank()
    .slice(1)
    .filter(({ rank }) => rank <= top)
    .flatMap(({ key }) => {
      const { HIGH, LOW } = rungsOf({ ladder, ...(policy && { policy }), ceilings: { [effect]: key } })[
        effect
      ]
      if (HIGH.key !== key) return []
      const withholds = HIGH.dispatches ? undefined : { HIGH: true, LOW: !LOW.dispatches }
      const costs = { HIGH: ladder.disruptionCost(HIGH.key), LOW: ladder.disruptionCost(LOW.key) }
      return [{ rung: key, withholds, costs }]
    })
}
