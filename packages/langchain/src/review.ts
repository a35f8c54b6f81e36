import { type Assessment, describeOrigins, type JsonSchema } from '@handrail/core'
import { isRecord } from './written.ts'

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

/**
 * The question about one call.
 *
 * @param problem why it is asked once more.
 * @throws when the arguments are such that no checkpointer could keep them.
 */
export function reviewOf(
  { call, verdict }: Assessment,
  argsSchema: JsonSchema | undefined,
  problem: string | undefined,
): ReviewRequest {
  const { toolName: name, args } = call
  const description = [problem && `The last answer could not be used: ${problem}`, originsIn(verdict)]
    .filter(Boolean)
    .join('\n')
  return {
    // A copy: an interface that edits in place must not change the model's message.
    actionRequests: [
      { name, args: JSON.parse(JSON.stringify(isRecord(args) ? args : { input: args })), description },
    ],
    reviewConfigs: [
      {
        actionName: name,
        allowedDecisions: [...DECISIONS],
        ...(argsSchema && { argsSchema: argsSchema as Record<string, unknown> }),
      },
    ],
  }
}

function originsIn(verdict: Assessment['verdict']): string {
  try {
    return describeOrigins(verdict)
  } catch {
    return '' // The person is asked all the same.
  }
}

/** What a person decided about one call, or what is wrong with the answer: in the words of LangChain's own middleware. */
export function decisionIn(answer: unknown, toolName: string): ReviewDecision | string {
  const decisions = isRecord(answer) ? answer.decisions : undefined
  if (!Array.isArray(decisions)) return 'Invalid HITLResponse: decisions must be a non-empty array'
  if (decisions.length !== 1)
    return `Number of human decisions (${decisions.length}) does not match number of hanging tool calls (1).`
  const decision: unknown = decisions[0]
  const { type, message, editedAction } = isRecord(decision) ? decision : {}
  if (type === 'approve') return { type }
  if (type === 'edit') {
    const invalid = `Invalid edited action for tool "${toolName}"`
    if (!isRecord(editedAction) || typeof editedAction.name !== 'string')
      return `${invalid}: name must be a string`
    const { name, args } = editedAction
    if (!isRecord(args)) return `${invalid}: args must be an object`
    // This tool cannot run another one.
    return name === toolName
      ? { type, editedAction: { name, args } }
      : `${invalid}: name must be "${toolName}", got "${name}"`
  }
  if (type === 'reject') {
    if (message === undefined) return { type }
    if (typeof message === 'string') return { type, message }
    return `Tool call response for "${toolName}" must be a string, got ${typeof message}`
  }
  return `Unexpected human decision. Decision type '${String(type)}' is not allowed for tool '${toolName}'. Expected one of ${JSON.stringify(DECISIONS)} based on the tool's configuration.`
}
