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
  /** Whether some part of it may be ours. */
  readonly mayHoldOurs: boolean
  readonly isAscii: boolean
  /** Whether it holds backslashes that JSON does not account for. */
  readonly hasEscapes: boolean
  /** Where it is kept, once a leaf was learned where it stands and if there was room. */
  base: number | undefined
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
    const { text, from, to, isKey } = leaf
    const part = text.slice(from, to)
    if (isKey && this.#index.knowsKey(part)) {
      this.learnedAnything = true
      return
    }
    const page = this.#pageOf(leaf)
    const own = this.#lesson.withoutOurs?.(part) ?? part
    if (!this.learnedAnything) this.learnedAnything = /\S/.test(own)
    // ASCII is learned where it stands; of all else the canonical form is made and kept (R1).
    const inPlace = !page.mayHoldOurs && (page.isAscii || isAscii(part))
    let isWhole = inPlace ? this.#learnInPlace(page, leaf) : this.#learnForm(canonical(own), leaf)
    // Where backslashes are escapes, they are read as such; where they are part of a value, they are not (R3).
    if (page.hasEscapes && own.includes('\\'))
      isWhole = this.#learnForm(withoutEscapes(canonical(own)), leaf) && isWhole
    // A blank name is no evidence, known or not.
    if (isKey && isWhole && own === part && /\S/.test(part)) this.#index.noteKey(part)
  }

  #pageOf(leaf: Leaf): Page {
    const last = this.#pages[leaf.depth]
    if (last?.text === leaf.text) return last
    const page = this.#open(leaf)
    this.#pages[leaf.depth] = page
    return page
  }

  #open({ text, structured, isDecoded }: Leaf): Page {
    const mayHoldOurs = this.#lesson.withoutOurs !== undefined && text.includes(NOTE_MARKER)
    const hasEscapes = text.includes('\\') && !(structured && !isDecoded)
    return { text, mayHoldOurs, isAscii: isAscii(text), hasEscapes, base: undefined }
  }

  #learnInPlace(page: Page, leaf: Leaf): boolean {
    const at = leaf.isDecoded ? leaf.at : leaf.at - leaf.from
    page.base ??= this.#index.keep(page.text, this.#sourceOf(leaf, at, 'plain'))
    return this.#learnPart(page.text, leaf.from, leaf.to, page.base, leaf)
  }

  #learnForm(form: string, leaf: Leaf): boolean {
    const base = this.#index.keep(form, this.#sourceOf(leaf, leaf.at, 'canonical'))
    return this.#learnPart(form, 0, form.length, base, leaf)
  }

  /** Gives whether nothing of the part was left out. */
  #learnPart(text: string, from: number, to: number, base: number | undefined, leaf: Leaf): boolean {
    if (base === undefined) return false
    const { mask } = this.#lesson
    const { key } = leaf
    const isMasked = this.#index.learn(text, from, to, base, key, mask)
    if (!isMasked) return true
    if (!this.#supplies(text, from, to, leaf)) return false
    this.#index.learn(text, from, to, base, key, undefined)
    return true
  }

  /** R27: whether a record holds what the model brought up as an entire leaf. */
  #supplies(text: string, from: number, to: number, leaf: Leaf): boolean {
    const { mask } = this.#lesson
    if (!mask || !leaf.structured || leaf.repeatsRequest || to - from > 2 * LONGEST_TOKEN) return false
    return !mask.strict && mask.hides(text.slice(from, to))
  }

  #sourceOf({ isDecoded }: Leaf, at: number, form: TextSource['form']): TextSource {
    return { entry: this.#lesson.entry, at, form: isDecoded ? 'decoded' : form }
  }
}
