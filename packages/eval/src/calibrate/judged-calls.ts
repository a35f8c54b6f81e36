import type { Assessment, Corpus, Guard, TranscriptEntry } from '@handrail/core'
import type { Conversation } from '../conversation.ts'
import { EvidenceSearch } from './evidence-search.ts'
import type { Guards } from './guards.ts'

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
  /** The evidence as of then, until the next call is asked for. Of a call that reads it was not asked for. */
  readonly corpus: Corpus
  /** The same as text, until the next call is asked for. */
  readonly search: EvidenceSearch
}

/** Judges the calls of a conversation, one after the other. */
export function* judgedCalls(
  { entries, tools, messageOf }: Conversation,
  guards: Guards,
  extraEvidence: readonly string[],
): Generator<JudgedCall> {
  const { guard, corpus: begin } = guards.for(tools)
  const corpus = begin()
  const search = new EvidenceSearch(entries, extraEvidence)
  let learned = 0
  // Learned when it is asked for: many conversations change nothing, or nothing any more.
  const evidenceBefore = (end: number) => {
    for (; learned < end; learned++) corpus.append(entries[learned] as TranscriptEntry)
    return corpus
  }
  let call = 0
  for (let at = 0; at < entries.length; at++) {
    const start = at
    search.upTo(start)
    // Calls of one step stand together, and none of them saw an answer to another.
    for (let entry = entries[at]; entry?.kind === 'call'; entry = entries[++at]) {
      const { toolCallId, toolName, args } = entry
      const assessment = guard.assess({ toolCallId, toolName, args }, () => evidenceBefore(start))
      yield { toolName, args, call, message: messageOf[at] ?? 0, assessment, guard, corpus, search }
      call++
    }
  }
}
