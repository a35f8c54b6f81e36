import { expected } from '../errors.ts'
import { BASE_INTERVENTIONS } from '../intervention/base-ladder.ts'
import type { InterventionLadder } from '../intervention/ladder.ts'
import type { InterventionPolicy } from '../intervention/policy.ts'
import type { ToolEffect } from '../transcript.ts'
import type { GuardOptions } from './options.ts'

/** The highest rank that each effect allows. */
export type Ceilings = Readonly<Record<Exclude<ToolEffect, 'read'>, number>>

/**
 * The ceilings of a guard, as ranks. Withholding pays only where an effect cannot be taken back: a published live run
 * found 46.4 % integrity with WARN, 40.2 % with BLOCK and without any intervention. A ceiling that the ladder lacks
 * keeps the rank it has on the built-in ladder.
 *
 * @throws HandrailError `UNKNOWN_RUNG` when an option names a rung that the ladder does not have.
 */
export function ceilingsOf(
  given: GuardOptions['ceilings'] = {},
  policy: InterventionPolicy,
  ladder: InterventionLadder,
): Ceilings {
  const rank = (name: 'write' | 'destructive', preset: string) => {
    const token = given[name]
    if (token === undefined) return ladder.get(preset)?.rank ?? BASE_INTERVENTIONS.rankOf(preset)
    const rung = ladder.get(token)
    if (!rung)
      throw expected(
        'UNKNOWN_RUNG',
        `options.ceilings.${name}`,
        `to be one of ${ladder.tokens().join(', ')}`,
        token,
      )
    return rung.rank
  }
  const defer = policy.ceiling.trim().toUpperCase() === 'DEFER'
  return { write: rank('write', 'WARN'), destructive: rank('destructive', defer ? 'DEFER' : 'BLOCK') }
}
