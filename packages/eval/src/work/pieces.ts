import { stat } from 'node:fs/promises'
import type { Conversation, ConversationFormat, Place, Problem } from '../conversation.ts'
import { cutLines } from './cut-lines.ts'
import { isProblem } from './job.ts'
import type { Piece } from './piece.ts'
import { isIn, type Shard } from './shard.ts'
import { isLines, readConversations } from './stand-in.ts'

/** A part of the input, or what is to be said of it. */
export interface Part {
  readonly piece: Piece
  /** Where it begins. */
  readonly place: Place
  /** How many lines or conversations it has. */
  readonly size: number
  /** Bytes of the file up to its end. */
  readonly bytesRead: number
  /** Files of the shard that begin with it, and bytes of them that are not counted line by line. */
  readonly files: number
  readonly bytes: number
}

/** So many conversations of a file that is not read by lines are worked on together. */
const MOST_ITEMS = 64

/** Reads files in their order, each in parts. What cannot be read becomes a problem in its place. */
export async function* partsOf(
  file: string,
  format: ConversationFormat | undefined,
  shard: Shard,
): AsyncGenerator<Part> {
  const isFirst = shard.index === 0
  const place: Place = { file, line: 1 }
  const only = (
    items: readonly (Conversation | Problem)[],
    bytesRead: number,
    about: Partial<Part> = {},
  ): Part => ({
    ...{
      piece: { kind: 'items', items },
      place,
      size: items.length,
      bytesRead,
      files: 0,
      bytes: 0,
      ...about,
    },
  })
  let bytesRead = 0
  try {
    const { size } = await stat(file)
    yield only([], 0, { files: isFirst ? 1 : 0 })
    if (await isLines(file)) {
      for await (const block of cutLines(file)) {
        if (!('bytes' in block)) {
          if (isIn(block.place.line, shard)) yield only([block], bytesRead)
          continue
        }
        const { lines, bytes } = block
        bytesRead += bytes.length
        const piece: Piece = { kind: 'lines', place: block.place, lines, bytes, format, shard }
        yield { piece, place: block.place, size: lines, bytesRead, files: 0, bytes: 0 }
      }
      return
    }
    let conversations = 0
    let items: (Conversation | Problem)[] = []
    for await (const item of readConversations([file], format ? { format } : {})) {
      // What is wrong with a conversation is told before it.
      if (isIn(conversations, shard)) items.push(item)
      if (!isProblem(item)) conversations++
      if (items.length < MOST_ITEMS) continue
      yield only(items, 0)
      items = []
    }
    yield only(items, size, { bytes: isFirst ? size : 0 })
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    const message = `The file cannot be read${bytesRead > 0 ? ` after ${bytesRead} bytes` : ''}: ${why}.`
    if (isFirst) yield only([{ place, message, lost: true }], bytesRead)
  }
}
