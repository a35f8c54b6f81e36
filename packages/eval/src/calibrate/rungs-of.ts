import type { Confidence } from '@handrail/core'
import {
  BASE_INTERVENTIONS,
  ceilingsOf,
  DEFAULT_POLICY,
  type GuardOptions,
  HandrailError,
  type InterventionLadder,
  InterventionPolicy,
  type InterventionSpec,
} from '@handrail/core'
import { confidences, effects, type JudgedEffect } from './tally.ts'

/** What a policy does with a call that it meets for the first time, by effect and confidence. */
export type Rungs = Readonly<Record<JudgedEffect, Readonly<Record<Confidence, InterventionSpec>>>>

/** How a guard acts, as against what it knows. */
export type Acting = Pick<GuardOptions, 'policy' | 'ladder' | 'ceilings'>

/**
 * The rung of every sort of call.
 *
 * @throws HandrailError when the policy is unsafe on the ladder, a ceiling is unknown, or the ladder has no rungs.
 */
export function rungsOf({ policy, ladder = BASE_INTERVENTIONS, ceilings }: Acting): Rungs {
  const safe = policyOf(policy, ladder)
  const ranks = ceilingsOf(ceilings, safe, ladder)
  const rungOf = (effect: JudgedEffect, confidence: Confidence) => {
    if (confidence === 'NONE') return capped(ladder.get(safe.onNone), ranks[effect], ladder)
    const wanted = confidence === 'HIGH' ? safe.onHighConfidence : safe.onLowConfidence
    return capped(ladder.clamp(wanted, safe), ranks[effect], ladder)
  }
  const ofEffect = (effect: JudgedEffect) =>
    Object.fromEntries(confidences.map((confidence) => [confidence, rungOf(effect, confidence)]))
  return Object.fromEntries(effects.map((effect) => [effect, ofEffect(effect)])) as Rungs
}

function policyOf(
  policy: GuardOptions['policy'] = DEFAULT_POLICY,
  ladder: InterventionLadder,
): InterventionPolicy {
  if (!('validateAgainst' in policy)) return new InterventionPolicy(policy, ladder)
  policy.validateAgainst(ladder)
  return policy
}

/** The rung under the ceiling of the effect, as a guard would choose it. */
function capped(
  rung: InterventionSpec | undefined,
  ceiling: number,
  ladder: InterventionLadder,
): InterventionSpec {
  const lower = rung && rung.rank > ceiling ? ladder.atMost(ceiling) : rung
  if (!lower) throw new HandrailError('INVALID_LADDER', 'Expected `ladder` to have a rung, got none.')
  return rung && lower.rank > rung.rank ? rung : lower
}
