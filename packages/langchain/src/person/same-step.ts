import type { BaseMessage } from '@langchain/core/messages'
import { callsIn } from '../evidence/conversation.ts'
import { asMessage } from '../evidence/message-like.ts'

/** A message that makes calls, in its place in a conversation. */
export interface Step {
  readonly message: BaseMessage
  /** How many messages up to it make calls. */
  readonly number: number
}

/** The last message that makes calls. */
export function lastStepOf(messages: readonly unknown[]): Step | undefined {
  const steps = messages.map(asMessage).filter((message) => callsIn(message).length > 0)
  const message = steps.at(-1)
  return message && { message, number: steps.length }
}

/**
 * Whether two messages are copies of one. The ids of their calls do not tell: some providers number the calls of every
 * message anew. Graphs of one's own may give their messages no ids.
 */
export function isSameStep(one: Step, other: Step): boolean {
  const [id, otherId] = [one.message.id, other.message.id]
  return id !== undefined && otherId !== undefined ? id === otherId : one.number === other.number
}
