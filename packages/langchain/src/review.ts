import { type Assessment, describeOrigins } from '@handrail/core'
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
 * @throws when the arguments are such that no checkpointer could keep them.
 */
export function reviewOf({ call, verdict }: Assessment): ReviewRequest {
  const { toolName: name, args } = call
  // A copy: an interface that edits in place must not change the model's message.
  const copy = JSON.parse(JSON.stringify(isRecord(args) ? args : { input: args }))
  return {
    actionRequests: [{ name, args: copy, description: describe(verdict) }],
    reviewConfigs: [{ actionName: name, allowedDecisions: [...DECISIONS] }],
  }
}

const APPROVAL = 'Tool execution requires approval'

function describe(verdict: Assessment['verdict']): string {
  try {
    return [APPROVAL, describeOrigins(verdict)].filter(Boolean).join('\n\n')
  } catch {
    return APPROVAL // The person is asked all the same.
  }
}

/**
 * What a person decided about one call.
 *
 * @throws what LangChain's own middleware throws about an answer that is none.
 */
export function decisionIn(answer: unknown, toolName: string): ReviewDecision {
  const decisions: unknown = (answer as { decisions?: unknown } | null | undefined)?.decisions
  if (!Array.isArray(decisions)) throw new Error('Invalid HITLResponse: decisions must be a non-empty array')
  if (decisions.length !== 1)
    throw new Error(
      `Number of human decisions (${decisions.length}) does not match number of hanging tool calls (1).`,
    )
  return checked(decisions[0], toolName)
}

function checked(decision: unknown, toolName: string): ReviewDecision {
  const { type, message, editedAction } = isRecord(decision) ? decision : {}
  if (type === 'approve') return { type }
  if (type === 'edit') {
    const invalid = `Invalid edited action for tool "${toolName}"`
    if (!isRecord(editedAction) || typeof editedAction.name !== 'string')
      throw new Error(`${invalid}: name must be a string`)
    const { name, args } = editedAction
    if (!isRecord(args)) throw new Error(`${invalid}: args must be an object`)
    // This tool cannot run another one.
    if (name !== toolName) throw new Error(`${invalid}: name must be "${toolName}", got "${name}"`)
    return { type, editedAction: { name, args } }
  }
  if (type === 'reject') {
    if (message === undefined) return { type }
    if (typeof message === 'string') return { type, message }
    throw new Error(`Tool call response for "${toolName}" must be a string, got ${typeof message}`)
  }
  throw new Error(
    `Unexpected human decision: ${JSON.stringify(decision)}. Decision type '${String(type)}' is not allowed for tool '${toolName}'. Expected one of ${JSON.stringify(DECISIONS)} based on the tool's configuration.`,
  )
}
