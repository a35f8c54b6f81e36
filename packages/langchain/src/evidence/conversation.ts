import type { GuardedCall, RulingRequest } from '@handrail/core'
import { AIMessage, type BaseMessage, ToolMessage } from '@langchain/core/messages'
import type { ToolCall } from '@langchain/core/messages/tool'
import { beforeEdit } from './edited.ts'
import { asMessage } from './message-like.ts'
import { saysSame } from './written.ts'

export { evidenceIn } from './evidence.ts'

/** A call as it reached its tool. */
export interface CallAtHand {
  readonly toolCallId: string
  /** Absent where the host does not tell it. */
  readonly toolName?: string | undefined
  readonly args: unknown
}

/** The conversation that a call came out of. */
export interface Conversation {
  /** What the model had read when it made the call, and its own message. */
  readonly seen: readonly BaseMessage[]
  /** Whether a message holds the call. */
  readonly holdsCall: boolean
  /** The call as the model wrote it; absent when no message holds it, or when several might be it. */
  readonly call?: ToolCall | undefined
}

/** The messages of a graph's state, or of a node that is handed the messages alone. */
export function messagesOf(state: unknown): readonly unknown[] | undefined {
  const messages = Array.isArray(state)
    ? state
    : (state as { messages?: unknown } | null | undefined)?.messages
  return Array.isArray(messages) ? messages : undefined
}

/**
 * Cuts the messages behind the one that made the call: the results of calls beside it come in later, and the model
 * had not read them. The last message counts where a provider uses an id again.
 *
 * @returns a text that says why when the call is not the model's.
 */
export function conversationOf(given: readonly unknown[], atHand: CallAtHand): Conversation | string {
  const messages = given.map(asMessage)
  const { toolCallId, toolName, args } = atHand
  if (toolCallId === '') return { seen: messages, holdsCall: false }
  const at = messages.findLastIndex((message) => callsIn(message).some(({ id }) => id === toolCallId))
  // A loop may add the model's message only when its calls are answered; while calls are open, it has been added.
  if (at < 0) return hasOpenCalls(messages) ? OF_A_TOOL : { seen: messages, holdsCall: false }
  const named = callsIn(messages[at]).filter(
    ({ id, name }) => id === toolCallId && name === (toolName ?? name),
  )
  if (named.length === 0) return OF_A_TOOL
  const written = named.length === 1 ? named[0] : named.find((one) => saysSame(one.args, args))
  const call = written && (beforeEdit(messages[at], written) ?? written)
  return { seen: messages.slice(0, at + 1), holdsCall: true, call }
}

const OF_A_TOOL = 'the call came from another tool, not from the model'

/** The calls that a message of the model makes. */
export function callsIn(message: BaseMessage | undefined): readonly ToolCall[] {
  return AIMessage.isInstance(message) ? (message.tool_calls ?? []) : []
}

/** Whether the model waits for an answer. What the user has written past stays open for ever and waits for nothing. */
function hasOpenCalls(messages: readonly BaseMessage[]): boolean {
  const at = messages.findLastIndex((message) => callsIn(message).length > 0)
  if (messages.slice(at + 1).some((message) => message.getType() === 'human')) return false
  const answered = new Set(
    messages.slice(at + 1).map((one) => ToolMessage.isInstance(one) && one.tool_call_id),
  )
  return callsIn(messages[at]).some(({ id }) => id !== undefined && !answered.has(id))
}

/** A call that there is nothing to judge by: it runs, and the record says why it was not judged. */
export function withoutEvidence(call: GuardedCall, why: string): RulingRequest {
  return {
    call,
    evidence: () => {
      throw new Error(why)
    },
  }
}
