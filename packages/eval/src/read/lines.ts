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

/**
 * The lines of a file that are not empty.
 *
 * @param maxBytes longer lines are passed over: such a piece has no text.
 */
export async function* linesOf(
  pieces: AsyncIterable<Buffer>,
  maxBytes: number = longestRecord(),
): AsyncGenerator<Piece> {
  const open = new OpenLine(maxBytes)
  let line = 1
  for await (const piece of pieces) {
    let from = 0
    for (let at = piece.indexOf(NEWLINE); at >= 0; at = piece.indexOf(NEWLINE, from)) {
      const read = open.end(piece, from, at, line)
      if (read) yield read
      line++
      from = at + 1
    }
    if (from < piece.length) open.add(piece.subarray(from))
  }
  const last = open.end(Buffer.alloc(0), 0, 0, line)
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
    const text = whole ? whole.toString('utf8') : piece.toString('utf8', from, to)
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
