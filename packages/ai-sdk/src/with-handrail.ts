import type { Guard } from '@handrail/core'
import type { ToolSet } from 'ai'
import { Decided } from './decided.ts'
import { statusOf } from './gate.ts'
import { guardsOf, guardTool, isProviderExecuted } from './guard-tool.ts'
import { checkTools, mapTools } from './guard-tools.ts'
import { createJudge, type Judge } from './judge.ts'
import { type AiSdkGuardOptions, settingsOf } from './options.ts'
import type {
  CallAtGate,
  GuardedToolApproval,
  ToolApproval,
  ToolApprovalStatus,
  ToolAtGate,
} from './tool-approval.ts'

type Tool = ToolSet[string]
/** A function that only the SDK and the app know the arguments of. */
type Passed = (...args: unknown[]) => ToolApprovalStatus | PromiseLike<ToolApprovalStatus>

/**
 * Puts a guard on tools through the SDK's own approval, for ai 7: spread the answer into `generateText`, `streamText`
 * or `ToolLoopAgent`. BLOCK is the SDK's denial with a reason (`output-denied` in a chat); DEFER sends the model back,
 * or with `defer: 'approval'` asks a person, who reads where every id came from. Tools without `execute` are guarded as
 * well. Whoever spreads `tools` alone gets what `guardTools` does.
 *
 * @param call.toolApproval the app's own. It is asked about every call that the guard lets run, and so is a
 * `needsApproval` of a tool.
 * @param guardOrOptions a guard to share, or options for a new one. Without, every call runs and is recorded.
 *
 * @example
 * const result = streamText({
 *   model,
 *   ...withHandrail({ tools: { lookUpOrder, cancelOrder } }, { handler: 'enforce' }),
 *   stopWhen: isStepCount(10),
 *   prompt: 'Cancel my last order.',
 * })
 *
 * @throws HandrailError when an option is unknown or contradicts another.
 */
export function withHandrail<T extends ToolSet>(
  call: { readonly tools: T; readonly toolApproval?: ToolApproval<NoInfer<T>> | undefined },
  guardOrOptions?: Guard | AiSdkGuardOptions,
): { tools: T; toolApproval: GuardedToolApproval<T> } {
  const { tools, toolApproval } = call
  checkTools(tools)
  const settings = settingsOf(guardOrOptions)
  const judge = createJudge(settings, tools)
  const decided = new Decided()
  const guarded = mapTools(tools, (name, tool) =>
    guardTool(tool, settings, (input, options) => {
      const ruling = options && decided.take(options.messages, options.toolCallId, input)
      return ruling ?? judge.atRun(name, tool, input, options)
    }),
  )
  // What another provider runs, or this guard judges already, is left to the app.
  const isGated = (tool: Tool | undefined): tool is Tool =>
    tool !== undefined && !isProviderExecuted(tool) && !guardsOf(tool).includes(settings.guard)
  return {
    tools: guarded,
    toolApproval:
      typeof toolApproval === 'function'
        ? forAllCalls(tools, toolApproval as Passed, judge, decided, isGated)
        : forEachTool(tools, toolApproval, judge, decided, isGated),
  }
}

type IsGated = (tool: Tool | undefined) => tool is Tool

function forAllCalls(tools: ToolSet, own: Passed, judge: Judge, decided: Decided, isGated: IsGated) {
  return async (options: CallAtGate): Promise<ToolApprovalStatus> => {
    const { toolCall, messages } = options
    const { toolName, toolCallId, input } = toolCall
    const tool = ownField(tools, toolName)
    if (toolCall.providerExecuted || !isGated(tool)) return own(options)
    const atGate = { toolName, tool, input, options: { toolCallId, messages } }
    return statusOf(atGate, judge, decided, () => own(options))
  }
}

function forEachTool<T extends ToolSet>(
  tools: T,
  own: Readonly<Record<string, unknown>> | undefined,
  judge: Judge,
  decided: Decided,
  isGated: IsGated,
) {
  const rules = Object.entries(tools).flatMap(([toolName, tool]) => {
    if (!isGated(tool)) return []
    const gate = (input: unknown, options: ToolAtGate) =>
      statusOf({ toolName, tool, input, options }, judge, decided, () =>
        ownStatus(tool, own && ownField(own, toolName), input, options),
      )
    return [[toolName, gate] as const]
  })
  return Object.fromEntries([...Object.entries(own ?? {}), ...rules]) as GuardedToolApproval<T>
}

/** What the SDK itself would make of the app's rule for a tool, and without one of the tool's own. */
function ownStatus(
  tool: Tool,
  rule: unknown,
  input: unknown,
  options: ToolAtGate,
): ToolApprovalStatus | PromiseLike<ToolApprovalStatus> {
  if (rule !== undefined && rule !== null)
    return typeof rule === 'function' ? (rule as Passed)(input, options) : (rule as ToolApprovalStatus)
  const { needsApproval } = tool
  if (typeof needsApproval !== 'function') return needsApproval ? 'user-approval' : undefined
  const { toolContext, ...rest } = options as ToolAtGate & { readonly toolContext?: unknown }
  return ask(needsApproval.bind(tool) as (...args: unknown[]) => unknown, input, {
    toolCallId: rest.toolCallId,
    messages: rest.messages,
    context: toolContext,
  })
}

async function ask(
  needsApproval: (...args: unknown[]) => unknown,
  ...args: unknown[]
): Promise<ToolApprovalStatus> {
  return (await needsApproval(...args)) ? 'user-approval' : undefined
}

/** A field of its own: names of tools come from clients, and `constructor` must find nothing. */
function ownField<T>(fields: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(fields, name) ? fields[name] : undefined
}
