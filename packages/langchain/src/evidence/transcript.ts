import { type Intervention, type ResultEntry, readMarked, type TranscriptEntry } from '@handrail/core'
import type {
  AIMessage,
  BaseMessage,
  BaseMessageLike,
  ChatMessage,
  ToolMessage,
} from '@langchain/core/messages'
import { beforeEdit, wordsOfEditor } from './edited.ts'
import { asMessage } from './message-like.ts'

/** Types of content blocks whose bytes the model reads and we do not. */
const MEDIA = /image|audio|video|file|document|media/

/** Results that a provider's own tools left inside the model's message. */
const PROVIDER_RESULT = /_tool_result$|^server_tool_call_result$/

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
  const { parts, unreadable } = partsOf(content)
  const text = parts.map((part) => (typeof part === 'string' ? part : JSON.stringify(part))).join('\n')
  return [{ kind: 'task', role, text }, ...unreadable]
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
  const blocks: readonly unknown[] = Array.isArray(content) ? content : []
  return blocks.some((block) => PROVIDER_RESULT.test(typeOfBlock(block)))
    ? [opaque('unreadable'), ...edits, ...calls, ...unread]
    : [...edits, ...calls, ...unread]
}

function resultEntries(message: ToolMessage): TranscriptEntry[] {
  if (isCleared(message)) return [opaque('lost')]
  const { parts, unreadable } = partsOf(message.content)
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
  return [result, ...unreadable]
}

/** The parts of a message's content: text as strings, other data as it is, media as one entry for all of them. */
function partsOf(content: unknown): { parts: unknown[]; unreadable: TranscriptEntry[] } {
  const blocks: readonly unknown[] = Array.isArray(content) ? content : [content ?? '']
  const parts: unknown[] = []
  const unreadable: TranscriptEntry[] = []
  for (const block of blocks) {
    const text = (block as { text?: unknown } | null)?.text
    if (typeof text === 'string') parts.push(text)
    else if (!MEDIA.test(typeOfBlock(block))) parts.push(block)
    else if (unreadable.length === 0) unreadable.push(opaque('unreadable'))
  }
  return { parts, unreadable }
}

function typeOfBlock(block: unknown): string {
  const type = (block as { type?: unknown } | null)?.type
  return typeof type === 'string' ? type : ''
}

function opaque(reason: 'lost' | 'unreadable'): TranscriptEntry {
  return { kind: 'opaque', reason }
}
