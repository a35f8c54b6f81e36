import type { Conversation, ConversationFormat, Place, Problem } from '../conversation.ts'
import { type RecordContext, readRecord } from '../import/conversations-of-record.ts'
import { messageIn } from '../import/detect.ts'
import { type Group, Groups } from './groups.ts'
import type { Piece } from './lines.ts'
import type { ValuePiece } from './values.ts'

/** Reads the records of one file. */
export class FileReader {
  /** The line that was reached. */
  at = 1
  readonly #file: string
  readonly #context: Omit<RecordContext, 'place'>
  readonly #groups: Groups
  readonly #maxBytes: number
  /** The members of a list of messages at the top, once its first member shows that it is one. */
  #list: Group | undefined
  #listBytes = 0
  #listIsOpen = false

  constructor(file: string, format: ConversationFormat | undefined, maxBytes: number) {
    this.#file = file
    this.#context = { format, ofFile: {} }
    this.#groups = new Groups(maxBytes)
    this.#maxBytes = maxBytes
  }

  problem(line: number, kind: string, message: string, lost = true): Problem {
    return { place: this.#place(line), kind, message, lost }
  }

  *line(piece: Piece): Generator<Conversation | Problem> {
    const record = this.#parse(piece)
    if ('problem' in record) {
      yield record.problem
      return
    }
    const message = messageIn(record.value)
    if (message === undefined) yield* this.#read(record.value, piece.line)
    else for (const group of this.#groups.add(message, piece.line, piece.bytes)) yield* this.#readGroup(group)
  }

  *value(piece: ValuePiece): Generator<Conversation | Problem> {
    const { kind, line, bytes } = piece
    if (kind === 'open' || kind === 'close') {
      yield* this.#endList()
      this.#listIsOpen = kind === 'open'
      return
    }
    if (kind === 'cut off' && bytes === 0) {
      yield* this.#endList()
      yield this.problem(line, 'files that are cut off', 'The file ends before the list in it does.', false)
      return
    }
    const record = this.#parse(piece, kind === 'cut off')
    if ('problem' in record) {
      yield record.problem
      return
    }
    const message = messageIn(record.value)
    if (message === undefined) yield* this.#read(record.value, line)
    else if (!this.#listIsOpen)
      for (const group of this.#groups.add(message, line, bytes)) yield* this.#readGroup(group)
    else yield* this.#addToList(message, line, bytes)
  }

  *rest(): Generator<Conversation | Problem> {
    yield* this.#endList()
    for (const group of this.#groups.rest()) yield* this.#readGroup(group)
  }

  *#addToList(message: unknown, line: number, bytes: number): Generator<Conversation | Problem> {
    this.#listBytes += bytes
    if (this.#list && this.#listBytes > this.#maxBytes) {
      yield* this.#readGroup(this.#list)
      this.#list = { id: '', line, messages: [], isRest: true }
      this.#listBytes = bytes
    }
    this.#list ??= { id: '', line, messages: [], isRest: false }
    this.#list.messages.push(message)
  }

  *#endList(): Generator<Conversation | Problem> {
    const list = this.#list
    this.#list = undefined
    this.#listBytes = 0
    if (list) yield* this.#readGroup(list)
  }

  *#readGroup({ id, line, messages, isRest }: Group): Generator<Conversation | Problem> {
    if (isRest)
      yield this.problem(
        line,
        'conversations in parts',
        'There was no room for all messages of a conversation: its rest counts as one whose beginning is lost.',
        false,
      )
    const record = { messages, ...(id !== '' && { id }) }
    yield* this.#read(record, line, isRest)
  }

  #read(record: unknown, line: number, isRest = false): (Conversation | Problem)[] {
    return readRecord(record, { ...this.#context, place: this.#place(line), isRest })
  }

  #parse({ text, line, bytes }: Piece, isCutOff = false): { value: unknown } | { problem: Problem } {
    this.at = line
    if (text === undefined)
      return {
        problem: this.problem(
          line,
          'records that are too long',
          `Expected at most ${megabytes(this.#maxBytes)} for one record, got ${megabytes(bytes)}; it was passed over.`,
        ),
      }
    try {
      return { value: JSON.parse(text) }
    } catch (error) {
      const message = isCutOff
        ? 'The file ends in the middle of a value, which was passed over.'
        : `Expected JSON: ${oneLine((error as Error).message)}; what stands here was passed over.`
      return { problem: this.problem(line, isCutOff ? 'files that are cut off' : 'broken JSON', message) }
    }
  }

  #place(line: number): Place {
    return { file: this.#file, line }
  }
}

function megabytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(bytes < 2 ** 20 ? 3 : 0)} MiB`
}

function oneLine(message: string): string {
  // The line that it names is one of the record and not of the file.
  return message
    .replace(/ \(line \d+ column \d+\)$/, '')
    .replaceAll(/\s+/g, ' ')
    .slice(0, 120)
}
