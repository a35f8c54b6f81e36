import { type Guard, type GuardOptions, guardAndHostOf, toBe, toBeOneOf } from '@handrail/core'

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
  /**
   * Where the evidence comes from. `'messages'` (default): from the messages in the state, as they are. `'ledger'`: also
   * from a private part of the state that keeps what a call is judged by, for agents whose middleware takes messages out
   * of the state or clears them. Stands before such middleware in the list.
   */
  readonly memory?: 'messages' | 'ledger' | undefined
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
  readonly memory: 'messages' | 'ledger'
}

/**
 * Takes the options apart.
 *
 * @throws HandrailError when an option is unknown or contradicts another.
 */
export function middlewareSettingsOf(
  given: Guard | LangChainMiddlewareOptions | undefined,
): MiddlewareSettings {
  const { guard, host } = guardAndHostOf<LangChainMiddlewareHostOptions>(given, {
    name: toBe('a text that is not empty', (name) => typeof name === 'string' && name !== ''),
    toolErrors: toBeOneOf('model', 'throw'),
    memory: toBeOneOf('messages', 'ledger'),
  })
  const { name = 'HandrailMiddleware', toolErrors = 'model', memory = 'messages' } = host
  return { guard, name, toolErrors, memory }
}
