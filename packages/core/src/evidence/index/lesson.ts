import type { Mask } from '../echo/mask.ts'
import { canonical, isAscii, withoutEscapes } from '../text/canonical.ts'
import { type Leaf, readLeaves } from '../text/reading.ts'
import type { TextSource } from './text-store.ts'
import type { TokenIndex } from './token-index.ts'
import { LONGEST_TOKEN } from './token-table.ts'

/** How the text of an entry is to be taken. */
export interface Lesson {
  /** The entry of the transcript. */
  readonly entry: number
  /** What may not be learned, for it may only repeat what the model brought up. */
  readonly mask: Mask | undefined
  /** R27: whether such a token is learned all the same where a leaf holds nothing else. */
  readonly leavesSupply: boolean
  /** Takes out of a text what is ours. */
  readonly withoutOurs?: ((text: string) => string) | undefined
}

/** Learns the text of an entry, leaf by leaf. Gives whether there was anything in it. */
export function learnText(index: TokenIndex, text: string, lesson: Lesson): boolean {
  const pupil = new Pupil(index, lesson)
  readLeaves(text, (leaf) => pupil.learn(leaf))
  return pupil.learnedAnything
}

class Pupil {
  learnedAnything = false
  readonly #index: TokenIndex
  readonly #lesson: Lesson
  /** The text whose leaves come at present, and where it is kept if they are learned where they stand. */
  #text: string | undefined
  #isPlain = false
  #hasEscapes = false
  #base: number | undefined

  constructor(index: TokenIndex, lesson: Lesson) {
    this.#index = index
    this.#lesson = lesson
  }

  learn(leaf: Leaf): undefined {
    const { text, from, to } = leaf
    if (text !== this.#text) this.#begin(leaf)
    this.learnedAnything ||= /\S/.test(text.slice(from, to))
    if (this.#isPlain) this.#learnPart(text, from, to, this.#base, leaf)
    else this.#learnForm(this.#formOf(text.slice(from, to)), leaf)
    // Where backslashes are escapes, they are read as such; where they are part of a value, they are not (R3).
    if (this.#hasEscapes) this.#learnForm(withoutEscapes(this.#formOf(text.slice(from, to))), leaf)
  }

  /** ASCII is learned where it stands; of all else the canonical form is made and kept (R1). */
  #begin(leaf: Leaf): void {
    const { text } = leaf
    this.#text = text
    this.#isPlain = !this.#lesson.withoutOurs && isAscii(text)
    this.#hasEscapes = text.includes('\\') && !(leaf.structured && !leaf.isDecoded)
    this.#base = this.#isPlain
      ? this.#index.keep(text, this.#sourceOf(leaf, leaf.isDecoded ? leaf.at : leaf.at - leaf.from))
      : undefined
  }

  #learnForm(form: string, leaf: Leaf): void {
    const base = this.#index.keep(form, this.#sourceOf(leaf, leaf.at))
    this.#learnPart(form, 0, form.length, base, leaf)
  }

  #learnPart(text: string, from: number, to: number, base: number | undefined, leaf: Leaf): void {
    if (base === undefined) return
    const { mask } = this.#lesson
    const supplied = mask && this.#supplies(mask, text, from, to, leaf)
    this.#index.learn(text, from, to, base, leaf.key, supplied ? undefined : mask)
  }

  #supplies(mask: Mask, text: string, from: number, to: number, leaf: Leaf): boolean {
    if (!this.#lesson.leavesSupply || !leaf.structured || leaf.repeatsRequest) return false
    return to - from <= 2 * LONGEST_TOKEN && mask.hides(text.slice(from, to))
  }

  #formOf(part: string): string {
    return canonical(this.#lesson.withoutOurs?.(part) ?? part)
  }

  #sourceOf({ isDecoded }: Leaf, at: number): TextSource {
    return {
      entry: this.#lesson.entry,
      at,
      form: isDecoded ? 'decoded' : this.#isPlain ? 'plain' : 'canonical',
    }
  }
}
