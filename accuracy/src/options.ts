import { parseArgs } from 'node:util'
import { AccuracyError } from './accuracy-error.ts'

const showable = ['flags', 'misses'] as const

/** What can be listed besides the figures. */
export type Shown = (typeof showable)[number]

/** What was asked for. */
export interface Options {
  /** Files of records; empty for our own. */
  readonly files: readonly string[]
  readonly json: boolean
  readonly show: readonly Shown[]
  readonly seed: number
  readonly help: boolean
}

export const usage = `Usage: pnpm accuracy [options] [file.jsonl ...]

How often the detector flags minted values, and how often it flags real ones. Without files: over the
conversations in accuracy/traces.

  --show flags    list every flag on calls that ought to be right, with the evidence nearest to the value
  --show misses   list minted values that were not flagged, echoes that cleared one, records that did not
  --json          print figures (and lists) for machines
  --seed N        draw other minted values, where a file brings none (default 1)
  --help          this text
`

/** Reads the command line. A wrong one is an error with a sentence. */
export function readOptions(argv: readonly string[]): Options {
  const { values, positionals } = parse(argv)
  const show = values.show.map((what) => {
    const known = showable.find((name) => name === what)
    if (!known) throw new AccuracyError(`Expected --show to be one of ${showable.join(', ')}, got "${what}".`)
    return known
  })
  const seed = Number(values.seed)
  if (values.seed.trim() === '' || !Number.isSafeInteger(seed))
    throw new AccuracyError(`Expected --seed to be a whole number, got "${values.seed}".`)
  return { files: positionals, json: values.json, show, seed, help: values.help }
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        json: { type: 'boolean', default: false },
        show: { type: 'string', multiple: true, default: [] },
        seed: { type: 'string', default: '1' },
        help: { type: 'boolean', short: 'h', default: false },
      },
      allowPositionals: true,
    })
  } catch (cause) {
    throw new AccuracyError(`${(cause as Error).message} See --help.`, { cause })
  }
}
