import { effectOfTool, type GuardOptions, type KnownEffect, type ToolTraits } from '@handrail/core'
import type { ModuleTool } from './tools-in-module.ts'

/** What is known of a tool. */
export interface KnownTool {
  readonly name: string
  readonly effect: KnownEffect['effect']
  /** How the effect is known: `traits` is the word of the guard, the configuration or the recording, `name` and `default` are guesses. */
  readonly from: KnownEffect['from']
  /** `null` where only its name is known, not its code. */
  readonly guarded: ModuleTool['guarded'] | null
  /** Calls in the recordings. */
  readonly calls: number
}

/** What recordings say about tools. */
export interface RecordedTools {
  readonly calls: ReadonlyMap<string, number>
  readonly traits: ReadonlyMap<string, ToolTraits>
}

/** All tools that the configuration, the app's module and its recordings name, by name. */
export function knownTools(
  options: GuardOptions,
  inModule: readonly ModuleTool[],
  recorded: RecordedTools,
): KnownTool[] {
  const { tools = {}, trustAnnotations = false } = options
  const byName = new Map(inModule.map((tool) => [tool.name, tool]))
  const names = new Set([...Object.keys(tools), ...byName.keys(), ...recorded.calls.keys()])
  return [...names].sort().map((name) => {
    const own = Object.hasOwn(tools, name) ? tools[name] : undefined
    const traits = own?.effect ? own : recorded.traits.get(name)
    const tool = byName.get(name)
    const { effect, from } =
      effectFor(tool) ?? effectOfTool(name, traits, tool?.annotations, trustAnnotations)
    return { name, effect, from, guarded: tool?.guarded ?? null, calls: recorded.calls.get(name) ?? 0 }
  })
}

/** What the guard that a tool has takes it for: it may have other settings than the file. */
function effectFor(tool: ModuleTool | undefined): KnownEffect | undefined {
  const guard = tool?.guards.at(-1)
  if (!tool || !guard) return undefined
  const { name: toolName, annotations } = tool
  return guard.assess({ toolCallId: 'doctor', toolName, args: {}, annotations }, guard.corpus()).effect
}
