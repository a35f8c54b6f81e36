import { z } from 'zod'
import { HandrailError, show } from '../../errors.ts'
import type { GuardOptions } from '../../guard/options.ts'
import { settingsOf } from '../../guard/settings.ts'
import { defaultExportOf, importInTime, whyNotImported } from '../import-in-time.ts'
import { configError } from './config-error.ts'
import type { ConfigModule } from './handrail-config.ts'
import { didYouMean } from './nearest.ts'
import { placeOfFault } from './place-of-fault.ts'
import { sizeOf } from './read-text.ts'

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
  if (typeof exported !== 'object' || exported === null || Array.isArray(exported))
    throw configError(
      file,
      undefined,
      `Expected the default export to be the options of a guard, got ${show(exported)}.`,
    )
  const { ledger, ...options } = exported as ConfigModule
  const { error } = ledgerShape.optional().safeParse(ledger)
  if (error) {
    const known = Object.keys(ledgerShape.shape).join(', ')
    throw configError(
      file,
      undefined,
      `Expected \`ledger\` to be an object of ${known}, with \`values\` 'digest' or 'plain', got ${show(ledger)}.`,
      error,
    )
  }
  try {
    // A handler of a plug-in is not known yet.
    settingsOf(typeof options.handler === 'string' ? { ...options, handler: 'observe' } : options)
  } catch (cause) {
    if (!HandrailError.isInstance(cause)) throw cause
    throw configError(file, undefined, withNearest(cause.message), cause)
  }
  return { options, ledger }
}

async function importConfig(file: string): Promise<unknown> {
  await sizeOf(file)
  try {
    return defaultExportOf(await importInTime(file))
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
