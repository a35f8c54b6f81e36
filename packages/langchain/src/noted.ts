import { type Assessment, appendNote, Intervention } from '@handrail/core'
import { ToolMessage, type ToolMessageFields } from '@langchain/core/messages'
import { asMessage } from './message-like.ts'
import { isRecord } from './written.ts'

/**
 * A result with a note below it: a copy, since the tool may hold on to its own. What holds no text stays as it is, and so
 * do the answers to other calls that a tool may return.
 */
export function withNote(result: unknown, note: string, assessment: Assessment): unknown {
  try {
    if (typeof result === 'string') return appendNote(result, note)
    if (isCommand(result)) return notedCommand(result, note, assessment)
    return answers(result, assessment) ? notedMessage(result, note, assessment) : result
  } catch {
    // What cannot be read or copied is the tool's own business.
    return result
  }
}

/** The mark of an answer of ours, for the app. */
export function markOf(intervention: Intervention, { verdict }: Assessment) {
  return { intervention, unsupported: verdict.unsupported }
}

/** A message may name another call than the one that the tool was given; a tool given bare arguments knows no id. */
function answers(result: unknown, { call }: Assessment): result is ToolMessage {
  return ToolMessage.isInstance(result) && (call.toolCallId === '' || result.tool_call_id === call.toolCallId)
}

function notedMessage(message: ToolMessage, note: string, assessment: Assessment): ToolMessage {
  const { content, tool_call_id, id, name, status, artifact, metadata, response_metadata } = message
  return new ToolMessage({
    ...{ tool_call_id, id, name, status, artifact, metadata, response_metadata },
    content:
      typeof content === 'string' ? appendNote(content, note) : [...content, { type: 'text', text: note }],
    additional_kwargs: { ...message.additional_kwargs, handrail: markOf(Intervention.WARN, assessment) },
  } as ToolMessageFields)
}

/** LangGraph's `Command`, told as LangGraph tells it: this entry must not need the package. */
interface Command {
  readonly update?: unknown
}

function isCommand(value: unknown): value is Command {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype === Object.prototype || prototype === null) return false
  return (value as { lg_name?: unknown }).lg_name === 'Command'
}

/** A command whose update holds the answer to this call: the same one with a note below the answer. */
function notedCommand<T extends Command>(command: T, note: string, assessment: Assessment): T {
  const update = notedUpdate(command.update, note, assessment)
  if (update === command.update) return command
  return Object.assign(Object.create(Object.getPrototypeOf(command)), command, { update })
}

/** An update is an object of the state's keys, or a list of pairs of them. */
function notedUpdate(update: unknown, note: string, assessment: Assessment): unknown {
  if (Array.isArray(update)) {
    const noted = update.map((pair) => {
      if (!Array.isArray(pair) || pair[0] !== 'messages') return pair
      const messages = notedMessages(pair[1], note, assessment)
      return messages === pair[1] ? pair : ['messages', messages]
    })
    return noted.some((pair, at) => pair !== update[at]) ? noted : update
  }
  if (!isRecord(update)) return update
  const messages = notedMessages(update.messages, note, assessment)
  return messages === update.messages ? update : { ...update, messages }
}

/** Messages of an update may be one message alone, and of any form that LangChain takes for a message. */
function notedMessages(messages: unknown, note: string, assessment: Assessment): unknown {
  const list: unknown[] = Array.isArray(messages) ? messages : [messages]
  const isAnswer = (one: unknown) => assessment.call.toolCallId !== '' && answers(asMessage(one), assessment)
  const at = list.findLastIndex(isAnswer)
  if (at < 0) return messages
  const noted = list.with(at, notedMessage(asMessage(list[at]) as ToolMessage, note, assessment))
  return Array.isArray(messages) ? noted : noted[0]
}
