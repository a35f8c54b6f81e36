import { createReadStream } from 'node:fs'

const LINE_FEED = 10
/** Lines of ours are shorter by far: of a longer one only the beginning is kept. */
const LONGEST_LINE = 16_777_216

/** A line of a file. */
export interface FileLine {
  /** From 1. */
  readonly number: number
  /** Its bytes, without the line feed; at most 16 MiB of them. */
  readonly bytes: Uint8Array
  readonly isCut: boolean
  /** Whether a line feed ends it. Only that of the last line may be missing. */
  readonly isWhole: boolean
}

/** The lines of a file, one after another, in constant memory. */
export async function* linesOfFile(path: string): AsyncGenerator<FileLine> {
  let pieces: Uint8Array[] = []
  let length = 0
  let number = 0
  const add = (piece: Uint8Array) => {
    const room = Math.max(0, LONGEST_LINE - length)
    if (room > 0 && piece.length > 0) pieces.push(piece.subarray(0, room))
    length += piece.length
  }
  const take = (isWhole: boolean): FileLine => {
    const line = { number: ++number, bytes: joined(pieces), isCut: length > LONGEST_LINE, isWhole }
    pieces = []
    length = 0
    return line
  }
  for await (const chunk of createReadStream(path, { highWaterMark: 262_144 }) as AsyncIterable<Uint8Array>) {
    let from = 0
    for (let at = chunk.indexOf(LINE_FEED); at >= 0; at = chunk.indexOf(LINE_FEED, from)) {
      add(chunk.subarray(from, at))
      from = at + 1
      yield take(true)
    }
    add(chunk.subarray(from))
  }
  if (length > 0) yield take(false)
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const [only] = pieces
  if (only && pieces.length === 1) return only
  const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0))
  let at = 0
  for (const piece of pieces) {
    bytes.set(piece, at)
    at += piece.length
  }
  return bytes
}
