import { type Intervention, readMarked } from '@handrail/core'
import { textOfFile } from './ai-file-text.ts'
import { type Fields, isFields, listOf } from './values.ts'

/** How the AI SDK itself answers a call that is none: with words of the model, and no tool was asked. */
const refusal =
  /^(?:(?:AI_)?(?:InvalidToolInput|NoSuchTool|ToolCallRepair|JSONParse|TypeValidation)Error\b|Invalid input for tool |Model tried to call unavailable tool |Error repairing tool call: )/

/** What a result of the AI SDK says to the model. */
export interface ReadOutput {
  readonly content: unknown
  readonly intervention?: Intervention | undefined
  readonly outcome?: 'error' | undefined
  /** Whether the model has read more than we can. */
  readonly isPartial?: boolean
}

/** Reads the `output` of a result, without our own notes. */
export function readOutput(output: unknown): ReadOutput {
  const { type, value, reason }: Fields = isFields(output) ? output : {}
  switch (type) {
    case 'text':
      return readText(value)
    case 'error-text':
      // The SDK quotes the model's broken input, of which the message keeps nothing else.
      if (typeof value === 'string' && refusal.test(value)) return { content: '', outcome: 'error' }
      return { ...readText(value), outcome: 'error' }
    case 'execution-denied':
      return { ...readText(reason ?? ''), outcome: 'error' }
    case 'error-json':
      return { content: value, outcome: 'error' }
    case 'content':
      return readContent(listOf(value))
    case 'json':
      return { content: value }
    default:
      return { content: output }
  }
}

function readText(value: unknown): ReadOutput {
  if (typeof value !== 'string') return { content: value }
  const { text, intervention } = readMarked(value)
  return { content: text, intervention }
}

function readContent(parts: readonly unknown[]): ReadOutput {
  const texts: string[] = []
  let intervention: Intervention | undefined
  let isPartial = false
  for (const one of parts) {
    const part: Fields = isFields(one) ? one : {}
    const text = part.type === 'text' ? part.text : textOfFile(part.mediaType, part.data)
    if (typeof text !== 'string') {
      isPartial = true
      continue
    }
    const marked = readMarked(text)
    intervention = marked.intervention ?? intervention
    if (marked.text !== '') texts.push(marked.text)
  }
  return { content: texts.length > 1 ? texts : (texts[0] ?? ''), intervention, isPartial }
}
