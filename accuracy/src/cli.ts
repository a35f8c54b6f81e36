import { globSync } from 'node:fs'
import { join } from 'node:path'
import { AccuracyError } from './accuracy-error.ts'
import { readDataSet } from './data-set.ts'
import { measureSource } from './measure.ts'
import { readOptions, usage } from './options.ts'
import { report } from './report.ts'
import { reportJson } from './report-json.ts'
import { showFlags, showMisses } from './show.ts'

/** Where the text goes. */
export interface Streams {
  readonly out: (text: string) => void
  readonly error: (text: string) => void
}

/** Runs the command. Gives the exit code: 2 for a fault of the command line or of a file, which is said in a sentence. */
export async function run(argv: readonly string[], { out, error }: Streams): Promise<number> {
  try {
    const { files, json, show, seed, help } = readOptions(argv)
    if (help) {
      out(usage)
      return 0
    }
    const sources = await readDataSet(files.length > 0 ? files : ownTraces())
    if (sources.length === 0) throw new AccuracyError('Expected a conversation in the files, found none.')
    const all = sources.map((source) => measureSource(source, seed))
    if (json) {
      out(`${JSON.stringify(reportJson(all, seed, show), null, 2)}\n`)
      return 0
    }
    if (show.includes('flags')) out(`${showFlags(all)}\n`)
    if (show.includes('misses')) out(`${showMisses(all)}\n`)
    out(report(all, seed))
    return 0
  } catch (cause) {
    if (!(cause instanceof AccuracyError)) throw cause
    error(`${cause.message}\n`)
    return 2
  }
}

/** The conversations that the repository brings along. */
function ownTraces(): string[] {
  const folder = join(import.meta.dirname, '..', 'traces')
  return globSync('*.jsonl', { cwd: folder })
    .sort()
    .map((file) => join(folder, file))
}
