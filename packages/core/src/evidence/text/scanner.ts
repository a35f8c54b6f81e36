import { ATOM, asciiTable, BREAK, classAt, DIGIT, HARD, LETTER, NUMBER, SOFT, SPACE } from './characters.ts'
import type { RollingHash } from './rolling-hash.ts'

/** How an atom hangs together with the one before it in its run (R3). */
export const Join = Object.freeze({
  /** It is the first of its run. */
  NONE: 0,
  /** Within one compound. */
  SOFT: 1,
  /** It begins the next compound. */
  HARD: 2,
  /** The same, after an `@`. */
  AT: 3,
})

/** Longer runs are cut. No token gets lost by that: 256 units hold at most 128 atoms. */
const MOST_ATOMS = 512
const LONGEST_SOFT = 2
const LONGEST_HARD = 3
const AT_SIGN = 0x40
const ASCII = 0x80
const CLASS = 0xff
const JOINS = SOFT | HARD
const BREAKS = SPACE | BREAK

/** Where what a scan finds goes. */
export interface ScanSink {
  /** A scan begins. */
  begin?(scanner: Scanner): void
  /** A run of one atom of letters, for a sink that wants no more of those; the others get a run. */
  letters?(scanner: Scanner, from: number, to: number, before: number, after: number): void
  /** An atom was added to the run. The scanner also holds the gap before it. */
  atom?(scanner: Scanner, at: number): void
  /** A run is complete. */
  run(scanner: Scanner): void
  /** The scan is over, after an atom that ends at a place; `-1` when there was none. */
  end?(scanner: Scanner, last: number): void
}

/**
 * Takes texts apart in one pass and without cutting strings (R3): an atom is a maximal run of letters and digits, a
 * compound is atoms joined by one or two of `-_.`, a run is compounds joined by up to three of `/:@#?&=+%~$*!`. The
 * atoms of the current run stand in parallel arrays.
 */
export class Scanner {
  readonly hash: RollingHash
  /** The text that is scanned: ASCII in any case, or canonical (R1). */
  text = ''
  /** Where the part that is scanned starts. */
  from = 0
  /** How many atoms the current run has. */
  atoms = 0
  /** Where each atom starts. */
  readonly start = new Int32Array(MOST_ATOMS)
  /** Where each atom ends. */
  readonly end = new Int32Array(MOST_ATOMS)
  /** How each atom is joined to the one before, a {@link Join}. */
  readonly join = new Uint8Array(MOST_ATOMS)
  /** The classes of the characters of each atom, added up. */
  readonly classes = new Uint8Array(MOST_ATOMS)
  /** Where the digits start of an atom that is letters and then digits; otherwise its end. */
  readonly tail = new Int32Array(MOST_ATOMS)
  /** The classes of the characters before the last atom. */
  gap = 0
  /** How many units they are; `-1` before the first atom of a scan. */
  gapLength = -1
  readonly #before = new Int32Array(MOST_ATOMS)
  readonly #after = new Int32Array(MOST_ATOMS)
  readonly #beforeTail = new Int32Array(MOST_ATOMS)

  constructor(hash: RollingHash) {
    this.hash = hash
  }

