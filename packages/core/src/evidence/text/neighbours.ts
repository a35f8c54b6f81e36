import { LONGEST_TOKEN } from '../index/token-table.ts'
import { DIGIT, LETTER, SPACE } from './characters.ts'
import { Groups } from './groups.ts'
import type { Scanner } from './scanner.ts'

/** A part of a text by its letters and digits alone: where it starts, and their number and hash. */
export interface Squashed {
  readonly from: number
  readonly length: number
  readonly hash: number
}

/** What stands side by side in a text without being joined in it. */
export interface NeighbourSink {
  /** Digits in groups at most two units apart, such as `1,179` (R11). */
  joinedDigits(found: Squashed): void
  /** A word and a number, such as `user 1`, or letters and digits that are printed in groups, such as an IBAN (R12). */
  spoken(found: Squashed): void
  /** What stands between white space and holds more than a run does, such as a value with a comma (R10). */
  word(from: number, to: number, hash: number): void
}

/** Cards and telephone numbers are written in at most so many groups; a table of numbers is no number. */
const MOST_GROUPS = 6
const LONGEST_GAP = 2
const SHORTEST_JOINED = 4
const LONGEST_JOINED = 19
const BLANK = 0x20

/** Follows a scan, atom by atom, and finds what its runs do not show. */
export class Neighbours {
  readonly #sink: NeighbourSink
  readonly #groups: Squashed[] = []
  /** Where the last atom starts, if it is letters only. */
  #letters = -1
  readonly #printed: Groups
  #wordStart = 0
  #wordEnd = 0
  #wordIsMore = false

  constructor(sink: NeighbourSink) {
    this.#sink = sink
    this.#printed = new Groups(sink)
  }

  /** A scan begins. */
  begin(): void {
    this.#groups.length = 0
    this.#letters = -1
    this.#printed.begin()
    this.#wordIsMore = false
  }

  letters(scanner: Scanner, from: number, to: number): void {
    const { gapLength } = scanner
    if (gapLength < 0 || (scanner.gap & SPACE) !== 0) {
      if (this.#wordIsMore) this.#startWord(scanner, from)
      else this.#wordStart = from
    } else this.#wordIsMore = true
    this.#wordEnd = to
    this.#letters = from
    if (this.#groups.length > 0) this.#groups.length = 0
    this.#printed.letters(scanner, from, to)
  }

  /** The scan found an atom. */
  atom(scanner: Scanner, at: number): void {
    const { gapLength } = scanner
    const from = scanner.start[at] as number
    const to = scanner.end[at] as number
    const classes = scanner.classes[at] as number
    const blank = gapLength === 1 && scanner.text.charCodeAt(from - 1) === BLANK
    const spaced = gapLength < 0 || (scanner.gap & SPACE) !== 0
    if (spaced) this.#startWord(scanner, from)
    else if (scanner.join[at] === 0) this.#wordIsMore = true
    this.#wordEnd = to
    if (classes === DIGIT) {
      this.#digits(scanner, at, gapLength)
      if (blank && this.#letters >= 0) this.#pair(scanner, at)
    } else if (this.#groups.length > 0) this.#groups.length = 0
    this.#letters = classes === LETTER ? from : -1
    this.#printed.atom(scanner, at)
  }

  /** The scan is over. */
  end(scanner: Scanner): void {
    this.#startWord(scanner, 0)
  }

  #startWord({ text, hash }: Scanner, from: number): void {
    const [start, end] = [this.#wordStart, this.#wordEnd]
    if (this.#wordIsMore && end - start <= LONGEST_TOKEN)
      this.#sink.word(start, end, hash.ofPart(text, start, end))
    this.#wordStart = from
    this.#wordIsMore = false
  }

  #pair(scanner: Scanner, at: number): void {
    const from = this.#letters
    const to = (scanner.start[at] as number) - 1
    const word = { from, length: to - from, hash: scanner.hash.ofPart(scanner.text, from, to) }
    this.#sink.spoken(joined(word, squashedAtom(scanner, at), scanner))
  }

  #digits(scanner: Scanner, at: number, gapLength: number): void {
    const groups = this.#groups
    let number = squashedAtom(scanner, at)
    if (gapLength > LONGEST_GAP || number.length > LONGEST_JOINED) groups.length = 0
    if (groups.length === MOST_GROUPS) groups.shift()
    groups.push(number)
    // Every joined form that ends with this group.
    for (let i = groups.length - 2; i >= 0; i--) {
      number = joined(groups[i] as Squashed, number, scanner)
      if (number.length > LONGEST_JOINED) return
      if (number.length >= SHORTEST_JOINED) this.#sink.joinedDigits(number)
    }
  }
}

function squashedAtom(scanner: Scanner, at: number): Squashed {
  return {
    from: scanner.start[at] as number,
    length: scanner.lengthOf(at, at),
    hash: scanner.hashOf(at, at),
  }
}

function joined(first: Squashed, second: Squashed, { hash }: Scanner): Squashed {
  return {
    from: first.from,
    length: first.length + second.length,
    hash: hash.join(first.hash, second.hash, second.length),
  }
}
