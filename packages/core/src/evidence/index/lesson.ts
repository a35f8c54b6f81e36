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

/** A text whose leaves are learned at present. */
interface OpenText {
  readonly text: string
  /** Whether its leaves are learned where they stand. Of all others the canonical form is made and kept (R1). */
  readonly isPlain: boolean
  readonly hasEscapes: boolean
  /** Where it is kept, if its leaves are learned where they stand and there was room. */
  readonly base: number | undefined
}

class Pupil {
  learnedAnything = false
  readonly #index: TokenIndex
  readonly #lesson: Lesson
  /** The text that was read last at every depth: a leaf of a text may come after leaves of texts within it. */
  readonly #open: OpenText[] = []

  constructor(index: TokenIndex, lesson: Lesson) {
    this.#index = index
    this.#lesson = lesson
  }

  learn(leaf: Leaf): undefined {
    const { text, from, to } = leaf
    const open = this.#openTextOf(leaf)
    const part = text.slice(from, to)
    const own = this.#lesson.withoutOurs?.(part) ?? part
    this.learnedAnything ||= /\S/.test(own)
    if (open.isPlain) this.#learnPart(text, from, to, open.base, leaf)
    else this.#learnForm(canonical(own), leaf, open)
    // Where backslashes are escapes, they are read as such; where they are part of a value, they are not (R3).
    if (open.hasEscapes && part.includes('\\')) this.#learnForm(withoutEscapes(canonical(own)), leaf, open)
  }

  #openTextOf(leaf: Leaf): OpenText {
    const { text, depth, at, from } = leaf
    const last = this.#open[depth]
    if (last?.text === text) return last
    const isPlain = !this.#lesson.withoutOurs && isAscii(text)
    const hasEscapes = text.includes('\\') && !(leaf.structured && !leaf.isDecoded)
    const source = this.#sourceOf(leaf, leaf.isDecoded ? at : at - from, isPlain)
    const open = { text, isPlain, hasEscapes, base: isPlain ? this.#index.keep(text, source) : undefined }
    this.#open[depth] = open
    return open
  }

  #learnForm(form: string, leaf: Leaf, { isPlain }: OpenText): void {
    const base = this.#index.keep(form, this.#sourceOf(leaf, leaf.at, isPlain))
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

  #sourceOf({ isDecoded }: Leaf, at: number, isPlain: boolean): TextSource {
    return { entry: this.#lesson.entry, at, form: isDecoded ? 'decoded' : isPlain ? 'plain' : 'canonical' }
  }
}
