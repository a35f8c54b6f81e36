import type { GuardOptions } from '../../guard/options.ts'
import type { FoundHandler } from '../plugins/handler-discovery.ts'

/** Where records of judged calls are kept. */
export interface LedgerConfig {
  /** The JSON Lines file, as an absolute path. */
  readonly file: string
  /** Whether values are written as digests or as they are. */
  readonly values: 'digest' | 'plain'
  /** The environment variable that holds the key of the digests. It is read when the ledger is opened. */
  readonly keyEnv?: string
}

/** What a configuration file says. */
export interface HandrailConfig {
  /** The file, as an absolute path; `undefined` where there is none, and everything is built in. */
  readonly file: string | undefined
  /** For `createGuard`, or an adapter. The handler is among them when it comes from a plug-in. */
  readonly options: GuardOptions
  /** Absent where the file has no table `ledger`. */
  readonly ledger?: LedgerConfig
  /** The plug-in that the handler comes from. */
  readonly plugin?: FoundHandler
  /** The keys that the file sets, such as `policy.ceiling`; everything else is built in. */
  readonly given: readonly string[]
  /** What is no mistake and worth a look, a sentence each. */
  readonly notices: readonly string[]
}

/** What a configuration module exports by default: the options of a guard, and the ledger. */
export interface ConfigModule extends GuardOptions {
  readonly ledger?: {
    /** Relative to the module. `handrail-ledger.jsonl` by default. */
    readonly file?: string
    /** `'digest'` by default. */
    readonly values?: 'digest' | 'plain'
    /** The name of an environment variable. */
    readonly keyEnv?: string
  }
}

/**
 * Types the default export of a configuration module; it changes nothing.
 *
 * @example
 * // handrail.config.ts
 * export default defineConfig({ handler: 'enforce', ledger: { file: 'logs/handrail.jsonl' } })
 */
export function defineConfig(config: ConfigModule): ConfigModule {
  return config
}
