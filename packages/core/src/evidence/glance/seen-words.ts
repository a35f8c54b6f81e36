import { canonical } from '../text/canonical.ts'
import type { Reading } from '../text/reading.ts'
import { formOf, type Sought } from './sought.ts'

const address = /@|0x/
const hasEscape = /[\\%]/
const separators = /[^a-z0-9]+/g

/** What a model wrote, looked at without telling what it brought up. */
export class SeenWords {
  readonly #reading: Reading
  /** The letters and digits of all of it, one after the other: those of every value and name stand in it. */
  #letters: string | undefined
  #mayHoldAddress = false
  /** The letters and digits of every value and name. */
  #parts: string[] | undefined
  /** Those that hold an address, or something in hexadecimal. */
  readonly #addresses: string[] = []
  /** Those of two values side by side, in both orders: an id may be handed over in two pieces. */
  #pairs: string[] | undefined
  #isUnclear = false

  constructor(reading: Reading) {
    this.#reading = reading
  }

  /** Whether it may have brought up a token, all of it or a compound (R24). */
  mayHold({ wholes }: Sought): boolean {
    return this.#holdsOneOf(wholes, wholes)
  }

  /** Whether it may have brought up something that hides a token where an answer repeats it, such as its number (R25). */
  mayHide(sought: Sought): boolean {
    if (this.#isFarFrom(sought)) return false
    const { marks, words, wholes } = sought
    if (this.#holdsOneOf(marks, wholes)) return true
    return this.#addresses.some((text) => words.some((word) => text.includes(word)))
  }

  /** Whether a look at all of it is enough to see that it hides nothing. Escapes stand for other letters. */
  #isFarFrom({ marks, words, halves }: Sought): boolean {
    const { text } = this.#reading
    if (this.#letters === undefined) {
      const form = canonical(text)
      this.#letters = hasEscape.test(form) ? '' : form.replaceAll(separators, '')
      this.#mayHoldAddress = address.test(form)
    }
    const letters = this.#letters
    const holds = (part: string) => letters.includes(part)
    return (
      letters !== '' &&
      !marks.some(holds) &&
      !halves.some(holds) &&
      !(this.#mayHoldAddress && words.some(holds))
    )
  }

  #holdsOneOf(parts: readonly string[], pairs: readonly string[]): boolean {
    this.#look()
    return (
      this.#isUnclear ||
      (this.#parts as string[]).some((text) => parts.some((part) => text.includes(part))) ||
      (this.#pairs as string[]).some((pair) => pairs.includes(pair))
    )
  }

  #look(): void {
    if (this.#parts) return
    const parts: string[] = []
    const pairs: string[] = []
    let last: string | undefined
    this.#reading.visit(({ text, from, to, isKey }) => {
      const written = text.slice(from, to)
      // An address with escapes brings up what they stand for as well.
      if (written.includes('%')) this.#isUnclear = true
      const form = canonical(written)
      const part = form.replaceAll(separators, '')
      parts.push(part)
      if (address.test(form)) this.#addresses.push(part)
      if (isKey) return this.#isUnclear
      if (last !== undefined)
        for (const pair of [last + part, part + last]) pairs.push(formOf(pair), withoutNotation(pair))
      last = part
      return this.#isUnclear
    })
    this.#parts = parts
    this.#pairs = pairs
  }
}

/** Hexadecimal digits are the same with `0x` and without (R12). */
function withoutNotation(letters: string): string {
  return letters.startsWith('0x') ? letters.slice(2) : letters
}
