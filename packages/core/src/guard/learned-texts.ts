import { type Corpus, corpusOf } from '../evidence/corpus.ts'

/** So many sets of texts are kept: what a model reads about its tools may differ from tool to tool. */
const MOST_SETS = 8
/** Larger sets are learned anew each time, in UTF-16 units. */
const MOST_TEXT = 2 ** 18

interface LearnedSet {
  readonly texts: readonly string[]
  readonly corpus: Corpus
}

/** Learns texts that come again with every call once: instructions, and what the model reads about its tools. */
export class LearnedTexts {
  /** The latest first. */
  readonly #sets: LearnedSet[] = []

  /** A corpus of these texts, the same one for the same texts while it is kept; `undefined` of none. */
  corpusOf(texts: readonly string[]): Corpus | undefined {
    if (texts.length === 0) return undefined
    if (texts.reduce((sum, { length }) => sum + length, 0) > MOST_TEXT) return learn(texts).corpus
    const at = this.#sets.findIndex((set) => isSame(set.texts, texts))
    const [set = learn(texts)] = at < 0 ? [] : this.#sets.splice(at, 1)
    this.#sets.unshift(set)
    if (this.#sets.length > MOST_SETS) this.#sets.pop()
    return set.corpus
  }
}

function learn(texts: readonly string[]): LearnedSet {
  const corpus = corpusOf(texts.map((text) => ({ kind: 'task', role: 'system', text })))
  // The host may change its list.
  return { texts: [...texts], corpus }
}

function isSame(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((text, i) => text === others[i])
}
