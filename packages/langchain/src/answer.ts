import { type Assessment, appendNote, type EffectProposal, errorWithNote, Intervention } from '@handrail/core'
import { ToolMessage, type ToolMessageFields } from '@langchain/core/messages'
import { ToolInputParsingException } from '@langchain/core/tools'

/** A result with a note below it: a copy, since the tool may hold on to its own. What holds no text stays as it is. */
export function withNote(result: unknown, note: string, assessment: Assessment): unknown {
  if (typeof result === 'string') return appendNote(result, note)
  if (!ToolMessage.isInstance(result)) return result
  const { content, tool_call_id, id, name, status, artifact, metadata, response_metadata } = result
  return new ToolMessage({
    ...{ tool_call_id, id, name, status, artifact, metadata, response_metadata },
    content:
      typeof content === 'string' ? appendNote(content, note) : [...content, { type: 'text', text: note }],
    additional_kwargs: { ...result.additional_kwargs, handrail: markOf(Intervention.WARN, assessment) },
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

function isBubbleUp(error: unknown): boolean {
  try {
    return (error as { is_bubble_up?: unknown } | null | undefined)?.is_bubble_up === true
  } catch {
    return false
  }
}
