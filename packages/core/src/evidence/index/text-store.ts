import { ATOM, classAt, fold } from '../text/characters.ts'

/** Where a text comes from. */
export interface TextSource {
  /** The entry of the transcript that holds it. */
  readonly entry: number
  /** Where it starts within the text of that entry. */
  readonly at: number
  /** What was made of it: places in what was `decoded` are none in the text of the entry. */
  readonly form: 'plain' | 'canonical' | 'decoded'
}

/** A text of the evidence: canonical (R1), or as it came, of which the parts in ASCII were learned. */
export interface StoredText extends TextSource {
  /** Where it starts among all texts of the store. */
  readonly base: number
  readonly text: string
}

/** How much text one store holds, in UTF-16 units. Beyond that the corpus counts as incomplete, and abstains. */
export const MOST_TEXT = 2 ** 28 - 1

/** An object of five fields, its base and its place in a list. */
const BYTES_OF_TEXT = 56

/** The texts of the evidence, one after the other, so that a number tells a place in one of them. */
export class TextStore {
  readonly #texts: StoredText[] = []
  /** Where each text starts, side by side, so that a search among thousands touches little memory. */
  readonly #bases: number[] = []
  #length = 0
  #current: StoredText | undefined

  /** Where the next text will start: what lies before it is there already. */
  get length(): number {
    return this.#length
  }

  /** How many texts it holds. */
  get size(): number {
    return this.#texts.length
  }

  /** Bytes of memory, about, without the texts themselves. */
  get byteLength(): number {
    return this.#texts.length * BYTES_OF_TEXT
  }

  /** Takes a text in and gives its base; `undefined` when there is no room. */
  add(text: string, { entry, at, form }: TextSource): number | undefined {
    if (this.#length + text.length > MOST_TEXT) return undefined
    const base = this.#length
    this.#texts.push({ base, text, entry, at, form })
    this.#bases.push(base)
    this.#length += text.length
    return base
  }

  /** The text that holds a place. */
  textAt(place: number): StoredText {
    const current = this.#current
    if (current && place >= current.base && place < current.base + current.text.length) return current
    let low = 0
    const bases = this.#bases
    let high = bases.length - 1
    while (low < high) {
      const middle = (low + high + 1) >>> 1
      if ((bases[middle] as number) <= place) low = middle
      else high = middle - 1
    }
    this.#current = this.#texts[low] as StoredText
    return this.#current
  }

  /** Whether a letter or digit comes right before a place. */
  isWithinAtom(place: number): boolean {
    const { base, text } = this.textAt(place)
    return place > base && (classAt(text, place - base - 1) & ATOM) !== 0
  }

  /** Whether a place holds the units of another text, but for ASCII case. */
  holds(place: number, text: string, from: number, length: number): boolean {
    const { base, text: stored } = this.textAt(place)
    const start = place - base
    for (let i = 0; i < length; i++) {
      const here = stored.charCodeAt(start + i)
      const there = text.charCodeAt(from + i)
      if (here !== there && fold(here) !== fold(there)) return false
    }
    return true
  }

  /** Whether a place holds so many letters and digits of another text, whatever stands between them here or there. */
  holdsSquashed(place: number, text: string, from: number, length: number): boolean {
    const { base, text: stored } = this.textAt(place)
    let a = place - base
    let b = from
    for (let i = 0; i < length; i++, a++, b++) {
      while (a < stored.length && (classAt(stored, a) & ATOM) === 0) a++
      while (b < text.length && (classAt(text, b) & ATOM) === 0) b++
      const here = stored.charCodeAt(a)
      const there = text.charCodeAt(b)
      if (here !== there && fold(here) !== fold(there)) return false
    }
    return true
  }
}
