import type { Intervention } from '../intervention/vocabulary.ts'
import type { CallEntry, ToolTraits, TranscriptEntry } from '../transcript.ts'

/** What a corpus needs to know about the tools of the conversation. */
export interface CorpusOptions {
  /** Traits by tool name. */
  readonly tools?: Readonly<Record<string, ToolTraits>>
}

/** An answer in the conversation that Handrail had a hand in. */
export interface MarkedAnswer {
  /** The call it answers. */
  readonly call: CallEntry
  /** The rung the answer was marked with. */
  readonly intervention: Intervention
  /** The evidence as of that call. */
  readonly evidence: Corpus
}

export class Corpus {
  constructor(_options: CorpusOptions = {}) {}
  append(_entry: TranscriptEntry): void {}
  fork(): Corpus {
    return this
  }
  get version(): number {
    return 0
  }
  get isEmpty(): boolean {
    return true
  }
  get markedAnswers(): readonly MarkedAnswer[] {
    return []
  }
}

export function corpusOf(entries: Iterable<TranscriptEntry>, options?: CorpusOptions): Corpus {
  const corpus = new Corpus(options)
  for (const entry of entries) corpus.append(entry)
  return corpus
}
