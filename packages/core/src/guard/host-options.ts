import { expected, HandrailError } from '../errors.ts'
import { guardOf } from './create-guard.ts'
import { type Guard, isGuard } from './guard.ts'
import type { GuardOptions } from './options.ts'

/** What an option of a host has to be. */
export interface Expectation<Value> {
  /** In words, behind "Expected the option". */
  readonly words: string
  readonly holds: (value: unknown) => value is Value
}

/** An expectation, in words and as a test. */
export function toBe<Value>(words: string, holds: (value: unknown) => boolean): Expectation<Value> {
  return { words: `to be ${words}`, holds: (value): value is Value => holds(value) }
}

/** The expectation that an option is one of a few words. */
export function toBeOneOf<Word extends string>(...words: readonly Word[]): Expectation<Word> {
  return toBe(`one of ${words.join(', ')}`, (value) => words.includes(value as Word))
}

/** What an adapter takes as options: a guard, the options of a new one, or a guard to share, with those of its host beside. */
export type GuardAndHostOptions<Host> =
  | Guard
  | (GuardOptions & Host & { readonly guard?: undefined })
  | (Host & { readonly guard: Guard })

/**
 * Takes the options of an adapter apart.
 *
 * @param expectations what each option of the host has to be; none is required.
 * @throws HandrailError when an option is unknown, is not what was expected, or contradicts another.
 */
export function guardAndHostOf<Host extends object>(
  given: GuardAndHostOptions<Host> | undefined,
  expectations: { readonly [Name in keyof Host]-?: Expectation<NonNullable<Host[Name]>> },
): { readonly guard: Guard; readonly host: Partial<Host> } {
  if (given === undefined || isGuard(given)) return { guard: guardOf(given), host: {} }
  if (typeof given !== 'object' || given === null)
    throw expected('INVALID_OPTION', 'options', 'to be a guard or an object', given)
  const { guard, ...options } = given as Record<string, unknown>
  const host: Record<string, unknown> = {}
  for (const [name, { words, holds }] of Object.entries<Expectation<unknown>>(expectations)) {
    const value = options[name]
    delete options[name]
    if (value === undefined) continue
    if (!holds(value)) throw expected('INVALID_OPTION', `options.${name}`, words, value)
    host[name] = value
  }
  if (guard === undefined) return { guard: guardOf(options), host: host as Partial<Host> }
  if (!isGuard(guard))
    throw expected('INVALID_OPTION', 'options.guard', 'to be a guard of `createGuard`', guard)
  const [other] = Object.keys(options)
  if (other !== undefined)
    throw new HandrailError(
      'INVALID_OPTION',
      `Expected \`options.${other}\` to be absent beside \`options.guard\`: give it to \`createGuard\`.`,
    )
  return { guard, host: host as Partial<Host> }
}