  /** Scans a part of a text. */
  scan(text: string, from: number, to: number, sink: ScanSink): void {
    const { multiplier } = this.hash
    const table = asciiTable
    this.text = text
    this.from = from
    this.atoms = 0
    this.gapLength = -1
    sink.begin?.(this)
    let hash = 0
    let gap = 0
    let end = -1
    for (let i = from; i < to; ) {
      let unit = text.charCodeAt(i)
      let kind = unit < ASCII ? (table[unit] as number) : classAt(text, i) | (unit << 8)
      if ((kind & ATOM) === 0) {
        gap |= kind
        hash = (Math.imul(hash, multiplier) + (kind >>> 8)) | 0
        i++
        continue
      }
      const start = i
      const before = hash
      // Most atoms are words.
      while ((kind & CLASS) === LETTER) {
        hash = (Math.imul(hash, multiplier) + (kind >>> 8)) | 0
        if (++i === to) kind = 0
        else {
          unit = text.charCodeAt(i)
          kind = unit < ASCII ? (table[unit] as number) : classAt(text, i) | (unit << 8)
        }
      }
      let classes = i > start ? LETTER : 0
      let tail = -1
      let beforeTail = 0
      while ((kind & ATOM) !== 0) {
        if ((kind & DIGIT) !== 0) {
          if (tail < 0) {
            // Digits after anything but letters are no tail, and neither are digits that a letter follows.
            tail = (classes & NUMBER) === 0 ? i : to
            beforeTail = hash
          }
        } else if (tail >= 0) tail = to
        classes |= kind & CLASS
        hash = (Math.imul(hash, multiplier) + (kind >>> 8)) | 0
        if (++i === to) kind = 0
        else {
          unit = text.charCodeAt(i)
          kind = unit < ASCII ? (table[unit] as number) : classAt(text, i) | (unit << 8)
        }
      }
      this.gap = gap & CLASS
      this.gapLength = end < 0 ? -1 : start - end
      const join = end < 0 || (gap & BREAKS) !== 0 ? Join.NONE : this.#joinOf(end)
      if (this.atoms > 0 && (join === Join.NONE || this.atoms === MOST_ATOMS)) {
        sink.run(this)
        this.atoms = 0
      }
      if (sink.letters && classes === LETTER && join === Join.NONE && (kind & JOINS) === 0) {
        sink.letters(this, start, i, before, hash)
      } else {
        const at = this.atoms++
        this.join[at] = at === 0 ? Join.NONE : join
        this.start[at] = start
        this.end[at] = i
        this.classes[at] = classes
        this.tail[at] = tail <= start || tail === to ? i : tail
        this.#before[at] = before
        this.#after[at] = hash
        this.#beforeTail[at] = beforeTail
        sink.atom?.(this, at)
      }
      gap = 0
      end = i
    }
    if (this.atoms > 0) sink.run(this)
    sink.end?.(this, end)
  }

  /** Units from the start of one atom to the end of another. */
  lengthOf(first: number, last: number): number {
    return (this.end[last] as number) - (this.start[first] as number)
  }

  /** The text from the start of one atom to the end of another, in the case it has. */
  textOf(first: number, last: number): string {
    return this.text.slice(this.start[first], this.end[last])
  }

  /** The hash of at most 256 units from the start of one atom to the end of another. */
  hashOf(first: number, last: number): number {
    return this.hash.part(
      this.#before[first] as number,
      this.#after[last] as number,
      this.lengthOf(first, last),
    )
  }

  /** How many digits an atom ends with, if it is digits, or letters and then digits; otherwise none. */
  digitsOf(at: number): number {
    return this.classes[at] === DIGIT
      ? this.lengthOf(at, at)
      : (this.end[at] as number) - (this.tail[at] as number)
  }

  /** The hash of the digits of an atom from one of them to its end. */
  hashOfDigits(at: number, from: number): number {
    const pure = this.classes[at] === DIGIT
    let before = (pure ? this.#before[at] : this.#beforeTail[at]) as number
    for (let i = (pure ? this.start[at] : this.tail[at]) as number; i < from; i++)
      before = (Math.imul(before, this.hash.multiplier) + this.text.charCodeAt(i)) | 0
    return this.hash.part(before, this.#after[at] as number, (this.end[at] as number) - from)
  }

  /** The hash of the first units of an atom. */
  hashOfHead(at: number, length: number): number {
    const from = this.start[at] as number
    return this.hash.ofPart(this.text, from, from + length)
  }

  #joinOf(end: number): number {
    const { gap, gapLength } = this
    if (gapLength < 1 || gapLength > LONGEST_HARD) return Join.NONE
    if (gap === SOFT && gapLength <= LONGEST_SOFT) return Join.SOFT
    return gapLength === 1 && this.text.charCodeAt(end) === AT_SIGN ? Join.AT : Join.HARD
  }
}
