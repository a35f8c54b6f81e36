import { textOfFile } from './ai-file-text.ts'
import { readOutput } from './ai-output.ts'
import type { Recording } from './recording.ts'
import { type Fields, isFields, listOf, nameOf } from './values.ts'

const authors: ReadonlySet<unknown> = new Set(['system', 'user', 'assistant', 'tool'])

/** Reads a `ModelMessage` of the AI SDK, of version 6 or 7. */
export function readModelMessage(message: unknown, to: Recording): void {
  if (!isFields(message) || !authors.has(message.role)) {
    to.unknownMessage(message)
    return
  }
  const { role, content } = message
  const parts = typeof content === 'string' ? [{ type: 'text', text: content }] : listOf(content)
  if (role === 'assistant') readStep(parts, to)
  else for (const part of parts) readPart(part, role === 'system' ? 'system' : 'user', to)
}

/**
 * Reads what the assistant wrote in one step. The calls come first: what a provider's own tool answered within the
 * message was not there when the calls beside it were judged.
 */
export function readStep(parts: readonly unknown[], to: Recording): void {
  const others: unknown[] = []
  for (const part of parts) {
    const fields: Fields = isFields(part) ? part : {}
    const { type, toolCallId, toolName, input } = fields
    if (type === 'tool-call') to.call(nameOf(toolCallId), nameOf(toolName), input)
    else if (type === 'text' && !isCompaction(fields)) to.say(fields.text)
    else others.push(part)
  }
  for (const part of others) readPart(part, 'assistant', to)
}

/** Reads a part of a message that is no call. */
function readPart(part: unknown, author: 'system' | 'user' | 'assistant', to: Recording): void {
  const fields: Fields = isFields(part) ? part : {}
  const { type } = fields
  switch (type) {
    case 'text':
      if (author === 'assistant') to.opaque('lost')
      else to.task(typeof fields.text === 'string' ? fields.text : '', author)
      break
    case 'file': {
      const text = author === 'assistant' ? undefined : textOfFile(fields.mediaType, fields.data)
      if (text === undefined || author === 'assistant') to.opaque('unreadable')
      else to.task(text, author)
      break
    }
    case 'tool-result':
      readResult(fields, to)
      // Of what a provider's own tool found, the message often holds less than the model has read.
      if (author === 'assistant') to.opaque('unreadable')
      break
    case 'reasoning':
    case 'reasoning-file':
    case 'tool-approval-request':
    case 'tool-approval-response':
      break
    case 'image':
    case 'custom':
      to.opaque(isCompaction(fields) ? 'lost' : 'unreadable')
      break
    default:
      if (isCompaction(fields)) to.opaque('lost')
      else to.unknown('part type', type ?? part)
  }
}

function readResult({ toolCallId, toolName, output }: Fields, to: Recording): void {
  const { isPartial, ...read } = readOutput(output)
  to.result({ id: nameOf(toolCallId), name: nameOf(toolName), ...read })
  if (isPartial) to.opaque('unreadable')
}

/** Whether a provider put a summary in the place of what came before. */
function isCompaction({ kind, providerOptions }: Fields): boolean {
  if (typeof kind === 'string' && kind.includes('compaction')) return true
  return (
    isFields(providerOptions) &&
    Object.values(providerOptions).some((option) => isFields(option) && option.type === 'compaction')
  )
}
