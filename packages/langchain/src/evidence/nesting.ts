import type { BaseMessage } from '@langchain/core/messages'
import { ensureConfig } from '@langchain/core/runnables'
import { Recent } from '../recent.ts'
import type { LedgerItem } from './ledger.ts'

/** A conversation, or what is left of one. */
export type Remembered = readonly (BaseMessage | LedgerItem)[]

/** A tool that runs now, and the conversation that its call came out of. */
export interface ToolRun {
  readonly conversation: () => Remembered
  /** Whether the model that called it was itself one within a tool. */
  readonly isNested: boolean
}

/** What we read of a config of LangChain, a runtime, or `{ metadata }` of a callback. */
interface Config {
  readonly configurable?: Fields
  readonly metadata?: Fields
}
type Fields = Readonly<Record<string, unknown>> | null | undefined

/** What LangGraph puts between the names of a graph and of one within it. */
const WITHIN = '|'
/** The node of LangChain's agents that runs tools. */
const toolsNode = /^tools(?::|$)/

/** In so many places tools may run at the same time. One that hangs never says that it has ended. */
const MOST_PLACES = 10_000

/** By the place in the graph that runs them. */
const running = new Recent<Set<ToolRun>>(MOST_PLACES)

/**
 * Whether a run is one within a tool, such as that of a sub-agent: then a model wrote what it takes for the words of its
 * user. A subgraph is no such run: its user is the user.
 *
 * It is told by the mark that Deep Agents sets; by a node called `tools` around it, as agents of LangChain have; and by a
 * tool around it that {@link enterTool} was told of, whatever its node is called.
 *
 * @param config the config of a tool's run, the runtime of a middleware, or `{ metadata }` of a callback.
 */
export function isNested(config: unknown): boolean {
  const { configurable, metadata } = configOf(config)
  if ((configurable?.ls_agent_type ?? metadata?.ls_agent_type) === 'subagent') return true
  const around = graphsAround(config)
  return around.some(
    (place) => toolsNode.test(place.slice(place.lastIndexOf(WITHIN) + 1)) || running.get(place) !== undefined,
  )
}

/** Whether a run is part of a graph. */
export function isInGraph(config: unknown): boolean {
  return placeOf(config) !== undefined
}

/**
 * Says that a tool runs now, so that a run within it can be judged by what the model around it had read. Never throws: a
 * run within a tool that is not known has a gap in its evidence.
 *
 * @param conversation asked for only when there is such a run.
 * @returns says that the tool has ended.
 */
export function enterTool(config: unknown, conversation: () => Remembered): () => void {
  try {
    const place = placeOf(config)
    return place === undefined ? nothing : enter(place, { conversation, isNested: isNested(config) })
  } catch {
    return nothing
  }
}

const nothing = () => {}

function enter(place: string, run: ToolRun): () => void {
  const runs = running.get(place) ?? new Set()
  running.set(place, runs.add(run))
  return () => {
    runs.delete(run)
    if (runs.size === 0 && running.get(place) === runs) running.take(place)
  }
}

/** The tools that a run is within, the outermost first, as far as they are known. */
export function toolsAround(config: unknown): ToolRun[] {
  return graphsAround(config).flatMap((place) => [...(running.get(place) ?? [])].slice(-1))
}

/** The places in the graphs around a run: `a` and `a|b` of `a|b|c`. */
function graphsAround(config: unknown): string[] {
  const names = placeOf(config)?.split(WITHIN) ?? []
  return names.slice(1).map((_, at) => names.slice(0, at + 1).join(WITHIN))
}

function placeOf(given: unknown): string | undefined {
  const { configurable, metadata } = configOf(given)
  const place = configurable?.checkpoint_ns ?? metadata?.langgraph_checkpoint_ns ?? metadata?.checkpoint_ns
  return typeof place === 'string' && place !== '' ? place : undefined
}

/** The config at hand, or the one that LangGraph keeps where a tool is called without. */
function configOf(config: unknown): Config {
  const given = (typeof config === 'object' && config !== null ? config : {}) as Config
  return given.configurable || given.metadata ? given : (ensureConfig() as Config)
}
