import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { AccuracyError } from './accuracy-error.ts'
import { readRecord, type TraceRecord } from './records.ts'

/** Where a record stands. */
export interface Place {
  readonly file: string
  /** From 1. */
  readonly line: number
}

/** A record and where it stands. */
export type PlacedRecord = TraceRecord & { readonly place: Place }

/** A place as editors and terminals know it. */
export function showPlace({ file, line }: Place): string {
  return `${file}:${line}`
}

/** Reads the records of a file line by line. Empty lines are passed over; a line that is no record is an error that names it. */
export async function* readJsonl(file: string): AsyncGenerator<PlacedRecord> {
  let line = 0
  try {
    const input = createReadStream(file, 'utf8')
    for await (const text of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      line++
      if (text.trim() === '') continue
      const place = { file, line }
      const record = readRecord(parse(text, place))
      if (record.kind === 'none') throw new AccuracyError(`${showPlace(place)}: ${record.why}`)
      yield { ...record, place }
    }
  } catch (cause) {
    if (cause instanceof AccuracyError) throw cause
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new AccuracyError(`Cannot read ${file}${line > 0 ? ` after line ${line}` : ''}: ${why}`, { cause })
  }
}

function parse(text: string, place: Place): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new AccuracyError(`${showPlace(place)}: Expected a line of JSON: ${(cause as Error).message}`, {
      cause,
    })
  }
}
