import type { Intervention, KnownEffect } from '@handrail/core'

/** What became of tool calls, counted. */
export interface CallCounts {
  /** Runs of tools. A tool that runs again, by a retry or when a graph goes on, counts again. */
  readonly calls: number
  /** The calls that were judged. */
  readonly judged: number
  /** The judged calls with a value that was found nowhere in the evidence. */
  readonly flagged: number
  /**
   * How many calls a guard would have given each rung. Calls that were not judged are among OBSERVE, and a rung of your
   * own ladder counts as the one of the four that it is carried out as.
   */
  readonly decided: Readonly<Record<Intervention, number>>
  /** How many calls were not judged, by the reason. */
  readonly notJudged: Readonly<Record<string, number>>
  /** How often something of ours went wrong, by what it was. What an asynchronous `onRecord` rejects with is not here. */
  readonly faults: Readonly<Record<string, number>>
}

/** The same of one tool. */
export interface ToolSummary extends CallCounts {
  readonly tool: string
  /** What the tool does to the world, and how we know, as of its last call. */
  readonly effect: KnownEffect
}

/** What a {@link HandrailCallbackHandler} has seen so far. Plain data, which JSON keeps as it is. */
export interface HandrailSummary extends CallCounts {
  /** One entry a tool, in the order of their first calls. */
  readonly tools: readonly ToolSummary[]
}
