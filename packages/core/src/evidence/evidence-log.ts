import { type Lesson, learnText } from './index/lesson.ts'
import type { TokenClass } from './index/look-up.ts'
import type { StoredText } from './index/text-store.ts'
import { TokenIndex } from './index/token-index.ts'
import type { Reading } from './text/reading.ts'

/** Where a token stands. */
export interface Place {
  /** The text as it was indexed, with the entry that holds it. */
  readonly source: StoredText
  /** The place in that text, in UTF-16 units. */
  readonly offset: number
}

/** How large a corpus is, without what it was forked from. */
export interface Footprint {
  readonly entries: number
  /** Different tokens, each counted once in each class. */
  readonly tokens: number
  /** UTF-16 units of text that are kept to compare with: as it came, and the canonical form of what is not ASCII. */
  readonly textLength: number
  /** Bytes of memory beside the texts. */
  readonly indexBytes: number
}

/** Texts shorter than this are learned as fast as they are remembered. */
const SHORTEST_REMEMBERED = 256

/** The texts of a stretch of a conversation, learned entry by entry, and asked as of the end of any entry. */
export class EvidenceLog {
  #index: TokenIndex | undefined
  /** For every entry, how much text there is up to its end: a version is a place in the text. */
  readonly #ends: number[] = []
  /** Long texts that were learned without a mask, and that held something. */
  readonly #learned = new Set<string>()
  #first = Number.POSITIVE_INFINITY
  #firstLive = Number.POSITIVE_INFINITY

  /** Whether text was dropped because there was no room for it. */
  get isFull(): boolean {
    return this.#index?.isFull ?? false
  }

  get footprint(): Footprint {
    const { table, texts } = this.#index ?? {}
    return {
      entries: this.#ends.length,
      tokens: table?.size ?? 0,
      textLength: texts?.length ?? 0,
      indexBytes: (table?.byteLength ?? 0) + (texts?.byteLength ?? 0) + 8 * this.#ends.length,
    }
  }

  /**
   * Learns the text of the entry that is not yet ended.
   *
   * @param isLive whether it came up in the conversation, unlike instructions that were there before (R17).
   */
  learn(reading: Reading, lesson: Lesson, isLive: boolean): void {
    this.#index ??= new TokenIndex()
    // Agents read the same thing again and again.
    const isRemembered = reading.text.length >= SHORTEST_REMEMBERED && !lesson.withoutOurs
    if (!isRemembered || !this.#learned.has(reading.text)) {
      if (!learnText(this.#index, reading, lesson)) return
      if (isRemembered && !lesson.mask) this.#learned.add(reading.text)
    }
    this.#first = Math.min(this.#first, this.#ends.length)
    if (isLive) this.#firstLive = Math.min(this.#firstLive, this.#ends.length)
  }

  /** The entry ends. */
  end(): void {
    this.#ends.push(this.#index?.texts.length ?? 0)
  }

  /** Whether the first so many entries hold any evidence. */
  hasEvidence(entries: number): boolean {
    return this.#first < entries
  }

  /** Whether the first so many entries hold any that came up in the conversation. */
  hasLiveEvidence(entries: number): boolean {
    return this.#firstLive < entries
  }

  /** The texts of the first so many entries, the newest first. */
  *texts(entries: number): Generator<StoredText> {
    const texts = this.#index?.texts
    for (let place = this.#limitOf(entries) - 1; texts && place >= 0; ) {
      const text = texts.textAt(place)
      yield text
      place = text.base - 1
    }
  }

  /** Where a token was first seen in the first so many entries. */
  find(kind: TokenClass, token: string, entries: number): Place | undefined {
    if (!this.#index || entries <= 0) return undefined
    const place = this.#index.find(kind, token, this.#limitOf(entries))
    if (place < 0) return undefined
    const source = this.#index.texts.textAt(place)
    return { source, offset: place - source.base }
  }

  /** Where the texts of the first so many entries end. */
  #limitOf(entries: number): number {
    return this.#ends[Math.min(entries, this.#ends.length) - 1] ?? 0
  }
}
