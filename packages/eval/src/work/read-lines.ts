import type { Conversation, ConversationFormat, Place, Problem } from '../conversation.ts'
import type { LinesPiece } from './piece.ts'
import { isIn } from './shard.ts'
import { conversationsOfRecord } from './stand-in.ts'

const NEWLINE = 0x0a

/** What was read of a piece. */
export interface LinesRead {
  /** Of lines of the shard, ends of lines included. */
  bytes: number
}

/** The conversations of some lines, one line after the other. */
export function* readLines(piece: LinesPiece, read: LinesRead): Generator<Conversation | Problem> {
  const { place, bytes, format, shard } = piece
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let start = 0, line = place.line; start < buffer.length; line++) {
    const newline = buffer.indexOf(NEWLINE, start)
    const end = newline < 0 ? buffer.length : newline
    if (isIn(line, shard)) {
      read.bytes += Math.min(end + 1, buffer.length) - start
      yield* readLine(buffer, start, end, { file: place.file, line }, format)
    }
    start = end + 1
  }
}

function readLine(
  buffer: Buffer,
  start: number,
  end: number,
  place: Place,
  format: ConversationFormat | undefined,
): readonly (Conversation | Problem)[] {
  try {
    const text = buffer.toString('utf8', start, end)
    const json = text.startsWith('\uFEFF') ? text.slice(1) : text
    return json.trim() === '' ? [] : conversationsOfRecord(JSON.parse(json), place, format)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return [{ place, message: `The line cannot be read: ${why}.`, lost: true }]
  }
}
