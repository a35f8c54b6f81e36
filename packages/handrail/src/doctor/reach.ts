import { type GuardOptions, Intervention, type InterventionSpec } from '@handrail/core'
import { rungsOf } from '@handrail/eval'
import { policyUnder } from '../settings/policy-under.ts'

/** The rung of a call by what its tool does and how sure the detector is. */
export interface Reach {
  readonly rungs: readonly Pick<InterventionSpec, 'key' | 'rank' | 'dispatches' | 'returnsSynthetic'>[]
  readonly effects: readonly EffectReach[]
  /** What is declared and never happens, a sentence each. */
  readonly unreachable: readonly string[]
}

/** What calls of the tools of one effect get. */
export interface EffectReach {
  readonly effect: 'write' | 'destructive'
  readonly HIGH: string
  readonly LOW: string
  readonly NONE: string
  readonly ceiling: string
}

/** Works out what a guard can do, and what of its ladder and its policy cannot happen. */
export function reachOf(options: GuardOptions): Reach {
  const rungs = rungsOf(options)
  const effects = (['write', 'destructive'] as const).map((effect): EffectReach => {
    const { HIGH, LOW, NONE } = rungs[effect]
    return {
      effect,
      HIGH: HIGH.key,
      LOW: LOW.key,
      NONE: NONE.key,
      ceiling: policyUnder(options, effect).ceiling,
    }
  })
  const { ladder } = policyUnder(options, 'write')
  const reached = new Set(effects.flatMap(({ HIGH, LOW, NONE }) => [HIGH, LOW, NONE]))
  const never = ladder.byRank().filter(({ key }) => !reached.has(key) && !isLeftOut(key, options))
  return {
    rungs: ladder.byRank().map(({ key, rank, dispatches, returnsSynthetic }) => ({
      ...{ key, rank, dispatches, returnsSynthetic },
    })),
    effects,
    unreachable: [
      ...never.map(({ key }) => `No call ever gets ${key}: no confidence reaches it on any tool.`),
      ...effects.flatMap((effect) => hiddenBy(effect, options)),
    ],
  }
}

/** DEFER costs a turn, so no policy reaches it unless it says so: that surprises nobody. */
function isLeftOut(key: string, { policy }: GuardOptions): boolean {
  return key === Intervention.DEFER && policy?.ceiling === undefined
}

/** What the policy of the configuration says and a ceiling of it takes back: a default ceiling surprises nobody. */
function hiddenBy({ effect, ceiling, HIGH, LOW }: EffectReach, { policy, ceilings }: GuardOptions): string[] {
  if (!policy && !ceilings?.[effect]) return []
  const said = [
    ['on_high_confidence', policy?.onHighConfidence, HIGH],
    ['on_low_confidence', policy?.onLowConfidence, LOW],
  ] as const
  return said
    .filter(([, wanted, got]) => wanted !== undefined && wanted.trim().toUpperCase() !== got)
    .map(
      ([key, wanted, got]) =>
        `The ceiling ${ceiling} of ${effect} tools hides policy.${key} = ${wanted}: their calls get ${got}.`,
    )
}
