import { asMessage } from '../evidence/message-like.ts'
import { isInGraph, isNested, type ToolRun } from '../evidence/nesting.ts'
import { Recent } from '../recent.ts'
import type { Found } from './run-memory.ts'

/** So many tools may run at the same time. */
const MOST = 10_000

const unread = asMessage(undefined)

/** What the models around the tools had read that a handler has heard of, for the runs within these tools. */
export class ToolsAround {
  /** By the run of a tool: the tools around it, and itself. */
  readonly #runs = new Recent<readonly ToolRun[]>(MOST)

  /**
   * @param around the tools around it.
   * @param found the conversation that its call came out of. A tool that code calls outside of a graph counts as none:
   * what it hands on may be the user's own words.
   */
  start(runId: string, around: readonly ToolRun[], found: Found | string, metadata: unknown): void {
    const isCalled = typeof found !== 'string' && found.holdsCall
    if (!isCalled && !isInGraph({ metadata })) return
    const conversation = () =>
      typeof found === 'string' ? [unread] : [...found.instructions(), ...found.seen]
    const run = { conversation, isNested: around.length > 0 || isNested({ metadata }) }
    // What another tool calls in its code knows no more than that one.
    this.#runs.set(runId, isCalled || around.length === 0 ? [...around, run] : around)
  }

  end(runId: string): void {
    this.#runs.take(runId)
  }

  /** The tools that what a tool runs is within, the outermost first. */
  of(runId: string): readonly ToolRun[] | undefined {
    return this.#runs.get(runId)
  }
}
