import { checkFields, expected } from '../errors.ts'
import { BASE_INTERVENTIONS } from './base-ladder.ts'
import type { InterventionLadder } from './ladder.ts'
import type { RungToken } from './vocabulary.ts'

/** Which rung each confidence gets, and the window it is moved into. */
export interface InterventionPolicyFields {
  /** The rung for a whole value that traces to nothing. `'BLOCK'` by default. */
  readonly onHighConfidence: RungToken
  /** The rung for a value of which something traces. `'WARN'` by default. */
  readonly onLowConfidence: RungToken
  /** The rung for a call in which nothing was minted. `'OBSERVE'` by default; the floor never raises it. */
  readonly onNone: RungToken
  /** The gentlest rung that a minted value may get. `'WARN'` by default. */
  readonly floor: RungToken
  /** The harshest rung that a minted value may get. `'BLOCK'` by default: DEFER costs a turn and is opt-in. */
  readonly ceiling: RungToken
}

const defaults: InterventionPolicyFields = {
  onHighConfidence: 'BLOCK',
  onLowConfidence: 'WARN',
  onNone: 'OBSERVE',
  floor: 'WARN',
  ceiling: 'BLOCK',
}

const fieldNames = Object.keys(defaults) as (keyof InterventionPolicyFields)[]

/**
 * Couples the strength of an intervention to confidence, in one direction only: a lower confidence never gets
 * a more disruptive rung. A policy that breaks this cannot be constructed, and {@link validateAgainst} checks
 * again against the ladder in use.
 */
export class InterventionPolicy implements InterventionPolicyFields {
  readonly onHighConfidence: RungToken
  readonly onLowConfidence: RungToken
  readonly onNone: RungToken
  readonly floor: RungToken
  readonly ceiling: RungToken

  /**
   * @param fields what differs from the defaults.
   * @param ladder the ladder the policy is meant for; the built-in one when absent.
   * @throws HandrailError `INVALID_OPTION` for an unknown field, `INVALID_POLICY` for an unsafe policy.
   */
  constructor(
    fields: Partial<InterventionPolicyFields> = {},
    ladder: InterventionLadder = BASE_INTERVENTIONS,
  ) {
    checkFields('INVALID_OPTION', 'policy', fields, fieldNames)
    const chosen = Object.entries(fields).filter(([, token]) => token !== undefined)
    const given: InterventionPolicyFields = { ...defaults, ...Object.fromEntries(chosen) }
    this.onHighConfidence = given.onHighConfidence
    this.onLowConfidence = given.onLowConfidence
    this.onNone = given.onNone
    this.floor = given.floor
    this.ceiling = given.ceiling
    this.validateAgainst(ladder)
    Object.freeze(this)
  }

  /**
   * Checks the policy against a ladder.
   *
   * @throws HandrailError `INVALID_POLICY` when a field names no rung of it, when the floor is above the ceiling
   * or above `onLowConfidence`, when a lower confidence would act harder, or when a rung is above the ceiling.
   */
  validateAgainst(ladder: InterventionLadder): void {
    for (const name of fieldNames)
      if (!ladder.isKnown(this[name]))
        throw expected(
          'INVALID_POLICY',
          `policy.${name}`,
          ladder.tokens().length > 0
            ? `to be one of ${ladder.tokens().join(', ')}`
            : 'to be a rung, but the ladder is empty',
          this[name],
        )
    const atMost = (
      name: keyof InterventionPolicyFields,
      limit: keyof InterventionPolicyFields,
      why: string,
    ) => {
      if (ladder.rankOf(this[name]) > ladder.rankOf(this[limit]))
        throw expected(
          'INVALID_POLICY',
          `policy.${name}`,
          `to be no more disruptive than \`policy.${limit}\` (${this[limit]}), ${why}`,
          this[name],
        )
    }
    atMost('floor', 'ceiling', 'because a window needs its bottom below its top')
    atMost('floor', 'onLowConfidence', 'because a floor must not raise a rung that the policy chose')
    atMost('onLowConfidence', 'onHighConfidence', 'because a lower confidence must never act harder')
    atMost(
      'onNone',
      'onLowConfidence',
      'because a clean call must never be treated harder than a doubtful one',
    )
    for (const name of ['onHighConfidence', 'onLowConfidence', 'onNone'] as const)
      atMost(name, 'ceiling', 'because a rung above the ceiling is never reached')
  }
}

/** BLOCK on a whole minted value, WARN on a partial one, OBSERVE otherwise. */
export const DEFAULT_POLICY: InterventionPolicy = new InterventionPolicy()
