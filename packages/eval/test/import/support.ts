import type { TranscriptEntry } from '@handrail/core'
import {
  type Conversation,
  type ConversationFormat,
  conversationsOfRecord,
  isProblem,
  type Problem,
} from '../../src/index.ts'

export const place = { file: 'runs.jsonl', line: 7 }

/** What JSON makes of a value. */
export const dumped = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

/** Reads a record, as a file would hold it. */
export function read(record: unknown, format?: ConversationFormat) {
  const all = conversationsOfRecord(dumped(record), place, format)
  const conversations = all.filter((one): one is Conversation => !isProblem(one))
  const problems = all.filter((one): one is Problem => isProblem(one))
  return { conversations, problems, messages: problems.map(({ message }) => message) }
}

/** The one conversation of a record that has no problems. */
export function readOne(record: unknown, format?: ConversationFormat): Conversation {
  const { conversations, messages } = read(record, format)
  const [conversation] = conversations
  if (conversations.length !== 1 || !conversation || messages.length > 0)
    throw new Error(`Expected one conversation, got ${conversations.length}, and ${messages.join(' ')}`)
  return conversation
}

/** Entries of a step in the order that replay needs: what an adapter hands over, with the calls first. */
export function callsFirst(messages: readonly (readonly TranscriptEntry[])[]): TranscriptEntry[] {
  return messages.flatMap((entries) => [
    ...entries.filter(({ kind }) => kind === 'call'),
    ...entries.filter(({ kind }) => kind !== 'call'),
  ])
}

/** Entries without the names of tools in results, which LangChain does not always keep. */
export function withoutNames(entries: readonly TranscriptEntry[]): TranscriptEntry[] {
  return entries.map((entry) => (entry.kind === 'result' ? { ...entry, toolName: '' } : entry))
}
