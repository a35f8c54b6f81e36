import type { EnforcementHandler } from '../enforcement/handler.ts'
import { checkHandler, createHandlerRegistry, type HandlerRegistry } from '../enforcement/registry.ts'
import { BASE_INTERVENTIONS } from '../intervention/base-ladder.ts'
import type { InterventionLadder } from '../intervention/ladder.ts'
import { InterventionPolicy } from '../intervention/policy.ts'
import type { ToolTraits } from '../transcript.ts'
import { type Ceilings, ceilingsOf } from './ceilings.ts'
import { checkOptions } from './check-options.ts'
import type { GuardOptions } from './options.ts'
import type { RepeatSettings } from './repeats.ts'

const MAX_ACTUATIONS = 20

/** The options of a guard, checked and with every default in place. */
export interface GuardSettings
  extends Pick<GuardOptions, 'handlerTimeoutMs' | 'provenance' | 'extraEvidence'> {
  readonly ladder: InterventionLadder
  readonly policy: InterventionPolicy
  readonly ceilings: Ceilings
  readonly repeats: RepeatSettings
  readonly handlers: HandlerRegistry
  /** The one that was chosen. */
  readonly handler: EnforcementHandler
  readonly trustAnnotations: boolean
  traitsOf(toolName: string): ToolTraits | undefined
}

/**
 * Checks the options and fills in what is absent.
 *
 * @throws HandrailError when an option is unknown or contradicts another.
 */
export function settingsOf(options: GuardOptions): GuardSettings {
  checkOptions(options)
  const { ladder = BASE_INTERVENTIONS, handler = 'observe', tools, repeat } = options
  const policy = policyOf(options.policy, ladder)
  const handlers = createHandlerRegistry(options.handlers)
  if (typeof handler !== 'string') checkHandler('options.handler', handler)
  return {
    ...options,
    ladder,
    policy,
    ceilings: ceilingsOf(options.ceilings, policy, ladder),
    repeats: {
      write: repeat?.write ?? 'dispatch',
      destructive: repeat?.destructive ?? 'hold',
      maxActuations: options.maxActuations ?? MAX_ACTUATIONS,
    },
    handlers,
    handler: typeof handler === 'string' ? handlers.resolve(handler) : handler,
    trustAnnotations: options.trustAnnotations ?? false,
    // Names of tools come from clients: `constructor` must find nothing.
    traitsOf: (toolName) => (tools && Object.hasOwn(tools, toolName) ? tools[toolName] : undefined),
  }
}

function policyOf(policy: GuardOptions['policy'], ladder: InterventionLadder): InterventionPolicy {
  if (!policy || !('validateAgainst' in policy)) return new InterventionPolicy(policy, ladder)
  policy.validateAgainst(ladder)
  return policy
}
