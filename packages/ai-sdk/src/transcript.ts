import { type Intervention, readMarked, type TranscriptEntry } from '@handrail/core'
import type { ModelMessage } from 'ai'
import { textOfFile } from './file-text.ts'

/** How the SDK itself answers a call that is none: with words of the model, and no tool was asked. */
const refusal =
  /^(?:(?:AI_)?(?:InvalidToolInput|NoSuchTool|ToolCallRepair|JSONParse|TypeValidation)Error\b|Invalid input for tool |Model tried to call unavailable tool |Error repairing tool call: )/

/** A part of a message, read by its shape: ai 6 and 7 differ in the parts they know. */
type Part = { readonly type?: unknown } & Readonly<Record<string, unknown>>

/**
 * What a conversation holds as evidence, in the order the model read it. Text and reasoning of the assistant are left
 * out; results are taken as the model reads them, after `toModelOutput`, and without our own notes.
 *
 * @example
 * const corpus = corpusOf(transcriptFromMessages(messages))
 */
export function transcriptFromMessages(messages: readonly ModelMessage[]): TranscriptEntry[] {
  return messages.flatMap(entriesOfMessage)
}

/** What one message holds as evidence. */
export function entriesOfMessage({ role, content }: ModelMessage): TranscriptEntry[] {
  if (typeof content === 'string') return role === 'assistant' ? [] : task(role, content)
  return (content as readonly unknown[]).flatMap((part) => entriesOfPart(role, part as Part))
}

function entriesOfPart(role: ModelMessage['role'], part: Part): TranscriptEntry[] {
  switch (part.type) {
    case 'text':
      if (role !== 'assistant') return task(role, String(part.text))
      return isCompaction(part) ? [{ kind: 'opaque', reason: 'lost' }] : []
    case 'file': {
      const text = role === 'assistant' ? undefined : textOfFile(part.mediaType, part.data)
      return text === undefined ? [{ kind: 'opaque', reason: 'unreadable' }] : task(role, text)
    }
    case 'tool-call':
      return [
        {
          kind: 'call',
          toolCallId: String(part.toolCallId),
          toolName: String(part.toolName),
          args: part.input,
        },
      ]
    case 'tool-result':
      // Of what a provider's own tool found, the message often holds less than the model has read.
      return role === 'assistant'
        ? [...entriesOfResult(part), { kind: 'opaque', reason: 'unreadable' }]
        : entriesOfResult(part)
    case 'reasoning':
    case 'reasoning-file':
    case 'tool-approval-request':
    case 'tool-approval-response':
      return []
    default:
      return [{ kind: 'opaque', reason: isCompaction(part) ? 'lost' : 'unreadable' }]
  }
}

function task(role: ModelMessage['role'], text: string): TranscriptEntry[] {
  return [{ kind: 'task', role: role === 'system' ? 'system' : 'user', text }]
}

/** Whether a provider put a summary in the place of what came before. */
function isCompaction({ kind, providerOptions }: Part): boolean {
  const options = typeof providerOptions === 'object' && providerOptions !== null ? providerOptions : {}
  return (
    (typeof kind === 'string' && kind.includes('compaction')) ||
    Object.values(options).some((option) => option?.type === 'compaction')
  )
}

function entriesOfResult({ toolCallId, toolName, output }: Part): TranscriptEntry[] {
  const { content, intervention, outcome, unreadable } = readOutput(output as Part)
  return [
    {
      kind: 'result',
      toolCallId: String(toolCallId),
      toolName: String(toolName),
      content,
      ...(outcome && { outcome }),
      ...(intervention && { intervention }),
    },
    ...(unreadable ? [{ kind: 'opaque', reason: 'unreadable' } as const] : []),
  ]
}

interface ReadOutput {
  readonly content: unknown
  readonly intervention?: Intervention | undefined
  readonly outcome?: 'error'
  /** Whether the model has read more than we can. */
  readonly unreadable?: boolean
}

function readOutput(output: Part): ReadOutput {
  switch (output?.type) {
    case 'text':
      return readText(output.value)
    case 'error-text':
      // The SDK quotes the model's broken input, of which the message keeps nothing else.
      if (refusal.test(String(output.value))) return { content: '', outcome: 'error' }
      return { ...readText(output.value), outcome: 'error' }
    case 'execution-denied':
      return { ...readText(output.reason ?? ''), outcome: 'error' }
    case 'error-json':
      return { content: output.value, outcome: 'error' }
    case 'content':
      return readContent(output.value as readonly Part[])
    case 'json':
      return { content: output.value }
    default:
      return { content: output }
  }
}

function readText(value: unknown): ReadOutput {
  const { text, intervention } = readMarked(String(value))
  return { content: text, intervention }
}

function readContent(parts: readonly Part[]): ReadOutput {
  const texts: string[] = []
  let intervention: Intervention | undefined
  let unreadable = false
  for (const part of parts) {
    const text = part.type === 'text' ? String(part.text) : textOfFile(part.mediaType, part.data)
    if (text === undefined) {
      unreadable = true
      continue
    }
    const marked = readMarked(text)
    intervention = marked.intervention ?? intervention
    if (marked.text !== '') texts.push(marked.text)
  }
  return { content: texts.length > 1 ? texts : (texts[0] ?? ''), intervention, unreadable }
}
