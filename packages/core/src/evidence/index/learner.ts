import type { Mask } from '../echo/mask.ts'
import type { NameKind } from '../name-kind.ts'
import { uuidOrHash } from '../shapes.ts'
import { DIGIT, LETTER, MARK } from '../text/characters.ts'
import { type NeighbourSink, Neighbours, type Squashed } from '../text/neighbours.ts'
import { Join, type Scanner, type ScanSink } from '../text/scanner.ts'
import { Class } from './token-class.ts'
import { LONGEST_TOKEN, type TokenTable } from './token-table.ts'
import { TokenWriter } from './token-writer.ts'

const SHORTEST_DIGITS = 3
const SHORTEST_SPOKEN = 5
/** Ids with fewer digits are never the same with other leading zeros. */
const FEWEST_OF_STEM = 4
const UUID_ATOMS = 5
const UUID_LENGTH = 36
const HASH_LENGTH = 32
const GIT_HASH = 40
/** The lengths in which the hash of a commit is shown. */
const shortHashes = [7, 8, 9, 10, 11, 12] as const
const hexadecimal = /^[0-9a-f]+$/i

/** Decides which parts of a scanned text are kept, and as what (R10-R13). */
export class Learner implements ScanSink, NeighbourSink {
  readonly #writer: TokenWriter
  readonly #neighbours = new Neighbours(this)
  readonly #first: number[] = []
  readonly #last: number[] = []
  #key: NameKind = 'neutral'

  constructor(table: TokenTable) {
    this.#writer = new TokenWriter(table)
  }

  /** Says which text is scanned next, where it is stored, what its key is for, and what may not be learned. */
  prepare(text: string, base: number, key: NameKind, mask: Mask | undefined): void {
    this.#writer.begin(text, base, mask)
    this.#key = key
  }

  /** Whether the mask has hidden a token of that text. */
  get hasHidden(): boolean {
    return this.#writer.hasHidden
  }

  begin(): void {
    this.#neighbours.begin()
  }

  letters(scanner: Scanner, from: number, to: number, before: number, after: number): void {
    const hash = scanner.hash.part(before, after, to - from)
    this.#neighbours.letters(scanner, from, to - from, hash)
    this.#writer.part(from, to - from, hash)
  }

  atom(scanner: Scanner, at: number): void {
    this.#neighbours.atom(scanner, at)
  }

  end(scanner: Scanner, last: number): void {
    this.#neighbours.end(scanner, last)
  }

  joinedDigits({ from, length, hash }: Squashed): void {
    this.#writer.squashed(Class.JOINED, from, length, hash)
  }

  spoken({ from, length, hash }: Squashed): void {
    if (length >= SHORTEST_SPOKEN) this.#writer.spoken(Class.SPOKEN, from, length, hash)
  }

  word(from: number, to: number, hash: number): void {
    this.#writer.text(Class.WORD, from, to - from, hash)
  }

  run(scanner: Scanner): void {
    const { atoms, join } = scanner
    let compounds = 0
    let isMasked = false
    for (let first = 0; first < atoms; ) {
      let last = first
      while (last + 1 < atoms && join[last + 1] === Join.SOFT) last++
      this.#first[compounds] = first
      this.#last[compounds++] = last
      if (this.#writer.blocks(scanner, first, last)) isMasked = true
      else this.#compound(scanner, first, last, last - first === atoms - 1)
      first = last + 1
    }
    if (compounds > 1 && !(isMasked && this.#writer.isStrict)) this.#partsOfRun(scanner, compounds - 1)
  }

  /** A whole run, and its prefixes and suffixes: `mailto:jane@acme.com` also gives the address. */
  #partsOfRun(scanner: Scanner, end: number): void {
    const first = (compound: number) => this.#first[compound] as number
    const last = (compound: number) => this.#last[compound] as number
    const part = (from: number, to: number) => this.#writer.atoms(Class.PART, scanner, first(from), last(to))
    for (let i = 1; i <= end && scanner.lengthOf(0, last(i)) <= LONGEST_TOKEN; i++) part(0, i)
    for (let i = end - 1; i > 0 && scanner.lengthOf(first(i), last(end)) <= LONGEST_TOKEN; i--) part(i, end)
    if (end > 1) for (let i = 0; i < end; i++) if (scanner.join[first(i + 1)] === Join.AT) part(i, i + 1)
  }

  #compound(scanner: Scanner, first: number, last: number, alone: boolean): void {
    const writer = this.#writer
    const classes = first === last ? (scanner.classes[first] as number) : 0
    if (classes === DIGIT) {
      writer.number(this.#numberClass(alone), scanner, first)
      return
    }
    if (classes !== 0 && (classes & ~(LETTER | MARK)) === 0) {
      writer.atoms(Class.PART, scanner, first, first)
      return
    }
    writer.compound(scanner, first, last)
    for (let at = first + 1; at < last && scanner.lengthOf(first, at) <= LONGEST_TOKEN; at++)
      writer.atoms(Class.PART, scanner, first, at)
    for (let at = last - 1; at > first && scanner.lengthOf(at, last) <= LONGEST_TOKEN; at--)
      writer.atoms(Class.PART, scanner, at, last)
    for (let at = first; at <= last; at++) this.#atom(scanner, at, first === last)
    if (!isOpaque(scanner, first, last)) this.#numbers(scanner, first, last)
  }

  #numberClass(alone: boolean): number {
    if (this.#key === 'quantity') return Class.QUANTITY
    return alone && this.#key === 'id' ? Class.ID_NUMBER : Class.NUMBER
  }

  /** An atom of a compound. */
  #atom(scanner: Scanner, at: number, isWhole: boolean): void {
    const length = scanner.lengthOf(at, at)
    if (scanner.classes[at] === DIGIT) {
      const counts = length > SHORTEST_DIGITS || (length === SHORTEST_DIGITS && this.#key !== 'quantity')
      if (counts) this.#writer.atoms(Class.DIGITS, scanner, at, at)
    } else if (!isWhole) this.#writer.atoms(Class.PART, scanner, at, at)
    if (length === GIT_HASH && hexadecimal.test(scanner.textOf(at, at)))
      for (const short of shortHashes) this.#writer.head(Class.PART, scanner, at, short)
  }

  /** The digits at the ends of atoms, and what stands before digits. */
  #numbers(scanner: Scanner, first: number, last: number): void {
    let hash = 0
    let length = 0
    for (let at = first; at <= last; at++) {
      const digits = scanner.digitsOf(at)
      const letters = scanner.lengthOf(at, at) - digits
      if (digits > 0) {
        const prefix = letters > 0 ? scanner.hash.join(hash, scanner.hashOfHead(at, letters), letters) : hash
        this.#writer.squashed(Class.PREFIX, scanner.start[first] as number, length + letters, prefix)
        if (letters > 0) this.#writer.digits(Class.TAIL, scanner, at)
      }
      const isStem = at < last && digits >= FEWEST_OF_STEM && length + letters > 0
      hash = scanner.hash.join(hash, scanner.hashOf(at, at), digits + letters)
      length += digits + letters
      if (isStem) this.#writer.squashed(Class.STEM, scanner.start[first] as number, length, hash)
    }
  }
}

/** R15: the parts of a UUID, or of a hash of 32 digits, mean nothing by themselves. */
function isOpaque(scanner: Scanner, first: number, last: number): boolean {
  const length = scanner.lengthOf(first, last)
  const may =
    first === last ? length === HASH_LENGTH : last - first + 1 === UUID_ATOMS && length === UUID_LENGTH
  return may && uuidOrHash.test(scanner.textOf(first, last).toLowerCase())
}
