import { type Guard, type GuardOptions, guardOf, HandrailError, isGuard } from '@handrail/core'

/** What an option of the host has to be. */
export interface Expected<Value> {
  /** In words, behind "Expected the option to be". */
  readonly words: string
  readonly holds: (value: unknown) => value is Value
}

/** One of a few words. */
export function oneOf<Word extends string>(...words: readonly Word[]): Expected<Word> {
  return {
    words: `one of ${words.join(', ')}`,
    holds: (value): value is Word => words.includes(value as Word),
  }
}

/** A text that says something. */
export const someText: Expected<string> = {
  words: 'a text that is not empty',
  holds: (value): value is string => typeof value === 'string' && value !== '',
}

type Given<Host> = Guard | (GuardOptions & Host) | (Host & { readonly guard: Guard })

/**
 * Takes options apart that are a guard, the options of a new one, or a guard to share, with those of the host beside.
 *
 * @throws HandrailError when an option is unknown or contradicts another.
 */
export function settingsOf<Host extends object>(
  given: Given<Host> | undefined,
  expected: { readonly [Name in keyof Host]-?: Expected<NonNullable<Host[Name]>> },
): { readonly guard: Guard; readonly host: Partial<Host> } {
  if (given === undefined || isGuard(given)) return { guard: guardOf(given), host: {} }
  if (typeof given !== 'object' || given === null) throw invalid('options', 'a guard or an object', given)
  const { guard, ...options } = given as Record<string, unknown>
  const host: Record<string, unknown> = {}
  for (const [name, { words, holds }] of Object.entries<Expected<unknown>>(expected)) {
    const value = options[name]
    delete options[name]
    if (value === undefined) continue
    if (!holds(value)) throw invalid(`options.${name}`, words, value)
    host[name] = value
  }
  if (guard === undefined) return { guard: guardOf(options), host: host as Partial<Host> }
  if (!isGuard(guard)) throw invalid('options.guard', 'a guard of `createGuard`', guard)
  const [other] = Object.keys(options)
  if (other !== undefined)
    throw new HandrailError(
      'INVALID_OPTION',
      `Expected \`options.${other}\` to be absent beside \`options.guard\`: give it to \`createGuard\`.`,
    )
  return { guard, host: host as Partial<Host> }
}

function invalid(field: string, expected: string, got: unknown): HandrailError {
  const shown = typeof got === 'string' ? JSON.stringify(got) : got === null ? 'null' : typeof got
  return new HandrailError('INVALID_OPTION', `Expected \`${field}\` to be ${expected}, got ${shown}.`)
}
