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
  readonly #known = new Map<string, Corpus>()

  /** What a conversation begins with, taken in; `undefined` of nothing. */
  of(entries: readonly TranscriptEntry[]): Corpus | undefined {
    const texts = instructionsOf(entries)
    const length = texts.reduce((sum, text) => sum + text.length, 0)
    if (texts.length === 0 || length > LONGEST) return undefined
    const key = keyOf(texts)
    const known = this.#known.get(key) ?? openingOf(texts)
    // Again at the end: the first of the map is the one that was not used for the longest time.
    this.#known.delete(key)
    this.#known.set(key, known)
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= MOST) break
      this.#known.delete(oldest)
    }
    return known
  }
}

/** One text stands for itself, so that no copy of it is made; nothing else begins as several do. */
function keyOf([first = '', ...more]: readonly string[]): string {
  return more.length === 0 && !first.startsWith(SEVERAL) ? first : SEVERAL + JSON.stringify([first, ...more])
}

const SEVERAL = '\0'

function openingOf(texts: readonly string[]): Corpus {
  const corpus = new Corpus()
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
