import type { Assessment, Corpus, Guard } from '@handrail/core'
import type { Conversation } from '../conversation.ts'
import { Evidence } from '../replay/evidence.ts'
import { Judges } from '../replay/judges.ts'
import { EvidenceSearch } from './evidence-search.ts'
import type { Knowledge } from './setup.ts'

/** A call of a recording, judged on what the model had read when it made it. */
export interface JudgedCall {
  readonly toolName: string
  readonly args: unknown
  /** Its number in the conversation, from 0. */
  readonly call: number
  /** Its message in the recording, from 0. */
  readonly message: number
  readonly assessment: Assessment
  readonly guard: Guard
  /** The evidence as of then. To be asked for before the next call is. */
  readonly corpus: () => Corpus
  /** The same as text. */
  readonly search: EvidenceSearch
}

/** Judges recorded calls by what one guard knows. */
export class CallJudge {
  readonly #judges: Judges
  readonly #extraEvidence: readonly string[]

  constructor(knowledge: Knowledge) {
    this.#judges = new Judges({ one: knowledge })
    this.#extraEvidence = knowledge.extraEvidence ?? []
  }

  /**
   * Judges the calls of a conversation, one after the other.
   *
   * @param isWanted by the number of a call. All by default.
   */
  *callsOf(
    { entries, tools, messageOf }: Conversation,
    isWanted: (call: number) => boolean = () => true,
  ): Generator<JudgedCall> {
    const search = new EvidenceSearch(entries, this.#extraEvidence)
    for (const bench of this.#judges.for(tools)) {
      const evidence = new Evidence(entries, bench, this.#judges.openings)
      // Mints stand nowhere, so all evidence is learned to judge them: apart, because the calls themselves need that rarely.
      const apart = new Evidence(entries, bench, this.#judges.openings)
      for (const { guard } of bench.judges) {
        let call = -1
        // Calls of one step stand together, and none of them saw an answer to another.
        let step = 0
        for (const [at, entry] of entries.entries()) {
          if (entry.kind !== 'call') {
            step = at + 1
            continue
          }
          call++
          if (!isWanted(call)) continue
          const { toolCallId, toolName, args } = entry
          const begin = step
          const corpus = () => apart.before(begin)
          search.upTo(begin)
          const assessment = guard.assess({ toolCallId, toolName, args }, () => evidence.before(begin))
          yield { toolName, args, call, message: messageOf[at] ?? 0, assessment, guard, corpus, search }
        }
      }
    }
  }
}
