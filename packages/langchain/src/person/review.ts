import { type Assessment, describeOrigins, type JsonSchema } from '@handrail/core'
import { isRecord } from '../evidence/written.ts'

/** What a person is asked: LangChain's `HITLRequest`, so that its user interfaces can show it. */
export interface ReviewRequest {
  readonly actionRequests: {
    readonly name: string
    readonly args: Record<string, unknown>
    readonly description: string
  }[]
  readonly reviewConfigs: {
    readonly actionName: string
    readonly allowedDecisions: ReviewDecision['type'][]
    readonly argsSchema?: Record<string, unknown>
  }[]
}

/** What a person answers about one call: a decision of LangChain's `HITLResponse`. */
export type ReviewDecision =
  | { readonly type: 'approve' }
  | {
      readonly type: 'edit'
      readonly editedAction: { readonly name: string; readonly args: Record<string, unknown> }
    }
  | { readonly type: 'reject'; readonly message?: string }

const DECISIONS: readonly ReviewDecision['type'][] = ['approve', 'edit', 'reject']

/** A call that a person is asked about. */
export interface ReviewedCall {
  readonly assessment: Assessment
  readonly argsSchema?: JsonSchema | undefined
}

/**
 * One question about calls.
 *
 * @param problem why it is asked once more.
 * @throws when the arguments are such that no checkpointer could keep them.
 */
export function reviewOf(calls: readonly ReviewedCall[], problem: string | undefined): ReviewRequest {
  return {
    actionRequests: calls.map(({ assessment: { call, verdict } }) => ({
      name: call.toolName,
      // A copy: an interface that edits in place must not change the model's message.
      args: JSON.parse(JSON.stringify(isRecord(call.args) ? call.args : { input: call.args })),
      description: [problem && `The last answer could not be used: ${problem}`, originsIn(verdict)]
        .filter(Boolean)
        .join('\n'),
    })),
    reviewConfigs: calls.map(({ assessment, argsSchema }) => ({
      actionName: assessment.call.toolName,
      allowedDecisions: [...DECISIONS],
      ...(argsSchema && { argsSchema: argsSchema as Record<string, unknown> }),
    })),
  }
}

/** What a person reads about a call: every argument that names something, and where it came from. */
export function originsIn(verdict: Assessment['verdict']): string {
  try {
    return describeOrigins(verdict)
  } catch {
    return '' // The person is asked all the same.
  }
}

/**
 * What a person decided about calls, or what is wrong with the answer: in the words of LangChain's own middleware.
 *
 * @param toolNames of the calls, in the order in which they were asked about.
 */
export function decisionsIn(
  answer: unknown,
  toolNames: readonly string[],
): readonly ReviewDecision[] | string {
  const given = isRecord(answer) ? answer.decisions : undefined
  if (!Array.isArray(given)) return 'Invalid HITLResponse: decisions must be a non-empty array'
  if (given.length !== toolNames.length)
    return `Number of human decisions (${given.length}) does not match number of hanging tool calls (${toolNames.length}).`
  const decisions: ReviewDecision[] = []
  for (const [at, toolName] of toolNames.entries()) {
    const decision = decisionIn(given[at], toolName)
    if (typeof decision === 'string') return decision
    decisions.push(decision)
  }
  return decisions
}

function decisionIn(given: unknown, toolName: string): ReviewDecision | string {
  const { type, message, editedAction } = isRecord(given) ? given : {}
  if (type === 'approve') return { type }
  if (type === 'edit') {
    const invalid = `Invalid edited action for tool "${toolName}"`
    if (!isRecord(editedAction) || typeof editedAction.name !== 'string')
      return `${invalid}: name must be a string`
    const { name, args } = editedAction
    return isRecord(args) ? { type, editedAction: { name, args } } : `${invalid}: args must be an object`
  }
  if (type === 'reject') {
    if (message === undefined) return { type }
    if (typeof message === 'string') return { type, message }
    return `Tool call response for "${toolName}" must be a string, got ${typeof message}`
  }
  return `Unexpected human decision. Decision type '${String(type)}' is not allowed for tool '${toolName}'. Expected one of ${JSON.stringify(DECISIONS)} based on the tool's configuration.`
}

/** What the model reads where a person refused a call, as LangChain's own middleware says it. */
export function refusalText(
  { toolName, toolCallId }: Assessment['call'],
  { message }: Extract<ReviewDecision, { type: 'reject' }>,
): string {
  return message ?? `User rejected the tool call for \`${toolName}\` with id ${toolCallId}`
}
