import { canonical, isAscii } from '../text/canonical.ts'
import { ATOM, asciiTable, HARD, SOFT } from '../text/characters.ts'
import type { Sought } from './sought.ts'

const ASCII = 0x80
const BACKSLASH = '\\'
const unicodeEscape = /\\u[0-9a-fA-F]{4}/g
/** Escapes of white space, as JSON has them. */
const spaceEscape = /[nrt]/
/** The same, and that of the quote: what may follow a token in a JSON text. */
const separatorEscape = /[nrt"]/

/** What a glance tells of a token in a text: where it stands first; that it is not there; or that it takes a reading. */
export type Seen = number | 'absent' | 'unclear'

/** A text that is looked at without being read as tokens. */
export class SeenText {
  readonly text: string
  #lower: string | undefined
  /** The canonical form of it with its escapes undone, where that may hold more than the text does. */
  #form: string | undefined
  #isPlain = false

  constructor(text: string) {
    this.text = text
  }

  /** Whether and where a token stands by itself. */
  find(sought: Sought): Seen {
    const lower = this.#prepared()
    const { token } = sought
    let at = lower.indexOf(token)
    if (this.#isPlain) {
      for (; at >= 0; at = lower.indexOf(token, at + 1)) {
        const seen = plainAt(lower, at, sought)
        if (seen !== 'absent') return seen
      }
      return 'absent'
    }
    const inForm = this.#form === undefined ? at : this.#form.indexOf(token)
    if (at < 0) return inForm < 0 ? 'absent' : 'unclear'
    // Of several places in texts within the text, which one is read first takes a reading.
    const isOnly =
      lower.indexOf(token, at + 1) < 0 &&
      (this.#form === undefined || this.#form.indexOf(token, inForm + 1) < 0)
    return isOnly && lower.length === this.text.length && isApart(lower, at, sought) ? at : 'unclear'
  }

  #prepared(): string {
    if (this.#lower !== undefined) return this.#lower
    const { text } = this
    this.#lower = text.toLowerCase()
    const isAll = isAscii(text)
    this.#isPlain = isAll && !text.includes(BACKSLASH)
    if (!this.#isPlain && (!isAll || text.includes('\\u'))) {
      const unescaped = text.replaceAll(unicodeEscape, (written) =>
        String.fromCharCode(Number.parseInt(written.slice(2), 16)),
      )
      this.#form = canonical(unescaped)
    }
    return this.#lower
  }
}

/** A place in a text of nothing but ASCII, without escapes. */
function plainAt(text: string, at: number, sought: Sought): Seen {
  const end = at + sought.token.length
  // No token starts within an atom, and none but the beginning of a hash ends there.
  if (at > 0 && isAtom(text, at - 1)) return 'absent'
  if (end < text.length && isAtom(text, end)) return sought.mayBeHead ? 'unclear' : 'absent'
  return isApart(text, at, sought) ? at : 'unclear'
}

/** Whether a part of a text is certainly a run, or a compound, of its own (R3): nothing joins it to what is beside it. */
function isApart(text: string, from: number, { token, isRun }: Sought): boolean {
  const joins = isRun ? SOFT | HARD : SOFT
  return isApartBefore(text, from, joins) && isApartAfter(text, from + token.length, joins)
}

function isApartBefore(text: string, from: number, joins: number): boolean {
  if (from === 0) return true
  const before = text[from - 1] as string
  if (spaceEscape.test(before) && text[from - 2] === BACKSLASH && text[from - 3] !== BACKSLASH) return true
  if (separates(text, from - 1, joins)) return true
  return isJoin(text, from - 1) && (from === 1 || separates(text, from - 2, joins))
}

function isApartAfter(text: string, to: number, joins: number): boolean {
  if (to === text.length) return true
  if (text[to] === BACKSLASH) return separatorEscape.test(text[to + 1] ?? '')
  if (separates(text, to, joins)) return true
  return isJoin(text, to) && (to + 1 === text.length || separates(text, to + 1, joins))
}

function isAtom(text: string, at: number): boolean {
  return (classOf(text, at) & ATOM) !== 0
}

/** Whether a character neither belongs to an atom nor is one of these joins. What a backslash is takes a reading. */
function separates(text: string, at: number, joins: number): boolean {
  return text.charCodeAt(at) < ASCII && text[at] !== BACKSLASH && (classOf(text, at) & (ATOM | joins)) === 0
}

function isJoin(text: string, at: number): boolean {
  return (classOf(text, at) & (SOFT | HARD)) !== 0
}

/** None for what is beyond ASCII. */
function classOf(text: string, at: number): number {
  const unit = text.charCodeAt(at)
  return unit < ASCII ? (asciiTable[unit] as number) & 0xff : 0
}
