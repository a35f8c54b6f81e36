import type { AIMessage, BaseMessage } from '@langchain/core/messages'
import { type CallAtHand, type Conversation, callsIn, conversationOf, messagesOf } from './conversation.ts'
import { Recent } from './recent.ts'
import { saysSame } from './written.ts'

/** A run that has not ended. */
interface Run {
  /** The run that it is part of in the end: of a graph, or the run itself. */
  readonly root: string
  /** A node's state, or a model's prompt. */
  readonly messages?: readonly unknown[] | undefined
}

/** What a model read, and its answer to it. */
interface Answered {
  /** Of the graph, or nothing for a model that ran by itself. */
  readonly root: string | undefined
  readonly messages: readonly BaseMessage[]
}

/** What a handler remembers of the runs that it hears of, to find the conversation behind a call. */
export class RunMemory {
  readonly #runs = new Recent<Run>()
  readonly #answers = new Recent<Answered>()
  #lastPrompt: readonly BaseMessage[] | undefined

  startChain(runId: string, parentRunId: string | undefined, inputs: unknown): void {
    const run = { root: this.#rootOf(parentRunId) ?? runId }
    this.#runs.set(runId, run)
    this.#runs.set(runId, { ...run, messages: messagesOf(inputs) })
  }

  startModel(runId: string, parentRunId: string | undefined, prompt: readonly BaseMessage[]): void {
    this.#lastPrompt = prompt
    this.#runs.set(runId, { root: this.#rootOf(parentRunId) ?? runId, messages: prompt })
  }

  /** Remembers the prompt behind the calls of an answer until its graph ends. */
  answer(runId: string, message: AIMessage): void {
    const run = this.#runs.take(runId)
    if (!run?.messages || callsIn(message).length === 0) return
    const messages = [...(run.messages as readonly BaseMessage[]), message]
    const root = run.root === runId ? undefined : run.root
    this.#answers.set(runId, { root, messages }, weightOf(messages))
  }

  end(runId: string): void {
    if (this.#runs.take(runId)?.root === runId) this.#answers.forget(({ root }) => root === runId)
  }

  /**
   * The state of the node that runs the tool, and what the state leaves out: the system prompt of that model call. In a
   * loop without a graph, the prompt that the call answered.
   */
  conversation(call: CallAtHand, parentRunId: string | undefined): Conversation | string {
    const answered = this.#answerWith(call, this.#rootOf(parentRunId))?.messages
    const state = parentRunId === undefined ? undefined : this.#runs.get(parentRunId)?.messages
    if (!state) {
      const messages = answered ?? (parentRunId === undefined ? this.#lastPrompt : undefined)
      return messages ? conversationOf(messages, call) : 'there was no conversation to judge by'
    }
    const found = conversationOf(state, call)
    if (typeof found === 'string') return found
    const instructions = answered?.filter((message) => message.getType() === 'system') ?? []
    return { ...found, seen: [...found.seen, ...instructions] }
  }

  /** Nothing for a parent that nobody told us of, such as a tool: a graph that it runs is one by itself. */
  #rootOf(parentRunId: string | undefined): string | undefined {
    return parentRunId === undefined ? undefined : this.#runs.get(parentRunId)?.root
  }

  /** Runs at the same time may use the same id: the graph tells them apart, or else the name and the arguments. */
  #answerWith({ toolCallId, toolName, args }: CallAtHand, root: string | undefined): Answered | undefined {
    if (toolCallId === '') return undefined
    const callsOf = ({ messages }: Answered) => callsIn(messages.at(-1)).filter(({ id }) => id === toolCallId)
    const isRelated = (answered: Answered) => answered.root === root && callsOf(answered).length > 0
    const isSame = (answered: Answered) =>
      callsOf(answered).some(({ name, args: own }) => name === (toolName ?? name) && saysSame(own, args))
    return (
      this.#answers.findLast((answered) => isRelated(answered) && isSame(answered)) ??
      this.#answers.findLast(isRelated) ??
      this.#answers.findLast(isSame)
    )
  }
}

const weights = new WeakMap<BaseMessage, number>()

function weightOf(messages: readonly BaseMessage[]): number {
  let sum = 0
  for (const message of messages) {
    const { content } = message
    const weight =
      weights.get(message) ?? (typeof content === 'string' ? content : (JSON.stringify(content) ?? '')).length
    weights.set(message, weight)
    sum += weight
  }
  return sum
}
