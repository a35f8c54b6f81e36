import type { Conversation, Problem } from '../conversation.ts'
import type { Piece } from './piece.ts'
import { readLines } from './read-lines.ts'

/** What a job made of a piece. */
export interface Done<Result> {
  readonly result: Result
  /** Bytes of the lines that were a part of the shard. */
  readonly bytes: number
}

/** Runs the work of a job on one piece. Throws what the job throws. */
export function runPiece<Result>(
  work: (batch: Iterable<Conversation | Problem>) => Result,
  piece: Piece,
): Done<Result> {
  if (piece.kind === 'items') return { result: work(piece.items), bytes: 0 }
  const read = { bytes: 0 }
  const result = work(readLines(piece, read))
  return { result, bytes: read.bytes }
}
