import { createGuard } from '../../guard/create-guard.ts'
import type { Guard } from '../../guard/guard.ts'
import type { GuardOptions, RecordSink } from '../../guard/options.ts'
import { settingsOf } from '../../guard/settings.ts'
import type { JsonlLedger } from '../ledger/jsonl-ledger.ts'
import { openJsonlLedger } from '../ledger/open-jsonl-ledger.ts'
import { configError } from './config-error.ts'
import type { HandrailConfig } from './handrail-config.ts'
import { type LoadConfigOptions, loadConfig } from './load-config.ts'

/** So long a key of digests is, in bytes, or longer. */
const SHORTEST_KEY = 16

/** Where to look for the configuration, and what only code can say. */
export interface GuardFromConfigOptions extends Omit<LoadConfigOptions, 'plugin'> {
  /** Options that win over those of the file, such as `extraEvidence`. Its `onRecord` is called besides the ledger. */
  readonly guard?: GuardOptions
}

/** A guard as the configuration wants it. */
export interface GuardFromConfig {
  readonly guard: Guard
  /** The ledger that the guard writes to, where the configuration has one. Close it before the program ends. */
  readonly ledger: JsonlLedger | undefined
  readonly config: HandrailConfig
}

/**
 * Makes the guard that the configuration file describes, with its plug-in and its ledger.
 *
 * @example
 * const { guard, ledger } = await guardFromConfig()
 * const tools = guardTools(myTools, guard)
 * // before the program ends:
 * await ledger?.close()
 *
 * @throws HandrailError `INVALID_CONFIG` as `loadConfig` does, or when the environment variable of the ledger's key is
 * not set; that of `createGuard` when `guard` does not go with the file.
 */
export async function guardFromConfig(options: GuardFromConfigOptions = {}): Promise<GuardFromConfig> {
  const { guard: own = {}, ...where } = options
  const config = await loadConfig(where)
  const merged: GuardOptions = { ...config.options, ...own }
  settingsOf(merged) // A ledger is begun only when nothing else is wrong.
  const ledger = openLedger(config)
  const onRecord = [ledger?.onRecord, config.options.onRecord, own.onRecord].flatMap(
    (sinks): readonly RecordSink[] => (typeof sinks === 'function' ? [sinks] : (sinks ?? [])),
  )
  return { guard: createGuard({ ...merged, onRecord }), ledger, config }
}

function openLedger({ file: configFile = '', ledger }: HandrailConfig): JsonlLedger | undefined {
  if (!ledger) return undefined
  const { keyEnv, ...options } = ledger
  if (keyEnv === undefined) return openJsonlLedger(options)
  const key = process.env[keyEnv] ?? ''
  const length = new TextEncoder().encode(key).length
  if (length < SHORTEST_KEY)
    throw configError(
      configFile,
      undefined,
      `Expected the environment variable \`${keyEnv}\`, the key of the ledger, to hold at least ${SHORTEST_KEY} bytes, got ${length}.`,
    )
  return openJsonlLedger({ ...options, key })
}
