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
import { type Conversation, conversationOf, evidenceIn, messagesOf } from './conversation.ts'

/** How many runs that have not ended, and calls that have not come yet, are remembered. */
const REMEMBERED = 1_000

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
  /** Messages by run, for a node its state and for a model its prompt; and the prompt behind a call by its id. */
  readonly #messages = new Recent<readonly BaseMessage[]>()
  #lastPrompt: readonly BaseMessage[] | undefined

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
  override handleChainStart(_chain: Serialized, inputs: unknown, runId: string): void {
    try {
      const messages = messagesOf(inputs)
      if (messages) this.#messages.set(runId, messages)
    } catch {
      // Inputs that cannot be read are none: a tool of this run is recorded without a conversation.
    }
  }

  override handleChainEnd(_outputs: unknown, runId: string): void {
    this.#messages.take(runId)
  }

  override handleChainError(_error: unknown, runId: string): void {
    this.#messages.take(runId)
  }

  override handleChatModelStart(_model: Serialized, messages: BaseMessage[][], runId: string): void {
    const prompt = messages[0]
    if (!prompt) return
    this.#lastPrompt = prompt
    this.#messages.set(runId, prompt)
  }

  override handleLLMEnd(output: LLMResult, runId: string): void {
    const prompt = this.#messages.take(runId)
    const message = (output.generations?.[0]?.[0] as ChatGeneration | undefined)?.message
    if (!prompt || !AIMessage.isInstance(message)) return
    for (const { id } of message.tool_calls ?? []) if (id) this.#messages.set(id, [...prompt, message])
  }

  override handleLLMError(_error: unknown, runId: string): void {
    this.#messages.take(runId)
  }

  override handleToolStart(
    tool: Serialized,
    input: string,
    _runId: string,
    parentRunId?: string,
    _tags?: string[],
    metadata?: Record<string, unknown>,
    runName?: string,
    toolCallId?: string,
  ): void {
    const call = { toolCallId: toolCallId ?? '', toolName: runName ?? tool?.id?.at(-1) ?? '', args: input }
    observeCall(this.guard, call, () => {
      const found = this.#conversation(toolCallId, parentRunId)
      return {
        call: {
          ...call,
          args: parsed(input),
          // Only some classes of tools tell their name; the model's own call always does.
          ...(found?.call && runName === undefined && { toolName: found.call.name }),
          annotations: metadata?.annotations as ToolAnnotations | undefined,
        },
        evidence: () => {
          if (!found) throw new Error('there was no conversation to judge by')
          return evidenceIn(found.seen, this.guard)
        },
      }
    })
  }

  /**
   * The state of the node that runs the tool, and what the state leaves out: the system prompt of that model call. In a
   * loop without a graph, the prompt that the call answered.
   */
  #conversation(toolCallId = '', parentRunId = ''): Conversation | undefined {
    const prompt = this.#messages.take(toolCallId)
    const state = this.#messages.get(parentRunId)
    if (!state) {
      const messages = prompt ?? (parentRunId === '' ? this.#lastPrompt : undefined)
      return messages && conversationOf(messages, toolCallId)
    }
    const found = conversationOf(state, toolCallId)
    const instructions = prompt?.filter((message) => message.getType() === 'system') ?? []
    return { ...found, seen: [...found.seen, ...instructions] }
  }
}

function parsed(input: string): unknown {
  try {
    return JSON.parse(input)
  } catch {
    return input
  }
}

/** A map that forgets its oldest entry when it holds too many: not every run tells that it has ended. */
class Recent<Value> {
  readonly #entries = new Map<string, Value>()

  get(key: string): Value | undefined {
    return this.#entries.get(key)
  }

  set(key: string, value: Value): void {
    this.#entries.delete(key)
    this.#entries.set(key, value)
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= REMEMBERED) break
      this.#entries.delete(oldest)
    }
  }

  take(key: string): Value | undefined {
    const value = this.#entries.get(key)
    this.#entries.delete(key)
    return value
  }
}
