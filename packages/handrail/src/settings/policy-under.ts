import {
  BASE_INTERVENTIONS,
  ceilingsOf,
  type GuardOptions,
  type InterventionLadder,
  InterventionPolicy,
} from '@handrail/core'

/** What is left of the policy of a guard under the ceiling of an effect. */
export interface PolicyUnder {
  readonly ladder: InterventionLadder
  readonly policy: InterventionPolicy
  /** The rung that the ceiling comes down to. */
  readonly ceiling: string
}

/**
 * The policy that the ceiling of an effect leaves of the options of a guard, with the defaults of a guard.
 *
 * @throws HandrailError when the policy or the ceiling is none on the ladder.
 */
export function policyUnder(options: GuardOptions, effect: 'write' | 'destructive'): PolicyUnder {
  const { ladder = BASE_INTERVENTIONS } = options
  const policy = new InterventionPolicy({ ...options.policy }, ladder)
  const highest = ceilingsOf(options.ceilings, policy, ladder)[effect]
  const within = (token: string) =>
    ladder.rankOf(token) > highest
      ? (ladder.atMost(highest)?.key ?? token)
      : (ladder.get(token)?.key ?? token)
  const left = {
    onHighConfidence: within(policy.onHighConfidence),
    onLowConfidence: within(policy.onLowConfidence),
    onNone: within(policy.onNone),
    floor: within(policy.floor),
    ceiling: within(policy.ceiling),
  }
  return {
    ladder,
    policy: new InterventionPolicy(left, ladder),
    ceiling: ladder.atMost(highest)?.key ?? policy.ceiling,
  }
}
