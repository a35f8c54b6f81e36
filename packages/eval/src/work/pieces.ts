import { stat } from 'node:fs/promises'
import type { Conversation, ConversationFormat, Place, Problem } from '../conversation.ts'
import { STDIN, why } from '../read/bytes.ts'
import { surveyFile } from '../read/layout.ts'
import { isProblem, readConversations } from '../read/read-conversations.ts'
import { cutLines } from './cut-lines.ts'
import type { Piece } from './piece.ts'
import { isIn, type Shard } from './shard.ts'

/** A part of the input. */
export interface Part {
  readonly piece: Piece
  /** Where it begins. */
  readonly place: Place
  /** How many lines or conversations it has. */
  readonly size: number
  /** Bytes of the file up to its end, as far as they are known. */
  readonly bytesRead: number
  /** Files of the shard that begin with it. */
  readonly files: number
  /** Bytes of the shard that are not counted line by line. */
  readonly bytes: number
}

/** The numbers of lines, from 1, by file. */
export type LinesOfFiles = ReadonlyMap<string, readonly number[]>

/** How files are read. */
export interface ReadOptions {
  readonly format: ConversationFormat | undefined
  readonly shard: Shard
  /** Of files that can be split, these lines alone. All by default. */
  readonly lines?: LinesOfFiles | undefined
  readonly signal: AbortSignal | undefined
}

/** So many conversations of a file that is not read by lines are worked on together. */
const MOST_ITEMS = 64

/**
 * Reads a file in parts: a file of one record a line as lines that are not read yet, any other as conversations. What
 * cannot be read becomes a problem in its place.
 */
export async function* partsOf(file: string, options: ReadOptions): AsyncGenerator<Part> {
  const { shard, signal } = options
  const place: Place = { file, line: 1 }
  const isFirst = shard.index === 0
  yield { ...partOf(place, []), files: isFirst ? 1 : 0 }
  try {
    const byLines = (await surveyFile(file)).canSplit
    yield* byLines ? linesOf(file, options) : itemsOf(file, options)
  } catch (error) {
    signal?.throwIfAborted()
    const message = `Reading ended: ${why(error)}.`
    if (isFirst) yield partOf(place, [{ place, kind: 'files that cannot be read', message, lost: true }])
  }
}

async function* linesOf(file: string, { format, shard, lines, signal }: ReadOptions): AsyncGenerator<Part> {
  const wanted = lines && new LinesAhead(lines.get(file) ?? [])
  let bytesRead = 0
  for await (const block of cutLines(file)) {
    // Nobody else does where all is passed over.
    signal?.throwIfAborted()
    if (!('bytes' in block)) {
      if (isIn(block.place.line, shard)) yield { ...partOf(block.place, [block]), bytesRead }
      continue
    }
    const { place, lines: size, bytes } = block
    bytesRead += bytes.length
    const only = wanted?.before(place.line + size)
    if (only?.length === 0) continue
    const piece: Piece = { kind: 'lines', place, lines: size, bytes, format, shard, only }
    yield { piece, place, size, bytesRead, files: 0, bytes: 0 }
  }
}

async function* itemsOf(file: string, { format, shard, signal }: ReadOptions): AsyncGenerator<Part> {
  const place: Place = { file, line: 1 }
  let conversations = 0
  let items: (Conversation | Problem)[] = []
  for await (const item of readConversations([file], { format, signal })) {
    // What is wrong with a conversation is told before it.
    if (isIn(conversations, shard)) items.push(item)
    if (!isProblem(item)) conversations++
    if (items.length < MOST_ITEMS) continue
    yield partOf(items[0]?.place ?? place, items)
    items = []
  }
  const size = file === STDIN ? 0 : (await stat(file)).size
  yield {
    ...partOf(items[0]?.place ?? place, items),
    bytesRead: size,
    bytes: shard.index === 0 ? size : 0,
  }
}

/** Numbers of lines that come one after the other. */
class LinesAhead {
  readonly #lines: readonly number[]
  #at = 0

  constructor(lines: readonly number[]) {
    this.#lines = [...lines].sort((a, b) => a - b)
  }

  /** Those that were not given yet and come before another line. */
  before(line: number): number[] {
    const from = this.#at
    while ((this.#lines[this.#at] ?? line) < line) this.#at++
    return this.#lines.slice(from, this.#at)
  }
}

function partOf(place: Place, items: readonly (Conversation | Problem)[]): Part {
  return { piece: { kind: 'items', items }, place, size: items.length, bytesRead: 0, files: 0, bytes: 0 }
}
