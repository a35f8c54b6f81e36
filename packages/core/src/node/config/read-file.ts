import { basename, extname } from 'node:path'
import { HandrailError } from '../../errors.ts'
import type { GuardOptions } from '../../guard/options.ts'
import { checkFile } from './check-file.ts'
import { configError } from './config-error.ts'
import type { ConfigDocument } from './document.ts'
import { jsonDocument } from './json-document.ts'
import type { Place } from './place.ts'
import type { Problem } from './problems.ts'
import { readText } from './read-text.ts'
import { type ConfigFile, configSchema } from './schema.ts'
import { tomlDocument } from './toml-document.ts'

/** So many mistakes are told at once. */
const MOST_TOLD = 20
/** The file of the project that the ladder comes from. It holds tables of other tools. */
const SHARED_FILE = 'dos.toml'

/** What a file of TOML or JSON says. */
export interface ReadFile {
  readonly file: ConfigFile
  readonly options: GuardOptions
  readonly notices: readonly string[]
  /** Where the value of a key stands, for a message about it. */
  placeOf(...path: readonly string[]): Promise<Place | undefined>
}

/**
 * Reads a file of TOML or JSON.
 *
 * @throws HandrailError `INVALID_CONFIG`: one line for each mistake, each with the place and a sentence of its own.
 */
export async function readFile(file: string): Promise<ReadFile> {
  const text = await readText(file)
  const document = extname(file) === '.toml' ? tomlDocument(file, text) : await jsonDocument(file, text)
  const { value, foreign } = ownTables(file, document.value)
  const checked = checkFile(value)
  if ('problems' in checked) throw await errorOf(file, document, checked.problems)
  const notices = foreign.map((key) => `The table \`${key}\` is left to other tools.`)
  return {
    ...checked,
    notices: [...notices, ...checked.notices],
    placeOf: (...path) => document.locate(path, 'value'),
  }
}

function ownTables(file: string, value: unknown): { value: unknown; foreign: string[] } {
  if (basename(file) !== SHARED_FILE || typeof value !== 'object' || value === null)
    return { value, foreign: [] }
  const isOurs = (key: string) => Object.hasOwn(configSchema.shape, key)
  const entries = Object.entries(value)
  return {
    value: Object.fromEntries(entries.filter(([key]) => isOurs(key))),
    foreign: entries.map(([key]) => key).filter((key) => !isOurs(key)),
  }
}

async function errorOf(
  file: string,
  document: ConfigDocument,
  problems: readonly Problem[],
): Promise<HandrailError> {
  const told = problems.slice(0, MOST_TOLD)
  const placed = await Promise.all(
    told.map(async ({ path, end, sentence }) => ({ place: await document.locate(path, end), sentence })),
  )
  placed.sort(
    (a, b) => (a.place?.line ?? 0) - (b.place?.line ?? 0) || (a.place?.column ?? 0) - (b.place?.column ?? 0),
  )
  const [first, ...rest] = placed
  const more = problems.length - told.length
  const { message } = configError(file, first?.place, first?.sentence ?? '')
  const lines = rest.map(({ place, sentence }) => configError(file, place, sentence).message)
  if (more > 0)
    lines.push(configError(file, undefined, `Expected no more mistakes, got ${more} more.`).message)
  return new HandrailError('INVALID_CONFIG', [message, ...lines].join('\n'))
}
