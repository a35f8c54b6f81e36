import { type Corpus, type CorpusOptions, corpusOf } from '../../src/evidence/corpus.ts'
import { classifyCall } from '../../src/provenance/classify-call.ts'
import type { ArgProvenance, ProvenanceStance } from '../../src/provenance/verdict.ts'
import type { CallEntry, ResultEntry, TaskEntry, TranscriptEntry } from '../../src/transcript.ts'

/** What the user says. */
export function user(text: string): TaskEntry {
  return { kind: 'task', text, role: 'user' }
}

/** A call that the model makes. */
export function call(args: unknown, toolName = 'look_up', toolCallId = 'call_1'): CallEntry {
  return { kind: 'call', toolCallId, toolName, args }
}

/** What the environment answers. */
export function result(content: unknown, more: Partial<ResultEntry> = {}): ResultEntry {
  return { kind: 'result', toolCallId: 'call_1', toolName: 'look_up', content, ...more }
}

/** The verdict on one argument of a call that changes something. */
export function argOn(
  corpus: Corpus,
  name: string,
  value: unknown,
  toolName = 'update_record',
): ArgProvenance {
  const [arg] = classifyCall({ toolName, args: [{ name, value }] }, corpus).args
  if (!arg) throw new Error('a call of one argument has a verdict on it')
  return arg
}

/** The stance on one argument. */
export function stanceOn(corpus: Corpus, name: string, value: unknown): ProvenanceStance {
  return argOn(corpus, name, value).stance
}

/** The stance on one argument after a conversation. */
export function stanceAfter(
  entries: readonly TranscriptEntry[],
  name: string,
  value: unknown,
  options?: CorpusOptions,
): ProvenanceStance {
  return stanceOn(corpusOf(entries, options), name, value)
}

/** The stance on one argument when one tool result, which nothing was asked for, is all the evidence. */
export function stanceWith(content: unknown, name: string, value: unknown): ProvenanceStance {
  return stanceAfter([user('Please help.'), result(content)], name, value)
}
