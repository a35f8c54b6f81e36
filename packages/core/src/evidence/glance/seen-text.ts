import { canonical, isAscii, withoutEscapes } from '../text/canonical.ts'
import { ATOM, asciiTable, HARD, SOFT } from '../text/characters.ts'
import type { Reading } from '../text/reading.ts'
import type { Sought } from './sought.ts'

const ASCII = 0x80
const BACKSLASH = '\\'
/** How a string begins that may be a text of its own, which is kept behind the one that holds it. */
const textWithin = /(?<="[\0- ]*)[[{]/
/** Escapes of white space, as JSON has them. */
const spaceEscape = /[nrt]/
/** The same, and that of the quote: what may follow a token in a JSON text. */
const separatorEscape = /[nrt"]/
/** A run of more than 512 atoms is cut, which a token of 128 units is far from when so few are before it. */
const LONGEST_BEFORE = 895
/** So many places within other atoms are passed over: in a text that is made for it, every other one is such a place. */
const MOST_PASSED = 64

/** What a glance tells of a token in a text: where it stands first; that it is not there; or that it takes a reading. */
export type Seen = number | 'absent' | 'unclear'

/** A text that is looked at without being read as tokens. */
export class SeenText {
  readonly #reading: Reading
  #lower: string | undefined
  /** All that is read of it, where that may hold more than the text does. */
  #form: string | undefined
  #isPlain = false

  constructor(reading: Reading) {
    this.#reading = reading
  }

  /** Whether and where a token stands by itself. */
  find(sought: Sought): Seen {
    const lower = this.#prepared()
    const { token } = sought
    let at = lower.indexOf(token)
    if (this.#isPlain) {
      for (let passed = 0; at >= 0; at = lower.indexOf(token, at + 1)) {
        const seen = plainAt(lower, at, sought)
        if (seen !== 'absent') return seen
        if (++passed > MOST_PASSED) return 'unclear'
      }
      return 'absent'
    }
    const inForm = this.#form === undefined ? at : this.#form.indexOf(token)
    if (at < 0 && inForm < 0) return 'absent'
    // Of several places in texts within the text, which one is read first takes a reading.
    const isOnly =
      at >= 0 &&
      inForm >= 0 &&
      lower.indexOf(token, at + 1) < 0 &&
      (this.#form === undefined || this.#form.indexOf(token, inForm + 1) < 0)
    const { text } = this.#reading
    // Some letters beyond ASCII are ASCII in lower case.
    const isAsWritten = lower.length === text.length && isAscii(text.slice(at, at + token.length))
    return isOnly && isAsWritten && isApart(lower, at, sought) ? at : 'unclear'
  }

  #prepared(): string {
    if (this.#lower !== undefined) return this.#lower
    const { text } = this.#reading
    this.#lower = text.toLowerCase()
    const isAll = isAscii(text)
    const hasEscapes = text.includes(BACKSLASH)
    this.#isPlain = isAll && !hasEscapes && !textWithin.test(text)
    if (!hasEscapes) {
      // Leaves stand in it as they are, and nothing joins them to the quotes around them.
      if (!isAll) this.#form = canonical(text)
    } else if (!isAll || text.includes('\\u')) this.#form = formOf(this.#reading)
    return this.#lower
  }
}

/** All that is read of a text, each leaf as it is and with blanks for what may be escapes. */
function formOf(reading: Reading): string {
  const forms: string[] = []
  reading.visit(({ text, from, to }) => {
    const form = canonical(text.slice(from, to))
    forms.push(form)
    if (form.includes(BACKSLASH)) forms.push(withoutEscapes(form))
    return undefined
  })
  return forms.join('\n')
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
  return (
    isApartBefore(text, from, joins) &&
    isApartAfter(text, from + token.length, joins) &&
    isFarFromCut(text, from)
  )
}

/** Whether what a part of a text may be joined to begins near it. */
function isFarFromCut(text: string, from: number): boolean {
  for (let at = from - 1; at >= 0; at--) {
    // A character beyond ASCII may stand for many.
    if (from - at > LONGEST_BEFORE || text.charCodeAt(at) >= ASCII) return false
    if (separates(text, at, SOFT | HARD)) return true
  }
  return true
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
