import { z } from 'zod'
import { HandrailError, show } from '../../errors.ts'
import type { GuardOptions } from '../../guard/options.ts'
import { settingsOf } from '../../guard/settings.ts'
import { importInTime, whyNotImported } from '../import-in-time.ts'
import { configError } from './config-error.ts'
import type { ConfigModule } from './handrail-config.ts'
import { didYouMean } from './nearest.ts'
import { placeOfFault } from './place-of-fault.ts'
import { sizeOf } from './read-text.ts'

const EXPECTED = 'Expected the default export to be the options of a guard'

const ledgerShape = z.strictObject({
  file: z.string().min(1).optional(),
  values: z.enum(['digest', 'plain']).optional(),
  keyEnv: z.string().min(1).optional(),
})

/** What a configuration module exports, checked. */
export interface ReadModule {
  readonly options: GuardOptions
  readonly ledger: ConfigModule['ledger']
}

/**
 * Imports a configuration module. Its default export is the options of a guard in the spelling of code
 * (`handlerTimeoutMs`), and `ledger` beside them: it can hold what a file cannot, such as handlers and functions.
 *
 * @throws HandrailError `INVALID_CONFIG` when it throws, does not load within ten seconds, or exports anything else.
 */
export async function readModule(file: string): Promise<ReadModule> {
  const exported = await importConfig(file)
  try {
    return checked(file, exported)
  } catch (cause) {
    if (HandrailError.isInstance(cause)) throw cause
    throw configError(file, undefined, `${EXPECTED}, but it cannot be read: ${whyNotImported(cause)}.`, cause)
  }
}

/** Throws what getters throw. */
function checked(file: string, exported: unknown): ReadModule {
  const fail = (sentence: string, cause?: unknown) => configError(file, undefined, sentence, cause)
  if (typeof exported !== 'object' || exported === null || Array.isArray(exported))
    throw fail(`${EXPECTED}, got ${show(exported)}.`)
  // Fields that are inherited would be passed over without a word.
  if (!isPlain(exported)) throw fail(`${EXPECTED}, a plain object, got an object of a class.`)
  const { ledger, ...options } = exported as ConfigModule
  const { error } = ledgerShape.optional().safeParse(ledger)
  if (error) {
    const known = Object.keys(ledgerShape.shape).join(', ')
    const expectation = `to be an object of ${known}, with \`values\` 'digest' or 'plain'`
    throw fail(`Expected \`ledger\` ${expectation}, got ${show(ledger)}.`, error)
  }
  try {
    // A handler of a plug-in is not known yet.
    settingsOf(typeof options.handler === 'string' ? { ...options, handler: 'observe' } : options)
  } catch (cause) {
    if (!HandrailError.isInstance(cause)) throw cause
    throw fail(withNearest(cause.message), cause)
  }
  return { options, ledger }
}

/** Whether an object has nothing above it but what all objects have, of this realm or another. */
function isPlain(value: object): boolean {
  const above: unknown = Object.getPrototypeOf(value)
  return (
    above === null ||
    (Object.getPrototypeOf(above) === null && Object.hasOwn(above as object, 'hasOwnProperty'))
  )
}

async function importConfig(file: string): Promise<unknown> {
  await sizeOf(file)
  try {
    return await importInTime(file)
  } catch (cause) {
    throw configError(
      file,
      await placeOfFault(file, cause),
      `Expected the module to load, but ${whyNotImported(cause)}.`,
      cause,
    )
  }
}

/** Adds the nearest of the names that a message of ours lists. */
function withNearest(message: string): string {
  const [, list, got] = /(?:one of|no fields but) ([^"]*), got "([^"]*)"/.exec(message) ?? []
  return list === undefined ? message : `${message}${didYouMean(got, list.split(', '))}`
}
