import type { Conversation, ConversationFormat, Place, Problem } from '../conversation.ts'
import { formatOfMessages, isMessage } from './detect.ts'
import { exchangeIn } from './exchange.ts'
import { messageReaders } from './formats.ts'
import { type Frame, idOfRecord, readFrame, rewardOf } from './frame.ts'
import { withToolsOfLangChain } from './langchain-tools.ts'
import { answerLost, messageByItself, recordOfMeasure } from './problems-of-record.ts'
import { Recording } from './recording.ts'
import { readTools } from './tools.ts'
import { type Fields, isFields } from './values.ts'

/** Where a record stands, and how it is to be read. */
export interface RecordContext {
  readonly place: Place
  /** How messages are read, whatever they look like. */
  readonly format?: ConversationFormat | undefined
  /** What was found out about the file; kept here from record to record. */
  readonly ofFile?: { format?: ConversationFormat }
  /** Whether messages before these are missing. */
  readonly isRest?: boolean
}

/**
 * The conversations in a record: one with its `messages`, a list of messages, or a list of either. Never throws.
 *
 * @param record one line of a file, or what else is one value of JSON.
 * @param place where it stands.
 * @param format of the messages, whatever they look like; by default each conversation is looked at.
 * @returns conversations, each after the problems that were found in it. A record that is no conversation gives only a
 * problem; the injections and natural mints that stand in traces of ours are among them, and are not lost.
 */
export function conversationsOfRecord(
  record: unknown,
  place: Place,
  format?: ConversationFormat,
): (Conversation | Problem)[] {
  return readRecord(record, { place, format })
}

/** Like {@link conversationsOfRecord}, for who knows more of the file. */
export function readRecord(record: unknown, context: RecordContext): (Conversation | Problem)[] {
  const id = `${context.place.file}:${context.place.line}`
  if (!Array.isArray(record)) return conversationsIn(record, id, context)
  if (record.length === 0) return []
  if (isMessageList(record)) return conversationsIn({ messages: record }, id, context)
  return record.flatMap((one, at) => conversationsIn(one, `${id}#${at}`, context))
}

/** Whether a list holds messages and not conversations. */
function isMessageList(list: readonly unknown[]): boolean {
  const [first] = list
  return isMessage(first) || typeof first === 'string'
}

function conversationsIn(record: unknown, fallbackId: string, context: RecordContext) {
  const { place } = context
  if (Array.isArray(record)) return conversationIn({ messages: record }, fallbackId, context)
  // Nobody knows what stood before a message by itself.
  if (isMessage(record)) {
    const rest = { ...context, isRest: true }
    return [messageByItself(place), ...conversationIn({ messages: [record] }, fallbackId, rest)]
  }
  if (!isFields(record)) return conversationIn(record, fallbackId, context)
  const exchange = exchangeIn(record)
  if (exchange) {
    const lost = exchange.isAnswerLost ? [answerLost(place)] : []
    return [...lost, ...conversationIn(exchange.record, fallbackId, context)]
  }
  if ('injected' in record || 'minted' in record) return [recordOfMeasure(place)]
  if (Array.isArray(record.conversations))
    return record.conversations.flatMap((one, at) => conversationIn(one, `${fallbackId}#${at}`, context))
  // The state of a thread of LangGraph.
  const state = record.values ?? record.channel_values
  const messages = isFields(state) ? state.messages : undefined
  return conversationIn(messages ? { ...record, messages } : record, fallbackId, context)
}

function conversationIn(
  record: unknown,
  fallbackId: string,
  context: RecordContext,
): (Conversation | Problem)[] {
  const { place } = context
  const frame = readFrame(Array.isArray(record) ? { messages: record } : record)
  if (typeof frame === 'string')
    return [{ place, kind: 'records without messages', message: frame, lost: true }]
  const { messages } = frame
  const recording = new Recording()
  const format = formatOf(frame, context, recording)
  // What a response follows upon is kept by OpenAI.
  if (context.isRest || frame.previous_response_id) recording.opaque('lost')
  const { traits, descriptions } = readTools(frame.tools)
  for (const text of [...textsOf(frame.system), ...textsOf(frame.instructions), ...descriptions])
    recording.task(text, 'system')
  const read = messageReaders[format]
  for (let at = 0; at < messages.length; at++) {
    recording.message = at
    read(messages[at], recording)
  }
  const reward = rewardOf(frame)
  const { entries, messageOf, said } = recording
  const id = (isFields(record) ? idOfRecord(record) : undefined) ?? fallbackId
  const tools = format === 'langchain' ? withToolsOfLangChain(traits, recording.toolNames) : traits
  return [
    ...recording.problemsAt(place),
    { id, format, place, entries, messageOf, said, tools, ...(reward !== undefined && { reward }) },
  ]
}

/** The one that was asked for, else what the conversation itself tells, else that of the conversations before it. */
function formatOf(frame: Frame, { format, ofFile }: RecordContext, to: Recording): ConversationFormat {
  if (format) return format
  const found = formatOfMessages(frame.messages) ?? formatOfFrame(frame)
  if (found === undefined) return ofFile?.format ?? 'openai'
  if (ofFile?.format === undefined) {
    if (ofFile) ofFile.format = found
  } else if (ofFile.format !== found) to.otherFormat(found, ofFile.format)
  return found
}

/** The format that the tools of a conversation tell, where its messages tell none. */
function formatOfFrame({ tools, reward }: Frame): ConversationFormat | undefined {
  const [tool]: readonly unknown[] = Array.isArray(tools) ? tools : []
  if (isFields(tool) && 'mutating' in tool) return 'trace'
  if (isFields(tool) && isFields(tool.function)) return 'openai'
  return Array.isArray(tools) && reward !== undefined ? 'trace' : undefined
}

/** Instructions that are kept beside the messages. */
function textsOf(instructions: unknown): string[] {
  if (typeof instructions === 'string') return [instructions]
  if (Array.isArray(instructions)) return instructions.flatMap(textsOf)
  const { content, text } = (isFields(instructions) ? instructions : {}) as Fields
  return [content, text].filter((one) => typeof one === 'string')
}
