import { readModelMessage, readStep } from './ai-model.ts'
import type { Recording } from './recording.ts'
import { type Fields, isFields, listOf } from './values.ts'

/** What ai 6 shows in a chat in the place of any error, unless the app says otherwise. */
const MASKED = 'An error occurred.'

/** Parts that the AI SDK shows to people and not to models. */
const forPeople = /^(?:data-|source-|step-start$)/

/**
 * Reads a `UIMessage` of the AI SDK, as its `convertToModelMessages` makes model messages of it: one message of the
 * assistant holds several steps, each with its calls and their results.
 */
export function readUiMessage(message: unknown, to: Recording): void {
  if (!isFields(message) || !Array.isArray(message.parts)) {
    readModelMessage(message, to)
    return
  }
  const { role, parts } = message
  switch (role) {
    case 'system': {
      const texts = parts.map((part) => (isFields(part) && part.type === 'text' ? part.text : ''))
      to.task(texts.join(''), 'system')
      break
    }
    case 'user':
      readUserParts(parts, to)
      break
    case 'assistant':
      readSteps(parts, to)
      break
    default:
      to.unknownMessage(message)
  }
}

function readUserParts(parts: readonly unknown[], to: Recording): void {
  const content = parts.filter((part) => !isForPeople(part)).map(modelPartOf)
  readModelMessage({ role: 'user', content }, to)
}

function readSteps(parts: readonly unknown[], to: Recording): void {
  let step: Fields[] = []
  const endStep = () => {
    readStep(step.flatMap(writtenIn), to)
    readModelMessage({ role: 'tool', content: step.flatMap(answersTo) }, to)
    step = []
  }
  for (const part of parts) {
    const fields: Fields = isFields(part) ? part : {}
    if (fields.type === 'step-start') endStep()
    else if (fields.type === 'steering-message') {
      endStep()
      readUserParts(listOf(fields.parts), to)
    } else if (!isForPeople(fields)) step.push(fields)
  }
  endStep()
}

function isForPeople(part: unknown): boolean {
  return isFields(part) && typeof part.type === 'string' && forPeople.test(part.type)
}

/** A part of the user or the assistant as the model reads it. */
function modelPartOf(part: unknown): unknown {
  if (!isFields(part)) return part
  const { type, providerMetadata, url, providerReference } = part
  if (type === 'file') {
    const data = providerReference ? { type: 'reference' } : { type: 'url', url }
    return { ...part, data }
  }
  return providerMetadata ? { ...part, providerOptions: providerMetadata } : part
}

/** The name of the tool that a part is about; `undefined` for other parts. */
function toolNameOf({ type, toolName }: Fields): unknown {
  if (type === 'dynamic-tool') return toolName
  return typeof type === 'string' && type.startsWith('tool-') ? type.slice('tool-'.length) : undefined
}

/** What the assistant wrote in a part, and what the provider's own tool answered within its message. */
function writtenIn(part: Fields): unknown[] {
  const toolName = toolNameOf(part)
  if (toolName === undefined) return [modelPartOf(part)]
  const { toolCallId, state, input, rawInput, output, errorText, providerExecuted } = part
  // Of a call that was cut off while it was written, the SDK shows nothing to the model.
  if (state === 'input-streaming') return []
  const call = { type: 'tool-call', toolCallId, toolName, input: input ?? rawInput }
  if (providerExecuted !== true) return [call]
  const result = { type: 'tool-result', toolCallId, toolName }
  if (state === 'output-available') return [call, { ...result, output: outputOf(output) }]
  if (state === 'output-error') return [call, { ...result, output: { type: 'error-json', value: errorText } }]
  return [call]
}

/** What the app's own tool answered. */
function answersTo(part: Fields): unknown[] {
  const toolName = toolNameOf(part)
  const { toolCallId, state, output, errorText, providerExecuted, approval } = part
  if (toolName === undefined) return []
  const { approved, reason }: Fields = isFields(approval) ? approval : {}
  const answer = (read: unknown) => [{ type: 'tool-result', toolCallId, toolName, output: read }]
  if (state === 'approval-responded' && approved === false)
    return answer({ type: 'execution-denied', reason })
  if (providerExecuted === true) return []
  switch (state) {
    case 'output-available':
      return answer(outputOf(output))
    case 'output-error':
      // The model has read more than the chat kept.
      return [
        ...answer({ type: 'error-text', value: errorText }),
        ...(errorText === MASKED ? [{ type: 'custom' }] : []),
      ]
    case 'output-denied':
      return answer({ type: 'error-text', value: reason ?? 'Tool call execution denied.' })
    default:
      return []
  }
}

/** What the SDK sends to the model for an output. What a tool's `toModelOutput` makes of it is not recorded. */
function outputOf(output: unknown): Fields {
  return typeof output === 'string'
    ? { type: 'text', value: output }
    : { type: 'json', value: output ?? null }
}
