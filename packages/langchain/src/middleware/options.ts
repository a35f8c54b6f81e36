import { type Guard, type GuardOptions, guardOf, HandrailError, isGuard } from '@handrail/core'

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
export function settingsOf(given: Guard | LangChainMiddlewareOptions | undefined): MiddlewareSettings {
  const preset = { name: 'HandrailMiddleware', toolErrors: 'model' } as const
  if (given === undefined || isGuard(given)) return { ...preset, guard: guardOf(given) }
  if (typeof given !== 'object' || given === null) throw invalid('options', 'a guard or an object', given)
  const { name = preset.name, toolErrors = preset.toolErrors, guard, ...options } = given
  if (typeof name !== 'string' || name === '') throw invalid('options.name', 'a text that is not empty', name)
  if (toolErrors !== 'model' && toolErrors !== 'throw')
    throw invalid('options.toolErrors', 'one of model, throw', toolErrors)
  if (guard === undefined) return { name, toolErrors, guard: guardOf(options) }
  if (!isGuard(guard)) throw invalid('options.guard', 'a guard of `createGuard`', guard)
  const [other] = Object.keys(options)
  if (other !== undefined)
    throw new HandrailError(
      'INVALID_OPTION',
      `Expected \`options.${other}\` to be absent beside \`options.guard\`: give it to \`createGuard\`.`,
    )
  return { name, toolErrors, guard }
}

function invalid(field: string, expected: string, got: unknown): HandrailError {
  const shown = typeof got === 'string' ? JSON.stringify(got) : got === null ? 'null' : typeof got
  return new HandrailError('INVALID_OPTION', `Expected \`${field}\` to be ${expected}, got ${shown}.`)
}
