import type { Corpus } from '../evidence/corpus.ts'
import type { Place } from '../evidence/evidence-log.ts'
import type { TokenClass } from '../evidence/index/look-up.ts'
import type { CorpusSource } from '../evidence/source.ts'
import type { TranscriptEntry } from '../transcript.ts'

/**
 * What a verdict is based on: a conversation, and texts that the model has read beside it, which come after all of it.
 * The texts are learned once for many conversations. It remembers what it was asked in vain, for nothing else can have
 * another answer when more texts come to it.
 */
export class Evidence {
  readonly #conversation: Corpus
  readonly #texts: readonly Corpus[]
  readonly #missed: (readonly [kind: TokenClass, token: string])[] = []

  constructor(conversation: Corpus, texts: readonly Corpus[] = []) {
    this.#conversation = conversation
    this.#texts = texts
  }

  /** The entry that first held a token of that class. */
  find(kind: TokenClass, token: string): number | undefined {
    return this.locate(kind, token)?.source.entry
  }

  /** The first place of a token of that class. */
  locate(kind: TokenClass, token: string): Place | undefined {
    const place = this.#conversation.locate(kind, token) ?? this.#locateInTexts(kind, token)
    if (!place) this.#missed.push([kind, token])
    return place
  }

  /** An entry by its number. */
  entry(at: number): TranscriptEntry | undefined {
    let begin = this.#conversation.version
    if (at < begin) return this.#conversation.entry(at)
    for (const text of this.#texts) {
      if (at < begin + text.version) return text.entry(at - begin)
      begin += text.version
    }
    return undefined
  }

  /** What kind of evidence an entry is. */
  sourceOf(at: number): CorpusSource {
    return this.entry(at)?.kind === 'task' ? 'TASK_TEXT' : 'TOOL_RESULT'
  }

  /** Whether texts hold something that was asked for in vain. Where they do not, they would change no answer. */
  lacksSomethingOf(texts: Corpus): boolean {
    return this.#missed.some(([kind, token]) => texts.find(kind, token) !== undefined)
  }

  #locateInTexts(kind: TokenClass, token: string): Place | undefined {
    let begin = this.#conversation.version
    for (const text of this.#texts) {
      const place = text.locate(kind, token)
      if (place) return { ...place, source: { ...place.source, entry: begin + place.source.entry } }
      begin += text.version
    }
    return undefined
  }
}
