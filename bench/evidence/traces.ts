import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { TranscriptEntry } from '../../packages/core/src/index.ts'

/** A recorded conversation. */
export interface Conversation {
  readonly entries: readonly TranscriptEntry[]
  /** The texts that are evidence: of the system, of the user, and of tools. */
  readonly texts: readonly string[]
}

const message = z.discriminatedUnion('role', [
  z.object({ role: z.enum(['system', 'user']), content: z.string() }),
  z.object({
    role: z.literal('assistant'),
    toolCalls: z
      .array(z.object({ id: z.string().nullish(), name: z.string(), args: z.unknown() }))
      .optional(),
  }),
  z.object({
    role: z.literal('tool'),
    content: z.unknown(),
    toolCallId: z.string().nullish(),
    toolName: z.string().nullish(),
  }),
])
const record = z.object({ messages: z.array(message) })

/** The conversations of some JSONL files. Records without messages are passed over. */
export function readTraces(files: readonly string[]): Conversation[] {
  return files.flatMap((name) =>
    readFileSync(name, 'utf8')
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line): unknown => JSON.parse(line))
      .filter((value) => typeof value === 'object' && value !== null && 'messages' in value)
      .map((value) => conversationFrom(record.parse(value).messages)),
  )
}

/** The recorded conversations in the folder that `HANDRAIL_DATA` names; none when it names none. */
export function traceFiles(): string[] {
  const folder = process.env.HANDRAIL_DATA && join(process.env.HANDRAIL_DATA, 'traces')
  if (!folder || !existsSync(folder)) return []
  const names = readdirSync(folder).filter((name) => name.endsWith('.jsonl'))
  return names.sort().map((name) => join(folder, name))
}

function conversationFrom(messages: readonly z.infer<typeof message>[]): Conversation {
  const entries = messages.flatMap(entriesFrom)
  const texts = entries.flatMap((entry) =>
    entry.kind === 'task' ? [entry.text] : entry.kind === 'result' ? [textOf(entry.content)] : [],
  )
  return { entries, texts }
}

function entriesFrom(given: z.infer<typeof message>): TranscriptEntry[] {
  if (given.role === 'assistant')
    return (given.toolCalls ?? []).map(({ id, name, args }) => ({
      ...{ kind: 'call', toolCallId: id ?? '', toolName: name },
      args,
    }))
  if (given.role !== 'tool') return [{ kind: 'task', text: given.content, role: given.role }]
  const { content, toolCallId, toolName } = given
  return [{ kind: 'result', toolCallId: toolCallId ?? '', toolName: toolName ?? '', content }]
}

function textOf(content: unknown): string {
  return typeof content === 'string' ? content : JSON.stringify(content)
}
