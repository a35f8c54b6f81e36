import type { Conversation, ConversationFormat, Place, Problem } from '../conversation.ts'
import { conversationsOfRecord } from '../import/conversations-of-record.ts'
import type { LinesPiece } from './piece.ts'
import { isIn } from './shard.ts'

const NEWLINE = 0x0a

/** What was read of a piece. */
export interface LinesRead {
  /** Of lines of the shard, ends of lines included. */
  bytes: number
}

/** The conversations of some lines, one line after the other. */
export function* readLines(piece: LinesPiece, read: LinesRead): Generator<Conversation | Problem> {
  const { place, bytes, format, shard } = piece
  const only = piece.only && new Set(piece.only)
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let start = 0, line = place.line; start < buffer.length; line++) {
    const newline = buffer.indexOf(NEWLINE, start)
    const end = newline < 0 ? buffer.length : newline
    if (isIn(line, shard) && (!only || only.has(line))) {
      read.bytes += Math.min(end + 1, buffer.length) - start
      yield* readLine(buffer.toString('utf8', start, end), { file: place.file, line }, format)
    }
    start = end + 1
  }
}

function readLine(
  line: string,
  place: Place,
  format: ConversationFormat | undefined,
): readonly (Conversation | Problem)[] {
  // Windows puts a mark before a text.
  const text = line.charCodeAt(0) === 0xfeff ? line.slice(1) : line
  if (text.trim() === '') return []
  let record: unknown
  try {
    record = JSON.parse(text)
  } catch (error) {
    const why = (error as Error).message.replaceAll(/\s+/g, ' ').slice(0, 120)
    const message = `Expected JSON: ${why}; what stands here was passed over.`
    return [{ place, kind: 'broken JSON', message, lost: true }]
  }
  return conversationsOfRecord(record, place, format)
}
