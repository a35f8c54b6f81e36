import { Corpus, type TranscriptEntry } from '@handrail/core'

/** So many openings are kept. */
const MOST = 16
/** Longer ones are not, in UTF-16 units. */
const LONGEST = 2 ** 20

/**
 * Conversations of one agent begin with the same instructions, often half of all their evidence. Those that came lately
 * are taken in once, for all conversations and whatever is known about the tools.
 */
export class Openings {
  /** The one that came last at the end. */
  #known: Opening[] = []

  /** What a conversation begins with, taken in; `undefined` of nothing. */
  of(entries: readonly TranscriptEntry[]): Corpus | undefined {
    const texts = instructionsOf(entries)
    const length = texts.reduce((sum, text) => sum + text.length, 0)
    if (texts.length === 0 || length > LONGEST) return undefined
    // Compared and not looked up: a text that is a key is hashed, from its first letter to its last.
    const found = this.#known.findLast((known) => known.length === length && areSame(known.texts, texts))
    const opening = found ?? { texts, length, corpus: openingOf(texts) }
    if (opening !== this.#known.at(-1))
      this.#known = [...this.#known.filter((known) => known !== opening), opening].slice(-MOST)
    return opening.corpus
  }
}

interface Opening {
  readonly texts: readonly string[]
  /** Of all of them, in UTF-16 units. */
  readonly length: number
  readonly corpus: Corpus
}

function areSame(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((text, at) => text === others[at])
}

function openingOf(texts: readonly string[]): Corpus {
  const corpus = new Corpus({ lazy: true })
  for (const text of texts) corpus.append({ kind: 'task', role: 'system', text })
  return corpus
}

/** The texts of the system before anybody else says something. */
function instructionsOf(entries: readonly TranscriptEntry[]): string[] {
  const texts: string[] = []
  for (const entry of entries) {
    if (entry.kind !== 'task' || entry.role !== 'system') break
    texts.push(entry.text)
  }
  return texts
}
