import { LONGEST_TOKEN } from '../index/token-table.ts'
import { ATOM, classAt } from './characters.ts'
import { type NeighbourSink, Neighbours, type Squashed } from './neighbours.ts'
import { processHash } from './rolling-hash.ts'
import { Join, Scanner, type ScanSink } from './scanner.ts'

/** Atoms joined by one or two of `-_.`, such as `gift_card_2907351` (R3). */
export interface Compound {
  /** Maximal runs of letters and digits. */
  readonly atoms: readonly string[]
  /** What stands between the atoms: one fewer than there are atoms. */
  readonly joins: readonly string[]
}

/** Compounds joined by such as `/:@#?&=+%~$*!`, like an address or an e-mail (R3). */
export interface Run {
  readonly compounds: readonly Compound[]
  /** What stands between the compounds. */
  readonly joins: readonly string[]
}

/** Where the parts of a text go, as strings. */
export interface TokenSink {
  /** Every run, in the order of the text. */
  run(run: Run): void
  /** Digits in groups, joined: `1,179` gives `1179`. */
  joinedDigits?(digits: string): void
  /** A word and the number after it, or an IBAN in groups, joined: `user 1` gives `user1`. */
  spoken?(pair: string): void
}

const ZERO = 0x30
const FEWEST_SIGNIFICANT = 4

const nobody: TokenSink = { run() {} }

/** Cuts what a scan finds out of the text, for one text after the other: a sink may not cut another meanwhile. */
class Cutter implements ScanSink, NeighbourSink {
  readonly #scanner = new Scanner(processHash())
  readonly #neighbours = new Neighbours(this)
  #text = ''
  #sink = nobody

  cut(text: string, sink: TokenSink): void {
    this.#text = text
    this.#sink = sink
    try {
      this.#scanner.scan(text, 0, text.length, this)
    } finally {
      // What a sink holds on to may be a whole conversation.
      this.#sink = nobody
    }
  }

  begin(): void {
    this.#neighbours.begin()
  }

  atom(scanner: Scanner, at: number): void {
    this.#neighbours.atom(scanner, at)
  }

  run(scanner: Scanner): void {
    this.#sink.run(runOf(scanner))
  }

  joinedDigits({ from, length }: Squashed): void {
    this.#sink.joinedDigits?.(lettersAt(this.#text, from, length))
  }

  spoken({ from, length }: Squashed): void {
    this.#sink.spoken?.(lettersAt(this.#text, from, length))
  }

  word(): void {}
}

let cutter: Cutter | undefined

/** Takes a short canonical text apart (R3). The evidence itself is learned without cutting strings. */
export function tokenize(text: string, sink: TokenSink): void {
  cutter ??= new Cutter()
  cutter.cut(text, sink)
}

function runOf({ atoms, join, start, end, text }: Scanner): Run {
  const compounds: { atoms: string[]; joins: string[] }[] = []
  const joins: string[] = []
  for (let at = 0; at < atoms; at++) {
    const atom = text.slice(start[at], end[at])
    const gap = at === 0 ? '' : text.slice(end[at - 1], start[at])
    const compound = compounds.at(-1)
    if (compound && join[at] === Join.SOFT) {
      compound.joins.push(gap)
      compound.atoms.push(atom)
    } else {
      if (compound) joins.push(gap)
      compounds.push({ atoms: [atom], joins: [] })
    }
  }
  return { compounds, joins }
}

/** The text of a compound, or of `count` of its atoms from the one at `from`. */
export function textOf({ atoms, joins }: Compound, from = 0, count = atoms.length - from): string {
  let text = atoms[from] ?? ''
  for (let i = from + 1; i < from + count; i++) text += `${joins[i - 1]}${atoms[i]}`
  return text
}

/** The runs of a canonical text, for texts that are short. */
export function runsOf(text: string): Run[] {
  const runs: Run[] = []
  tokenize(text, { run: (run) => runs.push(run) })
  return runs
}

/** A text without what is neither letter nor digit at its ends. */
export function trimmed(text: string): string {
  let from = 0
  let to = text.length
  while (from < to && (classAt(text, from) & ATOM) === 0) from++
  while (to > from && (classAt(text, to - 1) & ATOM) === 0) to--
  return text.slice(from, to)
}

/** Letters and digits only. */
export function squashed(text: string): string {
  let letters = ''
  let from = -1
  for (let i = 0; i <= text.length; i++) {
    const isAtom = i < text.length && (classAt(text, i) & ATOM) !== 0
    if (isAtom && from < 0) from = i
    else if (!isAtom && from >= 0) {
      letters += text.slice(from, i)
      from = -1
    }
  }
  return letters
}

/** The first `length` letters and digits of a text from a place on, in lower case. */
export function lettersAt(text: string, from: number, length: number): string {
  let letters = ''
  for (let i = from; letters.length < length && i < text.length; i++)
    if ((classAt(text, i) & ATOM) !== 0) letters += text[i]
  return letters.toLowerCase()
}

/** Digits without leading zeros, when at least four remain: `0010023` and `10023` are one number, `1` and `0001` are not. */
export function significant(digits: string): string {
  return digits.slice(significantFrom(digits, 0, digits.length))
}

/** The place of the first digit that counts in a part of a text that is digits only. */
export function significantFrom(text: string, from: number, to: number): number {
  if (text.charCodeAt(from) !== ZERO) return from
  let first = from
  while (first < to && text.charCodeAt(first) === ZERO) first++
  return to - first >= FEWEST_SIGNIFICANT ? first : from
}

/** An atom of letters and then digits. */
export interface DigitTail {
  readonly letters: string
  readonly digits: string
}

const lettersThenDigits = /^([\p{L}\p{M}]+)([0-9]+)$/u

/** The digits at the end of an atom that begins with letters only, as in `INC0010023`. */
export function digitTail(atom: string): DigitTail | undefined {
  const match = atom.length <= LONGEST_TOKEN ? lettersThenDigits.exec(atom) : null
  return match ? { letters: match[1] as string, digits: match[2] as string } : undefined
}
