import { type Corpus, type Guard, guardOf } from '@handrail/core'
import type { Conversation } from '../conversation.ts'
import { Judges } from '../replay/judges.ts'
import type { Knowledge } from './setup.ts'

/** A guard and the corpora that it begins with. */
export interface Judge {
  readonly guard: Guard
  readonly corpus: () => Corpus
}

/** The guard of some knowledge for every set of tools that recordings tell of. */
export class Guards {
  readonly #judges: Judges

  constructor(knowledge: Knowledge) {
    this.#judges = new Judges({ one: knowledge })
  }

  /** @param tools what the recording says about its tools: under what the user said. */
  for(tools: Conversation['tools']): Judge {
    const [bench] = this.#judges.for(tools)
    if (!bench) return { guard: guardOf(undefined), corpus: () => guardOf(undefined).corpus() }
    return { guard: (bench.judges[0] as { guard: Guard }).guard, corpus: () => bench.corpus() }
  }
}
