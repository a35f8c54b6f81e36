import { z } from 'zod'
import { whyNoConversation } from './elsewhere.ts'
import { nameOf } from './values.ts'

/** What stands around the messages of a conversation. Whatever else a record holds is left alone. */
const frameSchema = z.object({
  messages: z.array(z.unknown()),
  tools: z.unknown().optional(),
  reward: z.unknown().optional(),
  system: z.unknown().optional(),
  instructions: z.unknown().optional(),
  previous_response_id: z.unknown().optional(),
})

/** A record that holds a conversation. */
export type Frame = z.infer<typeof frameSchema>

/** The frame of a record; a sentence when it holds no conversation. */
export function readFrame(record: unknown): Frame | string {
  const read = frameSchema.safeParse(record)
  if (read.success) return read.data
  return whyNoConversation(record)
}

/** By which names a conversation, or the one that a message belongs to, is called. */
export const idFields = [
  'conversation_id',
  'conversationId',
  'thread_id',
  'threadId',
  'session_id',
  'sessionId',
  'chat_id',
  'chatId',
  'trace_id',
  'traceId',
] as const

/** The id that a record gives its conversation; `undefined` when it gives none. */
export function idOfRecord(record: Readonly<Record<string, unknown>>): string | undefined {
  return nameOf(record.id) || idOfGroup(record)
}

/** The id of the conversation that a message says it belongs to. */
export function idOfGroup(message: Readonly<Record<string, unknown>>): string | undefined {
  for (const field of idFields) {
    const id = nameOf(message[field])
    if (id !== '') return id
  }
  return undefined
}

/** How well a run went, from 0 to 1; `undefined` when the record does not say. */
export function rewardOf({ reward }: Frame): number | undefined {
  if (typeof reward === 'boolean') return reward ? 1 : 0
  return typeof reward === 'number' && Number.isFinite(reward) ? reward : undefined
}
