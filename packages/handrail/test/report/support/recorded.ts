import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type CallFinding,
  type Conversation,
  conversationsOfRecord,
  isProblem,
  presetPolicies,
  replayConversation,
} from '@handrail/eval'

/** Conversations, with what three policies make of their calls. */
export interface RecordedCalls {
  readonly conversations: readonly Conversation[]
  readonly findings: readonly CallFinding[]
}

const { default: standard, ask, block } = presetPolicies()

/** What three policies make of every call. */
export function judged(conversations: readonly Conversation[]): RecordedCalls {
  const policies = { default: standard, ask, block }
  return { conversations, findings: conversations.flatMap((each) => replayConversation(each, policies)) }
}

/** A conversation that is written down in a test, in the format of our traces. */
export function conversationOf(record: unknown, line = 1): Conversation {
  const [conversation] = conversationsOfRecord(record, { file: 'test.jsonl', line }).filter(
    (each) => !isProblem(each),
  )
  return conversation as Conversation
}

/** The conversations of a file of traces. */
export function conversationsIn(file: string): Conversation[] {
  const lines = readFileSync(file, 'utf8').trim().split('\n')
  const name = file.split('/').at(-1) as string
  return lines.flatMap((line, at) =>
    conversationsOfRecord(JSON.parse(line), { file: name, line: at + 1 }, 'trace').flatMap((each) =>
      isProblem(each) ? [] : [each],
    ),
  )
}

/** A file of our own traces. */
export function traceFile(name: string): string {
  return join(import.meta.dirname, '../../../../../accuracy/traces', `${name}.jsonl`)
}

/** The conversations of a file of our own traces. */
export function ourTraces(name: string): Conversation[] {
  return conversationsIn(traceFile(name))
}
