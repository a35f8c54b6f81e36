import type { GuardOptions } from '@handrail/core'

/** What a guard knows, as against what it does: the same for all policies that are compared. */
type Knowledge = Pick<GuardOptions, 'tools' | 'trustAnnotations' | 'provenance' | 'extraEvidence'>

/** The names of the policies that are worth comparing first, the gentlest first. */
export const PRESET_NAMES: readonly PresetName[] = Object.freeze([
  'observe',
  'warn',
  'default',
  'ask',
  'block',
])

/** The name of a policy that is worth comparing. */
export type PresetName =
  /** Nothing but records. */
  | 'observe'
  /** WARN at most: every call runs. */
  | 'warn'
  /** What a guard does without options: WARN at most for what writes, BLOCK at most for what destroys. */
  | 'default'
  /** As `default`, but a destructive call with a value that stands nowhere asks first: DEFER. */
  | 'ask'
  /** BLOCK for whatever writes, too. */
  | 'block'

const presets: Readonly<Record<PresetName, GuardOptions>> = {
  observe: { ceilings: { write: 'OBSERVE', destructive: 'OBSERVE' } },
  warn: { ceilings: { write: 'WARN', destructive: 'WARN' } },
  default: {},
  ask: { policy: { onHighConfidence: 'DEFER', ceiling: 'DEFER' } },
  block: { ceilings: { write: 'BLOCK', destructive: 'BLOCK' } },
}

/**
 * The policies that are worth comparing first, the gentlest first, on the built-in ladder.
 *
 * @param knowledge what every one of them knows about tools, names of arguments, and text beside the conversation. Other
 * options are not taken over.
 */
export function presetPolicies(knowledge: Knowledge = {}): Readonly<Record<PresetName, GuardOptions>> {
  const { tools, trustAnnotations, provenance, extraEvidence } = knowledge
  const known: Knowledge = {
    ...(tools && { tools }),
    ...(trustAnnotations !== undefined && { trustAnnotations }),
    ...(provenance && { provenance }),
    ...(extraEvidence !== undefined && { extraEvidence }),
  }
  const named = PRESET_NAMES.map((name) => [name, { ...known, ...presets[name] }])
  return Object.fromEntries(named)
}
