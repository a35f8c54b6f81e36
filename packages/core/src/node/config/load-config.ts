import { basename, dirname, extname, resolve } from 'node:path'
import type { GuardOptions } from '../../guard/options.ts'
import { configError } from './config-error.ts'
import { findFile } from './find-file.ts'
import { givenKeys } from './given-keys.ts'
import type { HandrailConfig, LedgerConfig } from './handrail-config.ts'
import type { Place } from './place.ts'
import { readFile } from './read-file.ts'
import { readModule } from './read-module.ts'
import { withPlugin } from './with-plugin.ts'

const MODULES = new Set(['.ts', '.mts', '.js', '.mjs'])
const FILES = new Set(['.toml', '.json', '.jsonc'])
const LEDGER_FILE = 'handrail-ledger.jsonl'

/** Where to look for the configuration. */
export interface LoadConfigOptions {
  /** The folder to begin in, and the one whose package.json names the plug-ins. The working directory by default. */
  readonly cwd?: string
  /** This file and no other, relative to `cwd`: TOML, JSON or a module, by its ending. */
  readonly file?: string
  /**
   * `'drop'` imports no plug-in: where the handler is one, the options come without a handler. For whoever judges recorded
   * calls, where nobody is asked. `'load'` by default.
   */
  readonly plugin?: 'load' | 'drop'
}

/** What a configuration says, in whatever form. */
interface Read {
  readonly options: GuardOptions
  readonly ledger: Partial<LedgerConfig> | undefined
  readonly given: readonly string[]
  readonly notices: readonly string[]
  placeOfHandler(): Promise<Place | undefined>
}

/**
 * Loads the configuration of an app: `handrail.toml`, `handrail.json`, or the module `handrail.config.ts`, `.mjs` or
 * `.js`, the first of them that is found in `cwd` or above it, up to the folder of the package.json. Where there is none,
 * everything is built in. A handler that is not built in is looked for among the plug-ins of the app, and only then is
 * one imported.
 *
 * @example
 * const { options } = await loadConfig()
 * const tools = guardTools(myTools, options)
 *
 * @throws HandrailError `INVALID_CONFIG` when the file is there and malformed: what the mistake is, with file, line and
 * column, one line for each.
 */
export async function loadConfig({
  cwd = process.cwd(),
  file,
  plugin: whatOfPlugin = 'load',
}: LoadConfigOptions = {}): Promise<HandrailConfig> {
  const found = file === undefined ? await findFile(cwd) : { file: resolve(cwd, file), passedOver: [] }
  if (!found) return { file: undefined, options: {}, given: [], notices: [] }
  const { options, ledger, given, notices, placeOfHandler } = await read(found.file)
  const { plugin, ...resolved } = await withPlugin(options, cwd, whatOfPlugin === 'drop', async (sentence) =>
    configError(found.file, await placeOfHandler(), sentence),
  )
  const passedOver = found.passedOver.map(
    (other) => `The file ${basename(other)} is passed over, because ${basename(found.file)} is read.`,
  )
  return {
    file: found.file,
    options: resolved.options,
    ...(ledger && { ledger: ledgerOf(ledger, found.file) }),
    ...(plugin && { plugin }),
    given,
    notices: [...passedOver, ...notices],
  }
}

async function read(file: string): Promise<Read> {
  const ending = extname(file)
  if (MODULES.has(ending)) {
    const { options, ledger } = await readModule(file)
    const given = givenKeys({ ...options, ...(ledger && { ledger }) })
    return { options, ledger, given, notices: [], placeOfHandler: async () => undefined }
  }
  if (!FILES.has(ending)) {
    const endings = [...FILES, ...MODULES].join(', ')
    throw configError(
      file,
      undefined,
      `Expected a file that ends in one of ${endings}, got ${JSON.stringify(ending)}.`,
    )
  }
  const { file: written, options, notices, placeOf } = await readFile(file)
  const { key_env: keyEnv, ...ledger } = written.ledger ?? {}
  return {
    options,
    ledger: written.ledger && { ...defined(ledger), ...(keyEnv !== undefined && { keyEnv }) },
    given: givenKeys(written),
    notices,
    placeOfHandler: () => placeOf('handler'),
  }
}

function ledgerOf(
  { file = LEDGER_FILE, values = 'digest', keyEnv }: Partial<LedgerConfig>,
  config: string,
): LedgerConfig {
  return { file: resolve(dirname(config), file), values, ...(keyEnv !== undefined && { keyEnv }) }
}

function defined<Fields extends object>(
  fields: Fields,
): { [Name in keyof Fields]: Exclude<Fields[Name], undefined> } {
  return fields as { [Name in keyof Fields]: Exclude<Fields[Name], undefined> }
}
