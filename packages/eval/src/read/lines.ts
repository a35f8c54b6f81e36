import { bytesOf } from './bytes.ts'
import { longestRecord } from './longest-record.ts'

const NEWLINE = 0x0a

/** Part of a file, and where it lies. */
export interface Piece {
  /** Its text; absent when it was too long to be read. */
  readonly text?: string
  /** The line on which it begins, from 1. */
  readonly line: number
  /** Its length in bytes. */
  readonly bytes: number
}

/** A part of a file whose lines are read by themselves. */
export interface LineRange {
  /** The first line is the first that begins at this byte or later. */
  readonly start: number
  /** No line is read that begins at this byte or later. The last line is read to its end. */
  readonly end: number
  /**
   * The number of the first line. `1` by default, so that lines are numbered within the range; `chunksOf` hands out
   * ranges that know better.
   */
  readonly line?: number
}

/** How lines are read. */
export interface ReadLinesOptions extends Partial<LineRange> {
  /** Longer lines are passed over: such a piece has no text. In bytes; by default {@link longestRecord}. */
  readonly maxBytes?: number
  readonly signal?: AbortSignal | undefined
}

/** The lines of a file, or of a range of it, that are not empty. A byte order mark is left out. */
export async function* readLines(file: string, options: ReadLinesOptions = {}): AsyncGenerator<Piece> {
  const { start = 0, signal } = options
  // With the byte before it, so that it shows whether a line begins there.
  yield* linesOf(bytesOf(file, Math.max(0, start - 1), signal), options)
}

/** The lines of bytes that begin at `start - 1`, or at the beginning of the file. */
export async function* linesOf(
  pieces: AsyncIterable<Buffer>,
  { start = 0, end = Number.POSITIVE_INFINITY, line = 1, maxBytes = longestRecord() }: ReadLinesOptions,
): AsyncGenerator<Piece> {
  let isSkipping = start > 0
  let number = line
  /** Where the line begins. */
  let begin = start
  let offset = Math.max(0, start - 1)
  const open = new OpenLine(maxBytes)
  for await (const piece of pieces) {
    let from = 0
    if (isSkipping) {
      const at = piece.indexOf(NEWLINE)
      if (at < 0) {
        offset += piece.length
        continue
      }
      isSkipping = false
      from = at + 1
      begin = offset + from
    }
    for (;;) {
      if (open.isEmpty && begin >= end) return
      const at = piece.indexOf(NEWLINE, from)
      if (at < 0) break
      const read = open.end(piece, from, at, number)
      if (read) yield read
      number++
      from = at + 1
      begin = offset + from
    }
    if (from < piece.length) open.add(piece.subarray(from))
    offset += piece.length
  }
  if (open.isEmpty) return
  const last = open.end(Buffer.alloc(0), 0, 0, number)
  if (last) yield last
}

/** A line as far as it was read. */
class OpenLine {
  readonly #maxBytes: number
  #pieces: Buffer[] = []
  #length = 0

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes
  }

  get isEmpty(): boolean {
    return this.#length === 0
  }

  add(piece: Buffer): void {
    this.#length += piece.length
    if (this.#length > this.#maxBytes) this.#pieces = []
    else this.#pieces.push(piece)
  }

  /** Ends the line within a piece; `undefined` for a line that holds nothing. */
  end(piece: Buffer, from: number, to: number, line: number): Piece | undefined {
    const bytes = this.#length + to - from
    const whole = this.#length === 0 ? undefined : this.#take(piece.subarray(from, to))
    if (bytes > this.#maxBytes) return { line, bytes }
    const text = withoutMark(whole ? whole.toString('utf8') : piece.toString('utf8', from, to))
    return text.trim() === '' ? undefined : { text, line, bytes }
  }

  #take(last: Buffer): Buffer {
    const isTooLong = this.#length + last.length > this.#maxBytes
    const whole = isTooLong ? last : Buffer.concat([...this.#pieces, last])
    this.#pieces = []
    this.#length = 0
    return whole
  }
}

/** What Windows puts before a text. */
function withoutMark(text: string): string {
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text
}
