import type { TranscriptEntry } from '@handrail/core'
import { z } from 'zod'
import type { Conversation, ConversationFormat, Place, Problem } from '../conversation.ts'

const call = z.object({ id: z.string().nullish(), name: z.string(), args: z.unknown() })
const record = z.object({
  id: z.string(),
  reward: z.number().nullable(),
  messages: z.array(
    z.discriminatedUnion('role', [
      z.object({ role: z.enum(['system', 'user']), content: z.string() }),
      z.object({ role: z.literal('assistant'), toolCalls: z.array(call).nullish() }),
      z.object({
        role: z.literal('tool'),
        content: z.unknown(),
        toolCallId: z.string().nullish(),
        toolName: z.string().nullish(),
      }),
    ]),
  ),
  tools: z.array(z.object({ name: z.string(), mutating: z.boolean() })),
})

export function conversationsOfRecord(
  json: unknown,
  place: Place,
  _format?: ConversationFormat,
): (Conversation | Problem)[] {
  const { id, reward, messages, tools } = record.parse(json)
  const entries: TranscriptEntry[] = []
  const messageOf: number[] = []
  let open: { id: string; recordedId: string | null | undefined; name: string }[] = []
  for (const [at, said] of messages.entries()) {
    if (said.role === 'tool') {
      const byId =
        said.toolCallId == null ? undefined : open.findLast((one) => one.recordedId === said.toolCallId)
      const answered = byId ?? open.find((one) => one.name === said.toolName)
      entries.push({
        kind: 'result',
        toolCallId: answered?.id ?? `result_${at}`,
        toolName: answered?.name ?? said.toolName ?? '',
        content: said.content,
      })
      messageOf.push(at)
      open = open.filter((one) => one !== answered)
    } else if (said.role !== 'assistant') {
      entries.push({ kind: 'task', role: said.role, text: said.content })
      messageOf.push(at)
    } else
      for (const [nth, { id: recordedId, name, args }] of (said.toolCalls ?? []).entries()) {
        const callId = `call_${at}_${nth}`
        open.push({ id: callId, recordedId, name })
        entries.push({ kind: 'call', toolCallId: callId, toolName: name, args: args ?? {} })
        messageOf.push(at)
      }
  }
  return [
    {
      ...{ id, format: 'trace', place, entries, messageOf, said: [] },
      tools: Object.fromEntries(
        tools.map(({ name, mutating }) => [name, { effect: mutating ? 'write' : 'read' }]),
      ),
      ...(reward !== null && { reward }),
    },
  ]
}

export async function isLines(_file: string): Promise<boolean> {
  return true
}

export async function* readConversations(
  _files: readonly string[],
  _options: { readonly format?: ConversationFormat },
): AsyncGenerator<Conversation | Problem> {}
