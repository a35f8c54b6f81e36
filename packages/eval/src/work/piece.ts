import type { Conversation, ConversationFormat, Place, Problem } from '../conversation.ts'
import type { Shard } from './shard.ts'

/** A part of the input: what one thread works on at a time. */
export type Piece = LinesPiece | ItemsPiece

/** Whole lines of a JSONL file, not read yet. */
export interface LinesPiece {
  readonly kind: 'lines'
  /** Where the first line stands. */
  readonly place: Place
  readonly lines: number
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly format: ConversationFormat | undefined
  /** Lines of other shards are passed over. */
  readonly shard: Shard
  /** The numbers of the lines that count; `undefined` for all. */
  readonly only: readonly number[] | undefined
}

/** Conversations that were read already. */
export interface ItemsPiece {
  readonly kind: 'items'
  readonly items: readonly (Conversation | Problem)[]
}
