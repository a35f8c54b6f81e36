import { ATOM, classAt, DIGIT, fold, LETTER } from './characters.ts'
import type { Squashed } from './neighbours.ts'
import { Join, type Scanner } from './scanner.ts'

const BLANK = 0x20
/** Letters before the first digit are the beginning of an id and no word: `JJD`, `HBFX`, the `OT-IT` of a number plate. */
const LONGEST_HEAD = 5
/** As a group is printed. What is longer is an id of its own. */
const LONGEST_GROUP = 10
const MOST_GROUPS = 9
const IN_FOURS = 4
/** An IBAN has so many letters and digits at most, and no label of a parcel has more. */
const LONGEST_SQUASHED = 34
/** Digits alone are joined up to these sizes whatever their groups, as cards and telephone numbers are. */
const MOST_PLAIN_GROUPS = 6
const LONGEST_PLAIN = 19

/** Where the groups go, as one token without the blanks. */
export interface GroupSink {
  /** Letters and digits. */
  spoken(found: Squashed): void
  /** Digits. */
  joinedDigits(found: Squashed): void
}

/**
 * Follows a scan and finds ids that are printed in groups with single blanks between them: an IBAN (ISO 13616),
 * `HBFX F8A2 71B3`, `K-018 873`, `JJD0003 4110 7782 0056`, and parcel labels of twenty digits (R11, R12). Every group after
 * the first holds a digit, unless all groups before it are fours: then so may it be, of letters.
 */
export class Groups {
  readonly #sink: GroupSink
  readonly #starts = new Int32Array(MOST_GROUPS)
  /** The classes of the characters of each group. */
  readonly #classes = new Uint8Array(MOST_GROUPS)
  #count = 0
  #end = 0
  #inFours = false
  /** Whether the last group is one atom so far. */
  #isAtom = false
  #isPair = false

  constructor(sink: GroupSink) {
    this.#sink = sink
  }

  /** A scan begins. */
  begin(): void {
    this.#count = 0
  }

  /** A run of one atom of letters. */
  letters(scanner: Scanner, from: number, to: number): void {
    this.#group(scanner, from, to, LETTER)
  }

  /** Any other atom. */
  atom(scanner: Scanner, at: number): void {
    const to = scanner.end[at] as number
    const classes = scanner.classes[at] as number
    const join = scanner.join[at]
    if (join === Join.NONE) this.#group(scanner, scanner.start[at] as number, to, classes)
    else if (join !== Join.SOFT) this.#count = 0
    else if (this.#count > 0) this.#widen(to, classes)
    if (this.#count < 2 || (classes & DIGIT) === 0) return
    // A word and a number are a pair, which others find whatever the word.
    if (this.#count > 2 || !this.#isPair) this.#tell(scanner, to)
  }

  #group(scanner: Scanner, from: number, to: number, classes: number): void {
    if (!this.#continues(scanner, from, to, classes)) this.#count = 0
    const isFour = to - from === IN_FOURS
    this.#inFours = isFour && (this.#count === 0 || this.#inFours)
    this.#isPair = this.#count === 1 && this.#isAtom && classes === DIGIT && this.#classes[0] === LETTER
    this.#isAtom = true
    this.#starts[this.#count] = from
    this.#classes[this.#count++] = classes
    this.#end = to
  }

  #continues({ gapLength, text }: Scanner, from: number, to: number, classes: number): boolean {
    const count = this.#count
    if (count === 0 || count === MOST_GROUPS || gapLength !== 1 || text.charCodeAt(from - 1) !== BLANK)
      return false
    if (to - from > LONGEST_GROUP) return false
    if ((classes & DIGIT) === 0) return this.#inFours && to - from === IN_FOURS
    const isWord = count === 1 && ((this.#classes[0] as number) & DIGIT) === 0
    return !isWord || this.#end - (this.#starts[0] as number) <= LONGEST_HEAD
  }

  /** A group goes on behind a dash: `K-018` is one, and `77-20419`. */
  #widen(to: number, classes: number): void {
    const last = this.#count - 1
    this.#classes[last] = (this.#classes[last] as number) | classes
    this.#inFours = false
    this.#isAtom = false
    this.#isPair = false
    this.#end = to
  }

  /** The chain up to here, and the same without a first group of letters, which may be a word of the text. */
  #tell(scanner: Scanner, to: number): void {
    const first = ((this.#classes[0] as number) & DIGIT) === 0 ? 2 : 1
    for (let i = 0; i < first && i < this.#count - 1; i++) {
      let classes = 0
      for (let group = i; group < this.#count; group++) classes |= this.#classes[group] as number
      if (classes !== DIGIT) this.#found(scanner, i, to, 'spoken')
      else this.#found(scanner, i, to, 'joinedDigits')
    }
  }

  #found({ text, hash: { multiplier } }: Scanner, group: number, to: number, kind: keyof GroupSink): void {
    if (kind === 'joinedDigits' && !this.#isInShortGroups(group, to)) return
    const from = this.#starts[group] as number
    let length = 0
    let hash = 0
    for (let i = from; i < to; i++) {
      if ((classAt(text, i) & ATOM) === 0) continue
      hash = (Math.imul(hash, multiplier) + fold(text.charCodeAt(i))) | 0
      if (++length > LONGEST_SQUASHED) return
    }
    const isPlain = length <= LONGEST_PLAIN && this.#count - group <= MOST_PLAIN_GROUPS
    if (kind === 'spoken' || !isPlain) this.#sink[kind]({ from, length, hash })
  }

  /** Longer groups of digits are numbers that stand side by side. */
  #isInShortGroups(group: number, to: number): boolean {
    for (let i = group; i < this.#count; i++) {
      const end = i + 1 < this.#count ? (this.#starts[i + 1] as number) - 1 : to
      if (end - (this.#starts[i] as number) > IN_FOURS) return false
    }
    return true
  }
}
