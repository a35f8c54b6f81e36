import { asSchema, type FlexibleSchema, type ToolSet } from 'ai'
import type { CallAtGate, ToolApprovalStatus } from './tool-approval.ts'

/** A function of the app, which only the SDK and the app know the arguments of. */
type OwnFunction = (...args: unknown[]) => ToolApprovalStatus | PromiseLike<ToolApprovalStatus>

/**
 * What the SDK itself would make of a call: the app's function for all calls, else its rule for the tool, else what the
 * tool says of itself.
 */
export function ownStatusOf(
  tool: ToolSet[string] | undefined,
  toolApproval: unknown,
  options: CallAtGate,
): ToolApprovalStatus | PromiseLike<ToolApprovalStatus> {
  if (typeof toolApproval === 'function') return (toolApproval as OwnFunction)(options)
  const { toolCall, messages, runtimeContext } = options
  const { toolCallId, input, toolName } = toolCall
  const rule = ownField(toolApproval as Readonly<Record<string, unknown>> | undefined, toolName)
  if (typeof rule === 'function')
    return contextOf(tool, options).then((toolContext) =>
      (rule as OwnFunction)(input, { toolCallId, messages, toolContext, runtimeContext }),
    )
  if (rule !== undefined && rule !== null) return rule as ToolApprovalStatus
  const needsApproval: unknown = tool?.needsApproval
  if (typeof needsApproval !== 'function') return needsApproval ? 'user-approval' : undefined
  return contextOf(tool, options)
    .then((context) => needsApproval.call(tool, input, { toolCallId, messages, context }))
    .then((needed) => (needed ? 'user-approval' : undefined))
}

/** The context that the SDK would hand to a function of the tool: checked by the tool's schema. */
async function contextOf(
  tool: ToolSet[string] | undefined,
  { toolCall, toolsContext }: CallAtGate,
): Promise<unknown> {
  const context = ownField(toolsContext, toolCall.toolName)
  const schema = (tool as { readonly contextSchema?: FlexibleSchema<unknown> } | undefined)?.contextSchema
  if (schema === undefined || schema === null) return context
  const checked = await asSchema(schema).validate?.(context)
  if (checked === undefined) return context
  if (!checked.success) throw checked.error
  return checked.value
}

/** A field of its own: names of tools come from clients, and `constructor` must find nothing. */
export function ownField<T>(fields: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return fields && Object.hasOwn(fields, name) ? fields[name] : undefined
}
