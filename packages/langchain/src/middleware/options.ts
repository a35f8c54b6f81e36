import type { Guard, GuardOptions } from '@handrail/core'
import { oneOf, settingsOf, someText } from '../host-options.ts'

/** What the middleware adds to the options of a guard. */
export interface LangChainMiddlewareHostOptions {
  /** The name of the middleware. An agent that has two of them needs two names. `'HandrailMiddleware'` by default. */
  readonly name?: string | undefined
  /**
   * What becomes of an error that a tool throws. An agent without middleware shows it to the model; with any middleware
   * around its tools, LangChain ends the run instead. `'model'` (default) keeps what an agent without middleware does,
   * `'throw'` what one with middleware does.
   */
  readonly toolErrors?: 'model' | 'throw' | undefined
}

/** Options of the middleware: those of a new guard, or one to share, and what belongs to the host. */
export type LangChainMiddlewareOptions =
  | (GuardOptions & LangChainMiddlewareHostOptions & { readonly guard?: undefined })
  | (LangChainMiddlewareHostOptions & { readonly guard: Guard })

/** A guard, and what belongs to the host. */
export interface MiddlewareSettings {
  readonly guard: Guard
  readonly name: string
  readonly toolErrors: 'model' | 'throw'
}

/**
 * Takes the options apart.
 *
 * @throws HandrailError when an option is unknown or contradicts another.
 */
export function middlewareSettingsOf(
  given: Guard | LangChainMiddlewareOptions | undefined,
): MiddlewareSettings {
  const { guard, host } = settingsOf<LangChainMiddlewareHostOptions>(given, {
    name: someText,
    toolErrors: oneOf('model', 'throw'),
  })
  const { name = 'HandrailMiddleware', toolErrors = 'model' } = host
  return { guard, name, toolErrors }
}
