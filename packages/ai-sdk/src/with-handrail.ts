import { type Guard, HandrailError } from '@handrail/core'
import type { ToolSet } from 'ai'
import { Decided } from './decided.ts'
import { statusOf } from './gate.ts'
import { guardsOf, guardTool, isProviderExecuted } from './guard-tool.ts'
import { checkTools, mapTools } from './guard-tools.ts'
import { createJudge } from './judge.ts'
import { type AiSdkGuardOptions, settingsOf } from './options.ts'
import { ownField, ownStatusOf } from './own-status.ts'
import type { GuardedToolApproval, ToolApproval } from './tool-approval.ts'

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
): { tools: T; toolApproval: GuardedToolApproval } {
  checkCall(call)
  const { tools, toolApproval } = call
  const settings = settingsOf(guardOrOptions)
  const judge = createJudge(settings, tools)
  const decided = new Decided()
  const guarded = mapTools(tools, (name, tool) =>
    guardTool(
      tool,
      settings,
      (input, options) =>
        decided.begin(options?.messages, options?.toolCallId ?? '', input) ??
        judge.atRun(name, tool, input, options),
    ),
  )
  return {
    tools: guarded,
    async toolApproval(options) {
      const { toolName, providerExecuted } = options.toolCall
      const tool = ownField<ToolSet[string]>(tools, toolName)
      const own = () => ownStatusOf(tool, toolApproval, options)
      // What a provider runs, or this guard judges already, is left to the app.
      if (!tool || providerExecuted || isProviderExecuted(tool) || guardsOf(tool).includes(settings.guard))
        return own()
      return statusOf(options, tool, judge, decided, own)
    },
  }
}

/** @throws HandrailError when a misspelt field would leave a rule of the app out. */
function checkCall(call: object): void {
  const { tools, toolApproval: _, ...others } = (call ?? {}) as Readonly<Record<string, unknown>>
  checkTools(tools)
  const [other] = Object.keys(others)
  if (other !== undefined)
    throw new HandrailError(
      'INVALID_OPTION',
      `Expected \`withHandrail\` to be given \`tools\` and \`toolApproval\` alone, got \`${other}\`.`,
    )
}
