import type { Mask } from '../echo/mask.ts'
import type { Scanner } from '../text/scanner.ts'
import { digitTail, lettersAt, significantFrom } from '../text/tokens.ts'
import { Class } from './token-class.ts'
import { LONGEST_TOKEN, type TokenTable } from './token-table.ts'

const ZERO = 0x30

/** Puts the tokens of one scanned text into the table, except those that a mask hides. */
export class TokenWriter {
  readonly #table: TokenTable
  #text = ''
  #base = 0
  #mask: Mask | undefined

  /** Whether a token of the text was hidden. */
  hasHidden = false

  constructor(table: TokenTable) {
    this.#table = table
  }

  /** Says which text comes next, where it is stored, and what may not be learned from it. */
  begin(text: string, base: number, mask: Mask | undefined): void {
    this.#text = text
    this.#base = base
    this.#mask = mask
    this.hasHidden = false
  }

  /** Whether what holds a masked token is masked as well. */
  get isStrict(): boolean {
    return this.#mask?.strict ?? false
  }

  /** Atoms with what stands between them. */
  atoms(kind: number, scanner: Scanner, first: number, last: number): void {
    const from = scanner.start[first] as number
    const length = scanner.lengthOf(first, last)
    if (length > LONGEST_TOKEN) return
    if (this.#mask && this.#hides(this.#mask, from, length, squashedHash(scanner, first, last))) return
    this.#add(kind, from, length, scanner.hashOf(first, last))
  }

  part(from: number, length: number, hash: number): void {
    if (length > LONGEST_TOKEN) return
    if (this.#mask && this.#hides(this.#mask, from, length, hash)) return
    this.#add(Class.PART, from, length, hash)
  }

  /** The first units of an atom. */
  head(kind: number, scanner: Scanner, at: number, length: number): void {
    const from = scanner.start[at] as number
    const hash = scanner.hashOfHead(at, length)
    if (!(this.#mask && this.#hides(this.#mask, from, length, hash))) this.#add(kind, from, length, hash)
  }

  /** The digits at the end of an atom, without leading zeros as far as four digits remain. */
  digits(kind: number, scanner: Scanner, at: number): number {
    const end = scanner.end[at] as number
    const from = significantFrom(this.#text, end - scanner.digitsOf(at), end)
    if (end - from > LONGEST_TOKEN) return -1
    const hash = scanner.hashOfDigits(at, from)
    if (this.#mask && this.#hides(this.#mask, from, end - from, hash)) return -1
    return this.#add(kind, from, end - from, hash)
  }

  /** A number by itself; as it stands too, where it or the first of its kind has leading zeros. */
  number(kind: number, scanner: Scanner, at: number): void {
    const start = scanner.start[at] as number
    const padded = significantFrom(this.#text, start, scanner.end[at] as number) > start
    const seen = this.digits(kind, scanner, at)
    if (padded || (seen >= 0 && seen !== this.#base + start && this.#table.texts.isWithinAtom(seen)))
      this.atoms(Class.PART, scanner, at, at)
  }

  /** A part by its letters and digits alone: how many there are from a place on, and their hash. */
  squashed(kind: number, from: number, length: number, hash: number): void {
    if (length > LONGEST_TOKEN) return
    if (this.#mask && this.#mayHide(this.#mask, from, hash)) {
      if (this.#isHidden(this.#mask, lettersAt(this.#text, from, length))) return
    }
    this.#add(kind, from, length, hash)
  }

  /** A word and its number; where the mask is strict, `order 123` is an echo of `123`. */
  spoken(kind: number, from: number, length: number, hash: number): void {
    const mask = this.#mask
    if (mask?.strict) {
      const pair = lettersAt(this.#text, from, length)
      const { digits } = digitTail(pair) ?? {}
      if (this.#notes(mask.hidesPart(pair) || (digits !== undefined && mask.hidesAround(digits)))) return
    }
    this.squashed(kind, from, length, hash)
  }

  /** A part as it stands, whatever it holds. */
  text(kind: number, from: number, length: number, hash: number): void {
    const mask = this.#mask
    const token = this.#text.slice(from, from + length)
    if (mask && this.#isHidden(mask, token)) return
    if (mask?.strict && this.#notes(mask.hidesPart(token) || mask.hidesAround(token))) return
    this.#add(kind, from, length, hash)
  }

  /** A whole compound by its letters and digits; as it stands too, if those were first seen with other separators. */
  compound(scanner: Scanner, first: number, last: number): void {
    const from = scanner.start[first] as number
    let length = 0
    for (let at = first; at <= last; at++) length += scanner.lengthOf(at, at)
    const seen = this.#add(Class.COMPOUND, from, length, squashedHash(scanner, first, last))
    if (seen < 0 || seen === this.#base + from) return
    const whole = scanner.lengthOf(first, last)
    if (!this.#table.texts.holds(seen, this.#text, from, whole))
      this.#add(Class.VARIANT, from, whole, scanner.hashOf(first, last))
  }

  /** Whether nothing of a compound may be learned. */
  blocks(scanner: Scanner, first: number, last: number): boolean {
    const mask = this.#mask
    if (!mask) return false
    const from = scanner.start[first] as number
    const length = scanner.lengthOf(first, last)
    const hash = squashedHash(scanner, first, last)
    if (this.#hides(mask, from, length, hash)) return true
    if (!mask.strict) return false
    if (this.#mayHide(mask, from, hash))
      if (this.#notes(mask.hidesPart(this.#text.slice(from, from + length)))) return true
    for (let at = first; at <= last; at++) {
      const start = scanner.start[at] as number
      const end = scanner.end[at] as number
      const digits = end - scanner.digitsOf(at)
      if (this.#mayHide(mask, start, scanner.hashOf(at, at)))
        if (this.#notes(mask.hidesAround(this.#text.slice(start, end)))) return true
      if (digits > start && this.#mayHide(mask, digits, scanner.hashOfDigits(at, digits)))
        if (this.#notes(mask.hidesAround(this.#text.slice(digits, end)))) return true
    }
    return false
  }

  #hides(mask: Mask, from: number, length: number, hash: number): boolean {
    return this.#mayHide(mask, from, hash) && this.#isHidden(mask, this.#text.slice(from, from + length))
  }

  /** Numbers are masked whatever their leading zeros, which the hash does not tell. */
  #mayHide(mask: Mask, from: number, hash: number): boolean {
    return mask.filter.mayHave(hash) || this.#text.charCodeAt(from) === ZERO
  }

  #isHidden(mask: Mask, token: string): boolean {
    return this.#notes(mask.hides(token))
  }

  #notes(isHidden: boolean): boolean {
    if (isHidden) this.hasHidden = true
    return isHidden
  }

  #add(kind: number, from: number, length: number, hash: number): number {
    return this.#table.add(kind, length, hash, this.#base + from, this.#text, from)
  }
}

/** The hash of the letters and digits from one atom to another. */
export function squashedHash(scanner: Scanner, first: number, last: number): number {
  let hash = scanner.hashOf(first, first)
  for (let at = first + 1; at <= last; at++)
    hash = scanner.hash.join(hash, scanner.hashOf(at, at), scanner.lengthOf(at, at))
  return hash
}
