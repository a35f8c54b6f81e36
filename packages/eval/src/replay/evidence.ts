import type { Corpus, TranscriptEntry } from '@handrail/core'
import type { Bench } from './judges.ts'
import type { Openings } from './openings.ts'

/** The evidence of a conversation, taken in when it is asked for: what no call is judged on costs nothing. */
export class Evidence {
  readonly #entries: readonly TranscriptEntry[]
  readonly #bench: Bench
  readonly #openings: Openings
  #corpus: Corpus | undefined
  #taken = 0

  constructor(entries: readonly TranscriptEntry[], bench: Bench, openings: Openings) {
    this.#entries = entries
    this.#bench = bench
    this.#openings = openings
  }

  /** What stands before an entry, which is never before one that was asked for already. */
  before(at: number): Corpus {
    const corpus = this.#corpus ?? this.#open()
    for (; this.#taken < at; this.#taken++) corpus.append(this.#entries[this.#taken] as TranscriptEntry)
    return corpus
  }

  #open(): Corpus {
    const opening = this.#openings.of(this.#entries)
    this.#taken = opening?.version ?? 0
    this.#corpus = this.#bench.corpus(opening)
    return this.#corpus
  }
}
