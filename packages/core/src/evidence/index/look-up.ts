import { significant, squashed, trimmed } from '../text/tokens.ts'
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
 * `joined` as groups of digits (R11); `prefix` before digits; `padded` as prefix, blank and number of a compound that
 * has any leading zeros between the two (R13).
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
const allDigits = /^[0-9]+$/
const numberClasses = [Class.NUMBER, Class.ID_NUMBER, Class.QUANTITY] as const

/** The first place of a token in lower case that lies before `limit`; `-1` when there is none. */
export function lookUp(index: TokenIndex, kind: TokenClass, token: string, limit: number): number {
  if (index.table.size === 0) return -1
  const look = new LookUp(index, limit)
  switch (kind) {
    case 'verbatim':
      return allDigits.test(token) ? look.digitsVerbatim(token) : look.verbatim(token)
    case 'compound':
      return look.compound(token)
    case 'squashed':
      return look.squashed(token)
    case 'padded':
      return look.padded(token)
    case 'number':
      return look.first([Class.NUMBER, Class.ID_NUMBER], token)
    default:
      return look.first([classOf[kind]], token)
  }
}

const classOf = {
  part: Class.PART,
  word: Class.WORD,
  idNumber: Class.ID_NUMBER,
  quantity: Class.QUANTITY,
  digitAtom: Class.DIGITS,
  digitTail: Class.TAIL,
  joined: Class.JOINED,
  prefix: Class.PREFIX,
} as const

class LookUp {
  readonly #index: TokenIndex
  readonly #limit: number

  constructor(index: TokenIndex, limit: number) {
    this.#index = index
    this.#limit = limit
  }

  /** The first place of a token in any of some classes. */
  first(kinds: readonly number[], token: string): number {
    const hash = this.#index.hash.ofPart(token, 0, token.length)
    let first = -1
    for (const kind of kinds) {
      const place = this.#index.table.find(kind, token.length, hash, token, 0)
      if (place >= 0 && place < this.#limit && (first < 0 || place < first)) first = place
    }
    return first
  }

  verbatim(token: string): number {
    return earlier(this.#whole(token), this.first([Class.PART], token))
  }

  /** A number as it stands: with the leading zeros it has. */
  digitsVerbatim(token: string): number {
    const part = this.first([Class.PART, Class.DIGITS], token)
    return significant(token) === token ? earlier(part, this.#plainNumber(token)) : part
  }

  compound(token: string): number {
    return this.#whole(token)
  }

  squashed(token: string): number {
    const numbers = allDigits.test(token) ? this.#plainNumber(token) : -1
    return earlier(numbers, this.first([Class.COMPOUND, Class.SPOKEN], token))
  }

  /** R13: prefix and number with any leading zeros between them, by letters and digits. */
  padded(token: string): number {
    const [prefix = '', number = ''] = token.split(' ')
    let first = -1
    for (let zeros = 0; zeros <= MOST_ZEROS; zeros++) {
      const form = prefix + '0'.repeat(zeros) + number
      first = earlier(first, this.first([Class.COMPOUND, Class.PART], form))
    }
    return first
  }

  /** A compound with just these separators. */
  #whole(token: string): number {
    if (trimmed(token) !== token) return -1
    const letters = squashed(token)
    const place = this.first([Class.COMPOUND], letters)
    const same = place >= 0 && this.#index.texts.holds(place, token, 0, token.length, false)
    return earlier(same ? place : -1, this.first([Class.VARIANT], token))
  }

  /** A number by itself where it has no leading zeros. */
  #plainNumber(token: string): number {
    let first = -1
    for (const kind of numberClasses) {
      const place = this.first([kind], token)
      if (place >= 0 && !this.#index.texts.isWithinAtom(place)) first = earlier(first, place)
    }
    return first
  }
}

function earlier(a: number, b: number): number {
  return a < 0 || (b >= 0 && b < a) ? b : a
}
