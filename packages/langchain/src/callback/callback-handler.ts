import { createGuard, type Guard, type GuardOptions, isGuard } from '@handrail/core'
import { BaseCallbackHandler } from '@langchain/core/callbacks/base'
import type { Serialized } from '@langchain/core/load/serializable'
import { AIMessage, type BaseMessage, ToolMessage } from '@langchain/core/messages'
import type { ChatGeneration, LLMResult } from '@langchain/core/outputs'
import { RunMemory } from './run-memory.ts'
import type { HandrailSummary } from './summary.ts'
import { ToolRecorder } from './tool-recorder.ts'
import { ToolRuns } from './tool-runs.ts'
import { waitsForAnswers } from './waiting.ts'

/**
 * Records what a guard makes of every tool call, and never acts: for runs whose tools you cannot or do not want to
 * wrap, and to see in production what a guard would do before you let it. The rung that would have been decided is in
 * the record's assessment; what took effect is always OBSERVE.
 *
 * One handler serves any number of graphs and of runs at the same time. What it remembers has limits, and nothing that
 * goes wrong in it reaches a run: then the record holds a fault, and {@link summary} counts it.
 *
 * @example
 * const handrail = new HandrailCallbackHandler({ onRecord: (record) => console.log(record.assessment.decision.reason) })
 * await agent.invoke({ messages }, { callbacks: [handrail] })
 * console.log(handrail.summary().decided) // { OBSERVE: 41, WARN: 2, BLOCK: 1, DEFER: 0 }
 */
export class HandrailCallbackHandler extends BaseCallbackHandler {
  override name = 'HandrailCallbackHandler'
  override raiseError = false
  // A handler in the background would judge a call when its run is over and its messages are gone.
  override awaitHandlers = true
  override ignoreRetriever = true
  override ignoreCustomEvent = true
  /** The guard that judges; its `records()` are what was found last. */
  readonly guard: Guard
  readonly #memory = new RunMemory()
  readonly #toolRuns = new ToolRuns()
  readonly #recorder: ToolRecorder

  /**
   * @param guardOrOptions a guard, or the options of one; `handler` is ignored.
   * @throws HandrailError when an option is unknown or contradicts another.
   */
  constructor(guardOrOptions: Guard | GuardOptions = {}) {
    super()
    this.guard = isGuard(guardOrOptions)
      ? guardOrOptions
      : createGuard({ ...guardOrOptions, handler: 'observe' })
    this.#recorder = new ToolRecorder(this.guard, this.#memory)
  }

  /**
   * Counts everything that this handler has seen since it was made: how many calls there were, which rung they would
   * have got, which were not judged and why, and what of ours went wrong; in all, and for each tool.
   *
   * Up to 200 tools are counted one by one, and up to 20 reasons and 20 faults for each, all further ones as
   * `(others)`: the summary takes as much memory after a million calls as after a thousand. Plain data, made anew each
   * time, so that it can be sent or stored as it is. Never throws.
   */
  summary(): HandrailSummary {
    return this.#recorder.summary()
  }

  /** The handler itself: what it remembers of a run must not be split. */
  override copy(): this {
    return this
  }

  // The declared order of the parameters after `runId` is not the one they come in.
  override handleChainStart(_chain: Serialized, inputs: unknown, runId: string, parentRunId?: string): void {
    quietly(() => this.#memory.startChain(runId, parentRunId, inputs))
  }

  override handleChainEnd(outputs: unknown, runId: string, parentRunId?: string): void {
    const goesOn = parentRunId === undefined && (quietly(() => waitsForAnswers(outputs)) ?? false)
    this.#memory.end(runId, goesOn)
  }

  override handleChainError(_error: unknown, runId: string): void {
    this.#memory.end(runId)
  }

  override handleChatModelStart(
    _model: Serialized,
    messages: BaseMessage[][],
    runId: string,
    parentRunId?: string,
  ): void {
    quietly(() => {
      const prompt = messages[0]
      if (prompt) this.#memory.startModel(runId, parentRunId, prompt)
    })
  }

  override handleLLMEnd(output: LLMResult, runId: string): void {
    quietly(() => {
      const message = (output.generations[0]?.[0] as ChatGeneration | undefined)?.message
      if (AIMessage.isInstance(message)) this.#memory.answer(runId, message)
    })
    this.#memory.end(runId)
  }

  override handleLLMError(_error: unknown, runId: string): void {
    this.#memory.end(runId)
  }

  override handleToolStart(
    tool: Serialized,
    input: string,
    runId: string,
    parentRunId?: string,
    _tags?: string[],
    metadata?: Record<string, unknown>,
    runName?: string,
    toolCallId?: string,
  ): void {
    if (!this.#toolRuns.start(runId)) return
    const className = quietly(() => tool.id.at(-1))
    this.#recorder.record({
      runId,
      toolCallId: toolCallId ?? '',
      toolName: runName,
      className: className ?? '',
      ...{ input, parentRunId, metadata },
    })
  }

  override handleToolEnd(output: unknown, runId: string, parentRunId?: string): void {
    if (this.#toolRuns.end(runId)) this.#recordLate(runId, parentRunId, output)
    this.#memory.endTool(runId)
  }

  override handleToolError(_error: unknown, runId: string, parentRunId?: string): void {
    if (this.#toolRuns.end(runId)) this.#recordLate(runId, parentRunId)
    this.#memory.endTool(runId)
  }

  /** LangChain tells of no start when it cannot write the arguments as JSON. */
  #recordLate(runId: string, parentRunId: string | undefined, output?: unknown): void {
    const answer = quietly(() => {
      if (!ToolMessage.isInstance(output)) return undefined
      const { tool_call_id: toolCallId, name: toolName } = output
      return { toolCallId, toolName }
    })
    this.#recorder.record({
      runId,
      toolCallId: answer?.toolCallId ?? '',
      toolName: answer?.toolName,
      ...{ className: '', input: undefined, parentRunId },
    })
  }
}

/** What cannot be read is not remembered: a tool of this run is recorded without a conversation. */
function quietly<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}
