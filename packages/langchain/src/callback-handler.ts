import {
  createGuard,
  type Guard,
  type GuardOptions,
  isGuard,
  observeCall,
  type ToolAnnotations,
} from '@handrail/core'
import { BaseCallbackHandler } from '@langchain/core/callbacks/base'
import type { Serialized } from '@langchain/core/load/serializable'
import { AIMessage, type BaseMessage } from '@langchain/core/messages'
import type { ChatGeneration, LLMResult } from '@langchain/core/outputs'
import { evidenceIn, withoutEvidence } from './conversation.ts'
import { RunMemory } from './run-memory.ts'
import { writtenByModel } from './written.ts'

/**
 * Records what a guard makes of every tool call, and never acts: for runs whose tools you cannot or do not want to
 * wrap. The rung that would have been decided is in the record's assessment; what took effect is always OBSERVE.
 *
 * @example
 * const handrail = new HandrailCallbackHandler({ onRecord: (record) => console.log(record.assessment.decision.reason) })
 * await agent.invoke({ messages }, { callbacks: [handrail] })
 */
export class HandrailCallbackHandler extends BaseCallbackHandler {
  override name = 'HandrailCallbackHandler'
  override raiseError = false
  // A handler in the background would judge a call when its run is over and its messages are gone.
  override awaitHandlers = true
  /** The guard that judges; its `records()` are what was found so far. */
  readonly guard: Guard
  readonly #memory = new RunMemory()

  /**
   * @param guardOrOptions a guard, or the options of one; `handler` is ignored.
   * @throws HandrailError when an option is unknown or contradicts another.
   */
  constructor(guardOrOptions: Guard | GuardOptions = {}) {
    super()
    this.guard = isGuard(guardOrOptions)
      ? guardOrOptions
      : createGuard({ ...guardOrOptions, handler: 'observe' })
  }

  /** The handler itself: what it remembers of a run must not be split. */
  override copy(): this {
    return this
  }

  // The declared order of the parameters after `runId` is not the one they come in.
  override handleChainStart(_chain: Serialized, inputs: unknown, runId: string, parentRunId?: string): void {
    quietly(() => this.#memory.startChain(runId, parentRunId, inputs))
  }

  override handleChainEnd(_outputs: unknown, runId: string): void {
    this.#memory.end(runId)
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
    const prompt = messages?.[0]
    if (prompt) quietly(() => this.#memory.startModel(runId, parentRunId, prompt))
  }

  override handleLLMEnd(output: LLMResult, runId: string): void {
    const message = (output?.generations?.[0]?.[0] as ChatGeneration | undefined)?.message
    if (AIMessage.isInstance(message)) quietly(() => this.#memory.answer(runId, message))
    this.#memory.end(runId)
  }

  override handleLLMError(_error: unknown, runId: string): void {
    this.#memory.end(runId)
  }

  override handleToolStart(
    tool: Serialized,
    input: string,
    _runId: string,
    parentRunId?: string,
    _tags?: string[],
    metadata?: Record<string, unknown>,
    runName?: string,
    toolCallId = '',
  ): void {
    const unread = { toolCallId, toolName: runName ?? tool?.id?.at(-1) ?? '', args: input }
    observeCall(this.guard, unread, () => {
      const args = parsed(input)
      const found = this.#memory.conversation({ toolCallId, toolName: runName, args }, parentRunId)
      const call = { ...unread, args, annotations: metadata?.annotations as ToolAnnotations | undefined }
      if (typeof found === 'string') return withoutEvidence(call, found)
      return {
        call: {
          ...call,
          judgedArgs: writtenByModel(args, found.call?.args),
          // Only some classes of tools tell their name; the model's own call always does.
          ...(found.call && runName === undefined && { toolName: found.call.name }),
        },
        evidence: () => evidenceIn(found.seen, this.guard),
      }
    })
  }
}

/** What cannot be read is not remembered: a tool of this run is recorded without a conversation. */
function quietly(remember: () => void): void {
  try {
    remember()
  } catch {}
}

function parsed(input: string): unknown {
  try {
    return JSON.parse(input)
  } catch {
    return input
  }
}
