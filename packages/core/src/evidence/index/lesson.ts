import { NOTE_MARKER } from '../../note-marker.ts'
import type { Mask } from '../echo/mask.ts'
import { canonical, isAscii, withoutEscapes } from '../text/canonical.ts'
import type { Leaf, Reading } from '../text/reading.ts'
import type { TextSource } from './text-store.ts'
import type { TokenIndex } from './token-index.ts'
import { LONGEST_TOKEN } from './token-table.ts'

/** How the text of an entry is to be taken. */
export interface Lesson {
  /** The entry of the transcript. */
  readonly entry: number
  /** What may not be learned, for it may only repeat what the model brought up. */
  readonly mask: Mask | undefined
  /** Takes out of a text what is ours. */
  readonly withoutOurs?: ((text: string) => string) | undefined
}

/** Learns the text of an entry, leaf by leaf. Gives whether there was anything in it. */
export function learnText(index: TokenIndex, reading: Reading, lesson: Lesson): boolean {
  const pupil = new Pupil(index, lesson)
  reading.visit((leaf) => pupil.learn(leaf))
  return pupil.learnedAnything
}

/** A text whose leaves are learned. */
interface Page {
  readonly text: string
  /** Whether its leaves are learned where they stand. */
  readonly isPlain: boolean
  /** Whether it holds backslashes that JSON does not account for. */
  readonly hasEscapes: boolean
  /** Where it is kept, if its leaves are learned where they stand and there is room. */
  readonly base: number | undefined
}

class Pupil {
  learnedAnything = false
  readonly #index: TokenIndex
  readonly #lesson: Lesson
  /** The text that was read last at every depth: leaves of a text come also after those of texts within it. */
  readonly #pages: Page[] = []

  constructor(index: TokenIndex, lesson: Lesson) {
    this.#index = index
    this.#lesson = lesson
  }

  learn(leaf: Leaf): undefined {
    const { text, from, to } = leaf
    if (leaf.isKey && this.#index.knowsKey(text.slice(from, to), this.#lesson.mask !== undefined)) {
      this.learnedAnything = true
      return
    }
    const page = this.#pageOf(leaf)
    const own = this.#ownOf(text.slice(from, to))
    if (!this.learnedAnything) this.learnedAnything = /\S/.test(own)
    if (page.isPlain) this.#learnPart(text, from, to, page.base, leaf)
    else this.#learnForm(canonical(own), leaf)
    // Where backslashes are escapes, they are read as such; where they are part of a value, they are not (R3).
    if (page.hasEscapes && own.includes('\\')) this.#learnForm(withoutEscapes(canonical(own)), leaf)
  }

  #pageOf(leaf: Leaf): Page {
    const last = this.#pages[leaf.depth]
    if (last?.text === leaf.text) return last
    const page = this.#open(leaf)
    this.#pages[leaf.depth] = page
    return page
  }

  /** ASCII is learned where it stands; of all else the canonical form is made and kept (R1). */
  #open(leaf: Leaf): Page {
    const { text } = leaf
    const isPlain = !this.#mayHoldOurs(text) && isAscii(text)
    const hasEscapes = text.includes('\\') && !(leaf.structured && !leaf.isDecoded)
    const at = leaf.isDecoded ? leaf.at : leaf.at - leaf.from
    const base = isPlain ? this.#index.keep(text, this.#sourceOf(leaf, at, 'plain')) : undefined
    return { text, isPlain, hasEscapes, base }
  }

  #learnForm(form: string, leaf: Leaf): void {
    const base = this.#index.keep(form, this.#sourceOf(leaf, leaf.at, 'canonical'))
    this.#learnPart(form, 0, form.length, base, leaf)
  }

  #learnPart(text: string, from: number, to: number, base: number | undefined, leaf: Leaf): void {
    if (base === undefined) return
    const { mask } = this.#lesson
    const { key } = leaf
    const isMasked = this.#index.learn(text, from, to, base, key, mask)
    if (isMasked && this.#supplies(text, from, to, leaf))
      this.#index.learn(text, from, to, base, key, undefined)
  }

  /** R27: whether a record holds what the model brought up as an entire leaf. */
  #supplies(text: string, from: number, to: number, leaf: Leaf): boolean {
    const { mask } = this.#lesson
    if (!mask || !leaf.structured || leaf.repeatsRequest || to - from > 2 * LONGEST_TOKEN) return false
    return !mask.strict && mask.hides(text.slice(from, to))
  }

  /** Whether some part of a text may be ours. */
  #mayHoldOurs(text: string): boolean {
    return this.#lesson.withoutOurs !== undefined && text.includes(NOTE_MARKER)
  }

  /** A part without what is ours. */
  #ownOf(part: string): string {
    return this.#lesson.withoutOurs?.(part) ?? part
  }

  #sourceOf({ isDecoded }: Leaf, at: number, form: TextSource['form']): TextSource {
    return { entry: this.#lesson.entry, at, form: isDecoded ? 'decoded' : form }
  }
}
