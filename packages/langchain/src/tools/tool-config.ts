import { ensureConfig } from '@langchain/core/runnables'
import { isRecord } from '../evidence/written.ts'

/** What we read of the second argument of a tool's `invoke`, whatever it is. */
export interface ToolConfig {
  readonly state?: unknown
  readonly toolCall?: { readonly id?: unknown } | null
  readonly signal?: AbortSignal
  readonly interrupt?: unknown
  readonly configurable?: Configurable | undefined
}

/** What LangGraph passes on to everything that a node runs. */
interface Configurable {
  /** What it keeps for one run of a node. */
  readonly __pregel_scratchpad?: { readonly currentTaskInput?: unknown }
  readonly __pregel_checkpointer?: unknown
}

/** The input of the node that runs a tool. */
export function taskInputOf(config: ToolConfig): unknown {
  return passedOn(config, '__pregel_scratchpad')?.currentTaskInput
}

/** How the graph that runs a tool lets a person be asked. */
export interface PersonToAsk {
  /** LangGraph's `interrupt`: raises what stops the graph, or returns the answer. */
  readonly interrupt: (request: unknown) => unknown
  /** What LangGraph keeps for one run of a node. */
  readonly node: object
}

/** Nobody can be asked outside of a graph, or where nothing keeps the graph until the answer is there. Never throws. */
export function personIn(config: ToolConfig): PersonToAsk | undefined {
  try {
    const interrupt = config.interrupt ?? (ensureConfig() as ToolConfig).interrupt
    const node = passedOn(config, '__pregel_scratchpad')
    if (typeof interrupt !== 'function' || !isRecord(node)) return undefined
    return passedOn(config, '__pregel_checkpointer')
      ? { interrupt: (value) => interrupt(value), node }
      : undefined
  } catch {
    return undefined
  }
}

/** What LangGraph passes on, where a run keeps checkpoints. */
export function checkpointed(config: ToolConfig): unknown {
  const { configurable } = config
  return configurable?.__pregel_checkpointer ? configurable : ensureConfig().configurable
}

/** A node that passes a `configurable` of its own, or no config, leaves LangGraph's out. */
function passedOn<Key extends keyof Configurable>(
  { configurable }: ToolConfig,
  key: Key,
): Configurable[Key] | undefined {
  return configurable?.[key] ?? (ensureConfig().configurable as Configurable | undefined)?.[key]
}
