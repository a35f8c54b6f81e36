import { type Intervention, type ResultEntry, readMarked, type TranscriptEntry } from '@handrail/core'
import type {
  AIMessage,
  BaseMessage,
  BaseMessageLike,
  ChatMessage,
  ToolMessage,
} from '@langchain/core/messages'
import { jsonOf, partsOf, typeOfBlock } from './blocks.ts'
import { beforeEdit, wordsOfEditor } from './edited.ts'
import { asMessage } from './message-like.ts'

/** Results that a provider's own tools left inside the model's message. */
const PROVIDER_RESULT = /_tool_result$|^server_tool_call_result$|^code_?execution_?result$/i

/** What the programs are called that write summaries. */
const ofSummary = /summar|compact/i

/**
 * A conversation as the guard reads it. What a model wrote is left out: its text, and summaries. Images and files stand
 * as parts that cannot be read, and cleared or summarised history as lost.
 *
 * @param messages messages, or what LangChain takes for them; whatever is neither stands as a part that cannot be read.
 */
export function transcriptFromMessages(messages: readonly BaseMessageLike[]): TranscriptEntry[] {
  return messages.flatMap((message) => entriesOfMessage(asMessage(message)))
}

/** What one message holds. Told by its type tag, as copies of `@langchain/core` do not share classes. */
export function entriesOfMessage(message: BaseMessage): TranscriptEntry[] {
  const source = sourceOf(message)
  if (source !== undefined) return [opaque(ofSummary.test(source) ? 'lost' : 'unreadable')]
  const type = typeof message.getType === 'function' ? message.getType() : undefined
  const role = type === 'generic' ? (message as ChatMessage).role : type
  switch (role) {
    case 'human':
    case 'user':
      return taskEntries(message, 'user')
    case 'system':
    case 'developer':
      return taskEntries(message, 'system')
    case 'ai':
    case 'assistant':
      return callEntries(message as AIMessage)
    case 'tool':
    case 'function':
      return resultEntries(message as ToolMessage)
    case 'remove':
      return []
    default:
      return [opaque('unreadable')]
  }
}

/** Whether a model wrote it in the place of earlier messages. */
export function isSummary(message: BaseMessage): boolean {
  return ofSummary.test(sourceOf(message) ?? '')
}

/** Whether a middleware has taken out what a tool returned. */
export function isCleared(message: BaseMessage | undefined): boolean {
  const metadata = message?.response_metadata as Record<string, unknown> | undefined
  return (metadata?.context_editing as { cleared?: unknown } | null | undefined)?.cleared === true
}

/** Which program wrote a message in somebody's name. */
function sourceOf({ additional_kwargs }: BaseMessage): string | undefined {
  const source = additional_kwargs?.lc_source
  return typeof source === 'string' ? source : undefined
}

function taskEntries({ content }: BaseMessage, role: 'system' | 'user'): TranscriptEntry[] {
  const { parts, isPartial } = partsOf(content)
  const texts = parts.map((part) => (typeof part === 'string' ? part : jsonOf(part)))
  const text = texts.filter((part) => part !== undefined).join('\n')
  return [
    { kind: 'task', role, text },
    ...(isPartial || texts.includes(undefined) ? [opaque('unreadable')] : []),
  ]
}

function callEntries(message: AIMessage): TranscriptEntry[] {
  const { tool_calls = [], invalid_tool_calls = [], content } = message
  const edits = wordsOfEditor(message).map((text) => ({ kind: 'task', role: 'user', text }) as const)
  const calls = tool_calls.map((call) => {
    const { id = '', name, args } = beforeEdit(message, call) ?? call
    return { kind: 'call', toolCallId: id, toolName: name, args } as const
  })
  // What could not be read as a call is the model's word all the same, and the answer may repeat it.
  const unread = invalid_tool_calls.map(
    ({ id = '', name = '', args }) => ({ kind: 'call', toolCallId: id, toolName: name, args }) as const,
  )
  return holdsProviderResult(message, content)
    ? [opaque('unreadable'), ...edits, ...calls, ...unread]
    : [...edits, ...calls, ...unread]
}

/** In a block of its own, or where LangChain puts what OpenAI's tools have returned. */
function holdsProviderResult({ additional_kwargs }: AIMessage, content: unknown): boolean {
  const outputs = additional_kwargs?.tool_outputs
  if (Array.isArray(outputs) && outputs.length > 0) return true
  const blocks: readonly unknown[] = Array.isArray(content) ? content : []
  return blocks.some((block) => PROVIDER_RESULT.test(typeOfBlock(block)))
}

function resultEntries(message: ToolMessage): TranscriptEntry[] {
  if (isCleared(message)) return [opaque('lost')]
  const { parts, isPartial } = partsOf(message.content)
  let intervention: Intervention | undefined
  const kept = parts.map((part) => {
    if (typeof part !== 'string') return part
    const marked = readMarked(part)
    intervention = marked.intervention ?? intervention
    return marked.text
  })
  const result: ResultEntry = {
    kind: 'result',
    toolCallId: message.tool_call_id ?? '',
    toolName: message.name ?? '',
    content: kept.every((part) => typeof part === 'string') ? kept.join('\n') : kept,
    ...(message.status === 'error' && { outcome: 'error' }),
    ...(intervention && { intervention }),
  }
  return isPartial ? [result, opaque('unreadable')] : [result]
}

function opaque(reason: 'lost' | 'unreadable'): TranscriptEntry {
  return { kind: 'opaque', reason }
}
