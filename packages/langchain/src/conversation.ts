import { type Corpus, createCorpusCache, type Guard } from '@handrail/core'
import { AIMessage, type BaseMessage } from '@langchain/core/messages'
import type { ToolCall } from '@langchain/core/messages/tool'
import { entriesOfMessage } from './transcript.ts'

/** The conversation that a call came out of. */
export interface Conversation {
  /** What the model had read when it made the call, and its own message. */
  readonly seen: readonly BaseMessage[]
  /** The call as the model wrote it; absent when no message holds it. */
  readonly call?: ToolCall
}

/** The messages of a graph's state, or of a node that is handed the messages alone. */
export function messagesOf(state: unknown): readonly BaseMessage[] | undefined {
  const messages = Array.isArray(state)
    ? state
    : (state as { messages?: unknown } | null | undefined)?.messages
  return Array.isArray(messages) ? messages : undefined
}

/**
 * Cuts the messages behind the one that made the call: the results of calls beside it come in later, and the model
 * had not read them. The last message counts where a provider uses an id twice.
 */
export function conversationOf(messages: readonly BaseMessage[], toolCallId: string): Conversation {
  if (toolCallId === '') return { seen: messages }
  for (let at = messages.length - 1; at >= 0; at--) {
    const message = messages[at]
    const call = AIMessage.isInstance(message) && message.tool_calls?.find(({ id }) => id === toolCallId)
    if (call) return { seen: messages.slice(0, at + 1), call }
  }
  return { seen: messages }
}

const readers = new WeakMap<Guard, (messages: Iterable<BaseMessage>) => Corpus>()

/** The evidence in messages. Each message object is read once for all tools of a guard. */
export function evidenceIn(messages: Iterable<BaseMessage>, guard: Guard): Corpus {
  let read = readers.get(guard)
  if (!read) {
    read = createCorpusCache(guard.corpus(), entriesOfMessage)
    readers.set(guard, read)
  }
  return read(messages)
}
