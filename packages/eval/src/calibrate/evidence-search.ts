import type { TranscriptEntry } from '@handrail/core'
import type { LeafValue } from '../families/leaf.ts'
import { SearchableText } from '../families/searchable-text.ts'

/** The text of a conversation up to a place, made only when somebody looks for something in it. */
export class EvidenceSearch {
  readonly #entries: readonly TranscriptEntry[]
  readonly #text: SearchableText
  #end = 0
  #read = 0

  /** @param texts what the model has read beside the conversation. */
  constructor(entries: readonly TranscriptEntry[], texts: readonly string[]) {
    this.#entries = entries
    this.#text = new SearchableText(texts)
  }

  /** Moves the place on: what stands before this entry counts. */
  upTo(end: number): void {
    this.#end = end
  }

  /** Whether a value stands in it literally. */
  holds(value: LeafValue): boolean {
    for (; this.#read < this.#end; this.#read++) {
      const entry = this.#entries[this.#read]
      if (entry?.kind === 'task') this.#text.add(entry.text)
      else if (entry?.kind === 'result') this.#text.add(textOf(entry.content))
    }
    return this.#text.holds(value)
  }
}

function textOf(content: unknown): string {
  if (typeof content === 'string') return content
  try {
    return JSON.stringify(content) ?? ''
  } catch {
    return ''
  }
}
