import { BASE_INTERVENTIONS } from '@handrail/core'
import { type Candidate, candidatesOf, type EffectEvidence, type RecommendOptions } from './candidates.ts'
import { missingFor } from './missing-for.ts'
import type { EffectRecommendation, Recommendation } from './report-recommendation.ts'
import { effects, type JudgedEffect } from './tally.ts'
import { percent, percentUp, perThousand, whatTheyDo } from './words.ts'
import { isBoundBySuccessful, worstDisruption } from './worst-disruption.ts'

/**
 * Recommends a ceiling for each effect: the harshest rung that the evidence warrants, reached step by step from the
 * gentlest. A step is warranted when all of this holds:
 *
 * 1. The recall of injected mints is at least one half, at the lower end of its interval.
 * 2. The disruption without need is at most the budget, at worst: see {@link worstDisruption}.
 * 3. If calls were flagged that the rung would have withheld: at best, that would have won at least what it cost.
 *
 * More flags in runs that reached their goal never raise a ceiling.
 */
export function recommend(
  evidence: Readonly<Record<JudgedEffect, EffectEvidence>>,
  options: RecommendOptions,
): Recommendation {
  const { ladder = BASE_INTERVENTIONS } = options.acting
  const gentlest = ladder.byRank()[0]?.key ?? 'OBSERVE'
  const found = effects.map((effect) => recommendFor(effect, evidence[effect], gentlest, options))
  const ceilingOf = (effect: JudgedEffect) =>
    found.find((each) => each.effect === effect)?.ceiling ?? gentlest
  const acting = found.filter(({ ceiling }) => ceiling !== gentlest)
  const handler = acting.length > 0 ? 'enforce' : 'observe'
  return {
    handler,
    ceilings: { write: ceilingOf('write'), destructive: ceilingOf('destructive') },
    reason:
      handler === 'enforce'
        ? `The evidence warrants ${acting.map(({ effect, ceiling }) => `${ceiling} for tools that ${whatTheyDo[effect]}`).join(' and ')}.`
        : `Not enough evidence: stay at ${gentlest}. ${nearest(found.filter(({ effect }) => evidence[effect].calls > 0))}`,
    budget: options.budget,
    effects: found,
  }
}

/** What is missing where the least is. */
function nearest(found: readonly EffectRecommendation[]): string {
  const more = ({ next }: EffectRecommendation) => next?.moreJudgedCalls ?? Number.POSITIVE_INFINITY
  const [first] = found
    .filter(({ next }) => next)
    .toSorted((one, other) => (more(one) < more(other) ? -1 : 1))
  return first?.next?.missing ?? 'No call changes anything.'
}

function recommendFor(
  effect: JudgedEffect,
  evidence: EffectEvidence,
  gentlest: string,
  options: RecommendOptions,
): EffectRecommendation {
  let ceiling = gentlest
  let reason = ''
  let disruption = 0
  for (const candidate of candidatesOf(effect, options)) {
    const missing = missingFor(candidate, evidence, options)
    if (missing) {
      const next = { rung: candidate.rung, ...missing }
      if (reason === '') reason = `Not enough evidence: stay at ${gentlest}. ${missing.missing}`
      return { effect, ceiling, reason, worstDisruption: disruption, next }
    }
    ceiling = candidate.rung
    disruption = worstDisruption(evidence, candidate.costs)
    reason = reasonFor(evidence, candidate, disruption)
  }
  if (reason === '') reason = `The policy never acts on tools that ${whatTheyDo[effect]}.`
  return { effect, ceiling, reason, worstDisruption: disruption }
}

function reasonFor(evidence: EffectEvidence, { costs, withholds }: Candidate, disruption: number): string {
  const { effect, judged, HIGH, LOW, inSuccessful, recall } = evidence
  const needless = inSuccessful.HIGH + inSuccessful.LOW
  const flagged =
    `${HIGH + LOW} of ${judged} judged calls of tools that ${whatTheyDo[effect]} were flagged` +
    (HIGH + LOW > 0 && isBoundBySuccessful(evidence, costs)
      ? `, ${needless} of the ${inSuccessful.judged} in runs that reached their goal`
      : '')
  return (
    `${flagged}. So acting without need costs at most ${perThousand(disruption)} by 1,000 judged calls, and at least ` +
    `${percent(recall.low)} of injected mints are found.` +
    (withholds
      ? ` Withholding pays only if ${percentUp(costs.HIGH)} or more of the calls it holds back were wrong in a way that mattered, and come out right instead.`
      : '')
  )
}
