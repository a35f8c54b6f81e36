import { LONGEST_TOKEN } from '../index/token-table.ts'
import { ATOM, classAt, DIGIT, LETTER, SPACE } from './characters.ts'
import { DigitGroups } from './digit-groups.ts'
import { Groups } from './groups.ts'
import { Join, type Scanner } from './scanner.ts'

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
  /** A word and a number, such as `user 1`, an IBAN in groups of four as ISO 13616 prints it, or an id in groups (R12). */
  spoken(found: Squashed): void
  /** What stands between white space and holds more than a run does, such as a value with a comma (R10). */
  word(from: number, to: number, hash: number): void
}

const IBAN_GROUP = 4
const SHORTEST_IBAN = 15
const LONGEST_IBAN = 34
const BLANK = 0x20

/** Follows a scan, atom by atom, and finds what its runs do not show. */
export class Neighbours {
  readonly #sink: NeighbourSink
  readonly #groups = new DigitGroups()
  readonly #tellDigits: (joined: Squashed) => void
  /** Where the last atom starts, if it is letters only. */
  #letters = -1
  readonly #printed: Groups
  #iban: Squashed | undefined
  /** Where the word starts that is more than a run, while there is one. */
  #word = -1

  constructor(sink: NeighbourSink) {
    this.#sink = sink
    this.#printed = new Groups(sink)
    this.#tellDigits = (joined) => sink.joinedDigits(joined)
  }

  /** A scan begins. */
  begin(): void {
    this.#groups.clear()
    this.#letters = -1
    this.#printed.begin()
    this.#iban = undefined
    this.#word = -1
  }

  /** The scan found a run of one atom of letters: the most frequent case, and the cheapest. */
  letters(scanner: Scanner, from: number, length: number, hash: number): void {
    this.#followWord(scanner, from)
    this.#groups.clear()
    this.#letters = from
    this.#printed.letters(from, from + length)
    if (this.#iban) this.#followIban(scanner, { from, length, hash }, false)
  }

  /** The scan found an atom of a run. */
  atom(scanner: Scanner, at: number): void {
    const from = scanner.start[at] as number
    const classes = scanner.classes[at] as number
    if (scanner.join[at] === Join.NONE) this.#followWord(scanner, from)
    if (classes === DIGIT) {
      this.#groups.add(scanner, at, this.#tellDigits)
      if (this.#letters >= 0 && isBlank(scanner, from)) this.#pair(scanner, at)
    } else this.#groups.clear()
    this.#letters = classes === LETTER ? from : -1
    this.#printed.atom(scanner, at)
    if (this.#iban || scanner.lengthOf(at, at) === IBAN_GROUP)
      this.#followIban(scanner, squashedAtom(scanner, at), scanner.tail[at] === from + 2)
  }

  /** The scan is over, after an atom that ends at a place. */
  end(scanner: Scanner, last: number): void {
    if (this.#word >= 0) this.#endWord(scanner, last)
  }

  /** A run begins. Unless white space is before it, it is part of a word that is more than a run. */
  #followWord(scanner: Scanner, from: number): void {
    const { gapLength, text } = scanner
    const isApart = gapLength < 0 || (scanner.gap & SPACE) !== 0
    if (isApart && this.#word >= 0) this.#endWord(scanner, from - gapLength)
    else if (!isApart && this.#word < 0) this.#word = startOfWord(text, from - gapLength, scanner.from)
  }

  #endWord({ text, hash }: Scanner, to: number): void {
    const from = this.#word
    this.#word = -1
    if (to - from <= LONGEST_TOKEN) this.#sink.word(from, to, hash.ofPart(text, from, to))
  }

  #pair(scanner: Scanner, at: number): void {
    const from = this.#letters
    const to = (scanner.start[at] as number) - 1
    const word = { from, length: to - from, hash: scanner.hash.ofPart(scanner.text, from, to) }
    this.#sink.spoken(joined(word, squashedAtom(scanner, at), scanner))
  }

  /** Joins a group to the IBAN before it, or begins one with two letters and two digits. */
  #followIban(scanner: Scanner, group: Squashed, begins: boolean): void {
    const { from, length } = group
    const iban = this.#iban
    if (iban && length <= IBAN_GROUP && iban.length + length <= LONGEST_IBAN && isBlank(scanner, from)) {
      this.#iban = joined(iban, group, scanner)
      if (this.#iban.length >= SHORTEST_IBAN) this.#sink.spoken(this.#iban)
    } else this.#iban = begins && length === IBAN_GROUP ? group : undefined
  }
}

/** Whether nothing but one blank stands before the atom that was found last. */
function isBlank({ text, gapLength }: Scanner, from: number): boolean {
  return gapLength === 1 && text.charCodeAt(from - 1) === BLANK
}

/** The first letter or digit of the word that a place is in, looking back no further than tokens reach. */
function startOfWord(text: string, end: number, from: number): number {
  let start = end
  for (let i = end - 1; i >= from && i > end - 2 * LONGEST_TOKEN; i--) {
    const kind = classAt(text, i)
    if ((kind & SPACE) !== 0) break
    if ((kind & ATOM) !== 0) start = i
  }
  return start
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
