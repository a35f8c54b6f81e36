import { type Guard, HandrailError } from '@handrail/core'
import type { ToolSet } from 'ai'
import { guardTool } from './guard-tool.ts'
import { createJudge } from './judge.ts'
import { type AiSdkGuardOptions, settingsOf } from './options.ts'

type Tool = ToolSet[string]

/**
 * Puts a guard on tools, for `generateText`, `streamText` and `ToolLoopAgent`. The result has the same type and takes
 * the place of the tools. Tools that do not run here (no `execute`, executed by the provider) are left as they are. A
 * tool can have several guards and obeys all of them; the same guard twice counts once.
 *
 * @param guardOrOptions a guard to share, or options for a new one. Without, every call runs and is recorded.
 *
 * @example
 * const result = await generateText({
 *   model,
 *   tools: guardTools({ lookUpOrder, cancelOrder }, { handler: 'enforce' }),
 *   stopWhen: isStepCount(10),
 *   prompt: 'Cancel my last order.',
 * })
 *
 * @throws HandrailError when an option is unknown or contradicts another.
 */
export function guardTools<T extends ToolSet>(tools: T, guardOrOptions?: Guard | AiSdkGuardOptions): T {
  checkTools(tools)
  const settings = settingsOf(guardOrOptions)
  const judge = createJudge(settings, tools)
  return mapTools(tools, (name, tool) =>
    guardTool(tool, settings, (input, options) => judge.atRun(name, tool, input, options)),
  )
}

/** The same tools, each one changed. */
export function mapTools<T extends ToolSet>(tools: T, change: (name: string, tool: Tool) => Tool): T {
  const changed = Object.fromEntries(Object.entries(tools).map(([name, tool]) => [name, change(name, tool)]))
  // Such as those of a Model Context Protocol client: in them the SDK finds no tool called `constructor`.
  if (Object.getPrototypeOf(tools) === null) Object.setPrototypeOf(changed, null)
  return changed as T
}

/** @throws HandrailError unless it is an object, which may hold tools. */
export function checkTools(tools: unknown): asserts tools is ToolSet {
  if (typeof tools !== 'object' || tools === null)
    throw new HandrailError(
      'INVALID_OPTION',
      `Expected \`tools\` to be an object of tools, got ${String(tools)}.`,
    )
}
