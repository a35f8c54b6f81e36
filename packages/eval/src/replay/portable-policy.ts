import {
  createGuard,
  type GuardOptions,
  HandrailError,
  InterventionLadder,
  type InterventionLadderFields,
  type InterventionPolicyFields,
  isGuard,
} from '@handrail/core'

/** What a policy decides by, as plain data that another thread can take. */
export interface PortablePolicy
  extends Pick<
    GuardOptions,
    'ceilings' | 'repeat' | 'maxActuations' | 'tools' | 'trustAnnotations' | 'provenance'
  > {
  readonly policy?: InterventionPolicyFields
  readonly ladder?: InterventionLadderFields
  readonly extraEvidence?: readonly string[]
}

/**
 * Takes apart what a policy decides by. Handlers and `onRecord` are left behind: none is asked. A function in
 * `extraEvidence` is called once.
 *
 * @param name of the policy, for the error.
 * @throws HandrailError when the options are wrong, or are a finished guard, whose options nobody can read.
 */
export function portablePolicy(name: string, options: GuardOptions): PortablePolicy {
  if (isGuard(options))
    throw new HandrailError(
      'INVALID_OPTION',
      `Expected \`policies.${name}\` to be the options of a guard, since threads cannot share a guard, got a guard.`,
    )
  createGuard(options)
  const { ceilings, repeat, maxActuations, tools, trustAnnotations, provenance } = options
  const { policy, ladder, extraEvidence } = options
  const portable = {
    ...{ ceilings, repeat, maxActuations, tools, trustAnnotations, provenance },
    policy: policy && { ...policy },
    ladder: ladder && { specs: ladder.specs.map((spec) => ({ ...spec })), defaultToken: ladder.defaultToken },
    extraEvidence: extraEvidence === undefined ? undefined : textsOf(extraEvidence),
  }
  const given = Object.entries(portable).filter(([, value]) => value !== undefined)
  try {
    return structuredClone(Object.fromEntries(given))
  } catch (cause) {
    throw new HandrailError(
      'INVALID_OPTION',
      `Expected \`policies.${name}\` to hold plain data but for handlers, got what cannot be cloned (${(cause as Error).message}).`,
      { cause },
    )
  }
}

/** The options of a guard that decides so. */
export function optionsOf({ ladder, ...policy }: PortablePolicy): GuardOptions {
  return { ...policy, ...(ladder && { ladder: new InterventionLadder(ladder) }) }
}

function textsOf(extraEvidence: NonNullable<GuardOptions['extraEvidence']>): readonly string[] {
  const given = typeof extraEvidence === 'function' ? extraEvidence() : extraEvidence
  return typeof given === 'string' ? [given] : given
}
