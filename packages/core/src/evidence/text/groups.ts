import { ATOM, classAt, DIGIT, fold, LETTER } from './characters.ts'
import type { Squashed } from './neighbours.ts'
import { Join, type Scanner } from './scanner.ts'

const BLANK = 0x20
/** Letters before the first digit are the beginning of an id and no word: `JJD`, `HBFX`, the `OT-IT` of a number plate. */
const LONGEST_HEAD = 5
/** As a group is printed. What is longer is an id of its own. */
const LONGEST_GROUP = 10
const MOST_GROUPS = 9
/** No label of a parcel has more letters and digits. */
const LONGEST_SQUASHED = 34
/** Digits alone are joined up to these sizes whatever their groups, as cards and telephone numbers are. */
const MOST_PLAIN_GROUPS = 6
const LONGEST_PLAIN = 19
/** Beyond that, longer groups are numbers that stand side by side. */
const LONGEST_PLAIN_GROUP = 4

/** Where the groups go, as one token without the blanks. */
export interface GroupSink {
  /** Letters and digits. */
  spoken(found: Squashed): void
  /** Digits. */
  joinedDigits(found: Squashed): void
}

/**
 * Follows a scan and finds ids that are printed in groups with single blanks between them: `HBFX F8A2 71B3`, `K-018 873`,
 * `JJD0003 4110 7782 0056`, and parcel labels of twenty digits (R11, R12). Every group after the first holds a digit.
 */
export class Groups {
  readonly #sink: GroupSink
  readonly #starts = new Int32Array(MOST_GROUPS)
  /** The classes of the characters of each group. */
  readonly #classes = new Uint8Array(MOST_GROUPS)
  #count = 0
  #end = 0
  /** Whether the first group is one word, and what follows it a number so far: others find such a pair. */
  #isPair = false

  constructor(sink: GroupSink) {
    this.#sink = sink
  }

  /** A scan begins. */
  begin(): void {
    this.#count = 0
  }

  /** A run of one atom of letters. */
  letters(from: number, to: number): void {
    this.#starts[0] = from
    this.#classes[0] = LETTER
    this.#count = 1
    this.#end = to
    this.#isPair = true
  }

  /** Any other atom. */
  atom(scanner: Scanner, at: number): void {
    const to = scanner.end[at] as number
    const classes = scanner.classes[at] as number
    const join = scanner.join[at]
    if (join === Join.NONE) this.#group(scanner, scanner.start[at] as number, to, classes)
    else if (join !== Join.SOFT) this.#count = 0
    else if (this.#count > 0) this.#widen(to, classes)
    if (this.#count > 1 && (classes & DIGIT) !== 0 && !this.#isPair) this.#tell(scanner, to)
  }

  #group(scanner: Scanner, from: number, to: number, classes: number): void {
    const continues = (classes & DIGIT) !== 0 && this.#mayContinue(scanner, from, to)
    if (!continues) this.#count = 0
    this.#isPair = continues ? this.#isPair && this.#count === 1 && classes === DIGIT : classes === LETTER
    this.#starts[this.#count] = from
    this.#classes[this.#count++] = classes
    this.#end = to
  }

  #mayContinue({ gapLength, text }: Scanner, from: number, to: number): boolean {
    const count = this.#count
    if (count === 0 || count === MOST_GROUPS || gapLength !== 1 || text.charCodeAt(from - 1) !== BLANK)
      return false
    if (to - from > LONGEST_GROUP) return false
    return count > 1 || this.#hasDigit(0) || this.#end - (this.#starts[0] as number) <= LONGEST_HEAD
  }

  /** A group goes on behind a dash: `K-018` is one, and `77-20419`. */
  #widen(to: number, classes: number): void {
    const last = this.#count - 1
    this.#classes[last] = (this.#classes[last] as number) | classes
    this.#isPair = false
    this.#end = to
  }

  /** The groups up to here, and the same without a first one of letters, which may be a word of the text. */
  #tell(scanner: Scanner, to: number): void {
    const starts = this.#hasDigit(0) ? 1 : 2
    for (let first = 0; first < starts && first < this.#count - 1; first++) {
      let classes = 0
      for (let i = first; i < this.#count; i++) classes |= this.#classes[i] as number
      const isPlain = classes === DIGIT
      if (isPlain && !this.#isShort(first, to)) continue
      const found = squashedPart(scanner, this.#starts[first] as number, to)
      if (!found) continue
      if (!isPlain) this.#sink.spoken(found)
      else if (found.length > LONGEST_PLAIN || this.#count - first > MOST_PLAIN_GROUPS)
        this.#sink.joinedDigits(found)
    }
  }

  #hasDigit(group: number): boolean {
    return ((this.#classes[group] as number) & DIGIT) !== 0
  }

  #isShort(first: number, to: number): boolean {
    for (let i = first; i < this.#count; i++) {
      const end = i + 1 < this.#count ? (this.#starts[i + 1] as number) - 1 : to
      if (end - (this.#starts[i] as number) > LONGEST_PLAIN_GROUP) return false
    }
    return true
  }
}

/** A part of a text by its letters and digits, if they are no more than an id has. */
function squashedPart({ text, hash }: Scanner, from: number, to: number): Squashed | undefined {
  let length = 0
  let sum = 0
  for (let i = from; i < to; i++) {
    if ((classAt(text, i) & ATOM) === 0) continue
    if (++length > LONGEST_SQUASHED) return undefined
    sum = (Math.imul(sum, hash.multiplier) + fold(text.charCodeAt(i))) | 0
  }
  return { from, length, hash: sum }
}
