import { type Assessment, type EffectProposal, errorWithNote } from '@handrail/core'
import { ToolMessage } from '@langchain/core/messages'
import { ToolInputParsingException } from '@langchain/core/tools'
import { isBubbleUp } from './bubble-up.ts'
import { markOf } from './noted.ts'

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

/**
 * An error with a note on a line of its own below it, and no blank one: the host goes on behind it with words of its
 * own. What steers a graph, or says that the tool never ran, goes on as it was.
 */
export function errorForModel(error: unknown, note: string): unknown {
  const fixed = error instanceof ToolInputParsingException || isBubbleUp(error)
  return fixed ? error : errorWithNote(error, note, '\n')
}
