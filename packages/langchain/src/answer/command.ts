import type { BaseMessage } from '@langchain/core/messages'
import { asMessage } from '../evidence/message-like.ts'
import { isRecord } from '../evidence/written.ts'

/** LangGraph's `Command`, told as LangGraph tells it: this entry must not need the package. */
export interface CommandLike {
  readonly update?: unknown
}

/** Whether a value is a `Command`. */
export function isCommand(value: unknown): value is CommandLike {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype === Object.prototype || prototype === null) return false
  return (value as { lg_name?: unknown }).lg_name === 'Command'
}

type Change = (message: BaseMessage) => BaseMessage | undefined

/**
 * A copy of a command in whose update one message is changed: the last one that can be. Without any, the same command.
 *
 * @param change gives `undefined` for a message that stays as it is.
 */
export function withChangedMessage<T extends CommandLike>(command: T, change: Change): T {
  const { update } = command
  const changed = changedUpdate(update, change)
  if (changed === update) return command
  return Object.assign(Object.create(Object.getPrototypeOf(command)), command, { update: changed })
}

/** An update is an object of the state's keys, or a list of pairs of them. */
function changedUpdate(update: unknown, change: Change): unknown {
  if (Array.isArray(update)) {
    const at = update.findLastIndex((pair) => Array.isArray(pair) && pair[0] === 'messages')
    if (at < 0) return update
    const given: unknown = update[at][1]
    const messages = changedMessages(given, change)
    return messages === given ? update : update.with(at, ['messages', messages])
  }
  if (!isRecord(update)) return update
  const messages = changedMessages(update.messages, change)
  return messages === update.messages ? update : { ...update, messages }
}

/** Messages of an update may be one message alone, and of any form that LangChain takes for a message. */
function changedMessages(given: unknown, change: Change): unknown {
  const messages: unknown[] = Array.isArray(given) ? given : [given]
  for (let at = messages.length - 1; at >= 0; at--) {
    const changed = change(asMessage(messages[at]))
    if (changed) return Array.isArray(given) ? messages.with(at, changed) : changed
  }
  return given
}
