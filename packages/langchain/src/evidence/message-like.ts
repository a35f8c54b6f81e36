import { type BaseMessage, coerceMessageLikeToMessage, HumanMessage } from '@langchain/core/messages'
import { isRecord } from './written.ts'

/** One message for an object: whatever is kept by message must find the same one again. */
const read = new WeakMap<object, BaseMessage>()

/**
 * Anything that LangChain takes for a message, as one: `{ role, content }`, `['user', text]`, a text, or what JSON made
 * of a message. What is none comes back as an object without a type, which stands for something that cannot be read.
 */
export function asMessage(like: unknown): BaseMessage {
  if (typeof like === 'string') return new HumanMessage(like)
  // Caches by object need one even for what is not.
  if (typeof like !== 'object' || like === null) return {} as BaseMessage
  if (typeof (like as BaseMessage).getType === 'function') return like as BaseMessage
  const known = read.get(like)
  if (known) return known
  const message = coerced(like)
  read.set(like, message)
  return message
}

function coerced(like: object): BaseMessage {
  try {
    // LangChain's own stores keep a message's fields one level further down.
    const { data, type } = like as { data?: unknown; type?: unknown }
    return coerceMessageLikeToMessage((isRecord(data) ? { ...data, type } : like) as BaseMessage)
  } catch {
    return {} as BaseMessage
  }
}
