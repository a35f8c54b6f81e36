import type { Piece } from './lines.ts'
import { longestRecord } from './longest-record.ts'

const QUOTE = 0x22
const BACKSLASH = 0x5c
const NEWLINE = 0x0a
const OPEN_LIST = 0x5b
const CLOSE_LIST = 0x5d
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d

/** A value in a file, or the beginning or the end of a list at the top. */
export type ValuePiece = Piece & { readonly kind: 'value' | 'open' | 'close' | 'cut off' }

/**
 * The values of a file of JSON that is not a value a line: one value, or several behind each other, however they are
 * laid out. A list at the top is opened, so that one of any length is read member by member. Only brackets and quotes
 * are looked at; whether a value is JSON shows when it is parsed.
 */
export async function* valuesOf(
  pieces: AsyncIterable<Buffer>,
  maxBytes: number = longestRecord(),
): AsyncGenerator<ValuePiece> {
  const scan = new Scan(maxBytes)
  for await (const piece of pieces) yield* scan.read(piece)
  const rest = scan.rest()
  if (rest) yield rest
}

class Scan {
  readonly #maxBytes: number
  #line = 1
  #isInList = false
  /** How many brackets are open within the value. */
  #depth = 0
  #isInText = false
  #isEscaped = false
  #parts: Buffer[] = []
  #bytes = 0
  /** The line on which the value begins; `0` between values. */
  #beginsAt = 0

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes
  }

  *read(piece: Buffer): Generator<ValuePiece> {
    let from = 0
    for (let at = 0; at < piece.length; at++) {
      if (this.#isInText) {
        at = this.#endOfText(piece, at)
        continue
      }
      const byte = piece[at] as number
      if (byte === NEWLINE) this.#line++
      if (this.#beginsAt === 0) {
        if (isBetween(byte)) continue
        if (byte === (this.#isInList ? CLOSE_LIST : OPEN_LIST)) {
          this.#isInList = !this.#isInList
          yield { kind: this.#isInList ? 'open' : 'close', line: this.#line, bytes: 1 }
          continue
        }
        from = at
        this.#beginsAt = this.#line
      }
      if (byte === QUOTE) this.#isInText = true
      else if (byte === OPEN_OBJECT || byte === OPEN_LIST) this.#depth++
      else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) {
        // The end of the list that a number or a word stands in.
        const isAround = this.#depth === 0 && at > from
        this.#depth = Math.max(0, this.#depth - 1)
        if (this.#depth === 0) {
          yield this.#value(piece.subarray(from, isAround ? at : at + 1), 'value')
          if (isAround) at--
        }
      } else if (this.#depth === 0 && isBetween(byte)) yield this.#value(piece.subarray(from, at), 'value')
    }
    if (this.#beginsAt > 0) this.#add(piece.subarray(from))
  }

  /** What is left when the bytes end. */
  rest(): ValuePiece | undefined {
    const isOpen = this.#depth > 0 || this.#isInText
    if (this.#beginsAt > 0) return this.#value(Buffer.alloc(0), isOpen ? 'cut off' : 'value')
    return this.#isInList ? { kind: 'cut off', line: this.#line, bytes: 0 } : undefined
  }

  /** The place of the quote that ends the text, or the last byte. Quotes are searched for, since most of a file is text. */
  #endOfText(piece: Buffer, begin: number): number {
    let from = this.#isEscaped ? begin + 1 : begin
    for (;;) {
      const quote = piece.indexOf(QUOTE, from)
      const end = quote < 0 ? piece.length : quote
      let at = end
      while (at > from && piece[at - 1] === BACKSLASH) at--
      const isEscaped = (end - at) % 2 === 1
      if (quote < 0) {
        this.#isEscaped = isEscaped
        return end
      }
      if (!isEscaped) {
        this.#isEscaped = false
        this.#isInText = false
        return quote
      }
      from = quote + 1
    }
  }

  #add(part: Buffer): void {
    this.#bytes += part.length
    if (this.#bytes > this.#maxBytes) this.#parts = []
    else this.#parts.push(part)
  }

  #value(last: Buffer, kind: 'value' | 'cut off'): ValuePiece {
    this.#add(last)
    const [bytes, line] = [this.#bytes, this.#beginsAt]
    const text = bytes > this.#maxBytes ? undefined : Buffer.concat(this.#parts).toString('utf8')
    this.#parts = []
    this.#bytes = 0
    this.#beginsAt = 0
    return { kind, line, bytes, ...(text !== undefined && { text }) }
  }
}

/** White space and commas. */
function isBetween(byte: number): boolean {
  return byte === 0x20 || byte === NEWLINE || byte === 0x0d || byte === 0x09 || byte === 0x2c
}
