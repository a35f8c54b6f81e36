import { type Assessment, appendNote, type EffectProposal, errorWithNote, Intervention } from '@handrail/core'
import { ToolMessage, type ToolMessageFields } from '@langchain/core/messages'
import { ToolInputParsingException } from '@langchain/core/tools'
import { isBubbleUp } from './bubble-up.ts'
import { isCommand, withChangedMessage } from './command.ts'

/**
 * A result with a note below it: a copy, since the tool may hold on to its own. What holds no text stays as it is, and so
 * do the answers to other calls that a tool may return. Never throws.
 */
export function withNote(result: unknown, note: string, assessment: Assessment): unknown {
  try {
    if (typeof result === 'string') return appendNote(result, note)
    const { toolCallId } = assessment.call
    const noted = (message: unknown, id: string) =>
      ToolMessage.isInstance(message) && message.tool_call_id === id
        ? notedMessage(message, note, assessment)
        : undefined
    if (isCommand(result))
      return toolCallId === '' ? result : withChangedMessage(result, (message) => noted(message, toolCallId))
    // A tool that was given bare arguments may make up an id.
    const id = toolCallId === '' && ToolMessage.isInstance(result) ? result.tool_call_id : toolCallId
    return noted(result, id) ?? result
  } catch {
    // What cannot be read or copied is the tool's own business.
    return result
  }
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

/** The answer to a call that was withheld. Its status is `error`, or a `returnDirect` tool would end the run with it. */
export function withheldAnswer(proposal: EffectProposal, assessment: Assessment): ToolMessage | string {
  const { toolCallId, toolName } = assessment.call
  if (toolCallId === '') return proposal.note
  const { intervention, confidence, unsupported, reason } = assessment.decision
  return new ToolMessage({
    status: 'error',
    content: proposal.note,
    tool_call_id: toolCallId,
    name: toolName,
    artifact: {
      handrail: {
        decision: { intervention, confidence, unsupported, reason },
        result: proposal.syntheticResult,
      },
    },
    additional_kwargs: { handrail: markOf(proposal.intervention, assessment) },
  })
}

/** The answer to a call that a person refused: their words alone, as LangChain's own middleware gives them. */
export function refusedAnswer(message: string, { call }: Assessment): ToolMessage | string {
  const { toolCallId, toolName } = call
  if (toolCallId === '') return message
  return new ToolMessage({ status: 'error', content: message, tool_call_id: toolCallId, name: toolName })
}

function markOf(intervention: Intervention, { verdict }: Assessment) {
  return { intervention, unsupported: verdict.unsupported }
}

/**
 * An error with a note on a line of its own below it, and no blank one: the host goes on behind it with words of its
 * own. What steers a graph, or says that the tool never ran, goes on as it was.
 */
export function errorForModel(error: unknown, note: string): unknown {
  const fixed = error instanceof ToolInputParsingException || isBubbleUp(error)
  return fixed ? error : errorWithNote(error, note, '\n')
}
