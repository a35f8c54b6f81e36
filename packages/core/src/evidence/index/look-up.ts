import { ATOM, classAt, DIGIT } from '../text/characters.ts'
import { significantFrom } from '../text/tokens.ts'
import { Class } from './token-class.ts'
import type { TokenIndex } from './token-index.ts'

/**
 * What can be asked of the evidence:
 * `verbatim` as a run, compound or atom, or as an atom-aligned prefix or suffix of a compound or run (R10);
 * `word` between white space, where it holds more than a run does (R10);
 * `compound` as a whole compound of its own (R13); `part` as a part of a larger one or of a run;
 * `squashed` as the letters and digits of a compound, a number or a spoken pair (R12);
 * `number` alone and not as a quantity; `idNumber` alone under an id-like key; `quantity` alone under a quantity key;
 * `digitAtom` as three or more digits within a compound; `digitTail` as the digits at the end of an atom of letters;
 * `joined` as groups of digits (R11); `prefix` before digits; `padded` as prefix, blank and number of a compound, or of
 * what comes first in it, that has any leading zeros between the two (R13).
 */
export type TokenClass =
  | 'verbatim'
  | 'word'
  | 'compound'
  | 'part'
  | 'squashed'
  | 'number'
  | 'idNumber'
  | 'quantity'
  | 'digitAtom'
  | 'digitTail'
  | 'joined'
  | 'prefix'
  | 'padded'

/** How many leading zeros two forms of one id are taken to differ by at most. */
const MOST_ZEROS = 8

/** The first place of a token in lower case that lies before `limit`; `-1` when there is none. */
export function lookUp(index: TokenIndex, kind: TokenClass, token: string, limit: number): number {
  return index.table.size === 0 || token === '' ? -1 : questions[kind](new Token(index, token, limit))
}

const questions: Readonly<Record<TokenClass, (token: Token) => number>> = {
  verbatim: (token) =>
    token.isNumber
      ? earlier(token.number(), token.first(Class.DIGITS))
      : earlier(token.whole(), token.first(Class.PART)),
  part: (token) => token.first(Class.PART),
  word: (token) => token.first(Class.WORD),
  compound: (token) => token.whole(),
  squashed: (token) =>
    earlier(
      token.isNumber ? token.number() : -1,
      earlier(token.first(Class.COMPOUND), token.first(Class.SPOKEN)),
    ),
  number: (token) => earlier(token.first(Class.NUMBER), token.first(Class.ID_NUMBER)),
  idNumber: (token) => token.first(Class.ID_NUMBER),
  quantity: (token) => token.first(Class.QUANTITY),
  digitAtom: (token) => token.first(Class.DIGITS),
  digitTail: (token) => token.first(Class.TAIL),
  joined: (token) => token.first(Class.JOINED),
  prefix: (token) => token.first(Class.PREFIX),
  padded: (token) => token.padded(),
}

/** A token that is looked for, with its hashes. */
class Token {
  /** Whether it is digits only. */
  readonly isNumber: boolean
  readonly #index: TokenIndex
  readonly #text: string
  readonly #limit: number
  readonly #hash: number
  /** How many letters and digits it has, and their hash. */
  readonly #letters: number
  readonly #lettersHash: number

  constructor(index: TokenIndex, text: string, limit: number) {
    this.#index = index
    this.#text = text
    this.#limit = limit
    const { multiplier } = index.hash
    let hash = 0
    let letters = 0
    let lettersHash = 0
    let classes = 0
    for (let i = 0; i < text.length; i++) {
      const kind = classAt(text, i)
      const unit = text.charCodeAt(i)
      classes |= kind
      hash = (Math.imul(hash, multiplier) + unit) | 0
      if ((kind & ATOM) === 0) continue
      letters++
      lettersHash = (Math.imul(lettersHash, multiplier) + unit) | 0
    }
    this.isNumber = classes === DIGIT
    this.#hash = hash
    this.#letters = letters
    this.#lettersHash = lettersHash
  }

  /** Its first place in a class. */
  first(kind: number): number {
    const { length } = this.#text
    return this.#before(this.#index.table.find(kind, length, this.#hash, this.#text, 0))
  }

  /** The first place of its letters and digits in a class that keeps just them. */
  letters(kind: number): number {
    return this.#before(this.#index.table.find(kind, this.#letters, this.#lettersHash, this.#text, 0))
  }

  /** The first place of a compound with just these separators. */
  whole(): number {
    const text = this.#text
    if (!isAtomAt(text, 0) || !isAtomAt(text, text.length - 1)) return -1
    const place = this.letters(Class.COMPOUND)
    const isSame = place >= 0 && this.#index.texts.holds(place, text, 0, text.length)
    return earlier(isSame ? place : -1, this.first(Class.VARIANT))
  }

  /**
   * The first place of a number by itself with just these leading zeros. It is a part where it has some that do not
   * count, or comes after one that has.
   */
  number(): number {
    let first = this.first(Class.PART)
    if (significantFrom(this.#text, 0, this.#text.length) > 0) return first
    for (const kind of [Class.NUMBER, Class.ID_NUMBER, Class.QUANTITY]) {
      const place = this.first(kind)
      if (place >= 0 && !this.#index.texts.isWithinAtom(place)) first = earlier(first, place)
    }
    return first
  }

  /** R13: prefix and number with any leading zeros between them, by letters and digits. */
  padded(): number {
    const [prefix = '', number = ''] = this.#text.split(' ')
    let first = -1
    // A number that begins with zeros has too few other digits to be the same with more of them.
    const most = number.startsWith('0') ? 0 : MOST_ZEROS
    for (let zeros = 0; zeros <= most; zeros++) {
      const form = new Token(this.#index, prefix + '0'.repeat(zeros) + number, this.#limit)
      for (const kind of [Class.COMPOUND, Class.STEM, Class.PART]) first = earlier(first, form.first(kind))
    }
    return first
  }

  #before(place: number): number {
    return place < this.#limit ? place : -1
  }
}

function isAtomAt(text: string, at: number): boolean {
  return (classAt(text, at) & ATOM) !== 0
}

/** The earlier of two places, either of which may be none. */
function earlier(a: number, b: number): number {
  return a < 0 || (b >= 0 && b < a) ? b : a
}
