import type { AIMessage, BaseMessage } from '@langchain/core/messages'
import {
  type CallAtHand,
  type Conversation,
  callsIn,
  conversationOf,
  messagesOf,
} from '../evidence/conversation.ts'
import type { ToolRun } from '../evidence/nesting.ts'
import { saysSame } from '../evidence/written.ts'
import { Recent } from '../recent.ts'
import { type Answered, Answers } from './answers.ts'
import { beginAlike, isSystem } from './prompts.ts'
import { ToolsAround } from './tools-around.ts'

/** A run that has not ended. */
interface Run {
  /** The run that it is part of in the end: of a graph, or the run itself. */
  readonly root: string
  /** A node's state, or a model's prompt. */
  readonly messages?: readonly unknown[] | undefined
  /** The tools that it is within. */
  readonly around: readonly ToolRun[]
}

/** A conversation, and what the model was told beside it. */
export interface Found extends Conversation {
  /** The system messages of the model's prompt that the state does not hold. */
  readonly instructions: () => readonly BaseMessage[]
  /** The tools that the call is made within, the outermost first. */
  readonly around: readonly ToolRun[]
}

/** So many runs may be under way at the same time. */
const MOST_RUNS = 10_000

const none = () => []

/**
 * What a handler remembers of the runs that it hears of, to find the conversation behind a call. What it does when a
 * chain starts or ends does not depend on how long the conversation is, nor on how many others there are.
 */
export class RunMemory {
  readonly #runs = new Recent<Run>(MOST_RUNS)
  readonly #answers = new Answers()
  readonly #tools = new ToolsAround()
  /** What a model was asked last, while nothing shows that there is more than one conversation. */
  #onlyPrompt: readonly BaseMessage[] | undefined | 'several'

  startChain(runId: string, parentRunId: string | undefined, inputs: unknown): void {
    const run = { root: this.#rootOf(parentRunId) ?? runId, around: this.#around(parentRunId) }
    // Before the inputs are read, which may fail: the runs below belong to the graph all the same.
    this.#runs.set(runId, run)
    this.#runs.set(runId, { ...run, messages: messagesOf(inputs) })
  }

  startModel(runId: string, parentRunId: string | undefined, prompt: readonly BaseMessage[]): void {
    const root = this.#rootOf(parentRunId) ?? runId
    this.#runs.set(runId, { root, messages: prompt, around: this.#around(parentRunId) })
    const last = this.#onlyPrompt
    if (last !== 'several') this.#onlyPrompt = !last || beginAlike(last, prompt) ? prompt : 'several'
  }

  /** Remembers the prompt behind the calls of an answer until its graph ends. */
  answer(runId: string, message: AIMessage): void {
    const run = this.#runs.take(runId)
    if (!run?.messages) return
    const root = run.root === runId ? undefined : run.root
    this.#answers.add(runId, root, { prompt: run.messages as readonly BaseMessage[], message })
  }

  /** @param goesOn whether a graph has only stopped to ask somebody. */
  end(runId: string, goesOn = false): void {
    if (this.#runs.take(runId)?.root === runId) this.#answers.endGraph(runId, goesOn)
  }

  /** @param found the conversation that the call of the tool came out of. */
  startTool(runId: string, parentRunId: string | undefined, found: Found | string, metadata: unknown): void {
    this.#tools.start(runId, this.#around(parentRunId), found, metadata)
  }

  endTool(runId: string): void {
    this.#tools.end(runId)
  }

  /**
   * The state of the node that runs the tool, and what the state leaves out: the system prompt of that model call, and
   * what the model wrote before a person changed it. In a loop without a graph, the prompt that the call answered.
   */
  conversation(call: CallAtHand, parentRunId: string | undefined): Found | string {
    const around = this.#around(parentRunId)
    const state = parentRunId === undefined ? undefined : this.#runs.get(parentRunId)?.messages
    const answered = this.#answers.find(call, this.#rootOf(parentRunId))
    const named = answered ? { ...call, toolCallId: call.toolCallId || idIn(answered.message, call) } : call
    if (state) return this.#inState(state, named, answered, around)
    const messages = answered ? [...answered.prompt, answered.message] : this.#onlyPrompt
    if (!messages || (parentRunId !== undefined && !answered)) return 'there was no conversation to judge by'
    if (messages === 'several') return 'the call may be of any of several conversations'
    const found = conversationOf(messages, named)
    return typeof found === 'string' ? found : { ...found, instructions: none, around }
  }

  #inState(
    state: readonly unknown[],
    call: CallAtHand,
    known: Answered | undefined,
    around: readonly ToolRun[],
  ): Found | string {
    const found = conversationOf(state, call)
    if (typeof found === 'string') return found
    const answered = known ?? (found.holdsCall ? this.#answers.ofMessage(found.seen.at(-1)?.id) : undefined)
    if (!answered) return { ...found, instructions: none, around }
    const written = callsIn(answered.message).filter(({ id }) => id === call.toolCallId)
    return {
      ...found,
      ...(written.length === 1 && { call: written[0] }),
      instructions: () => answered.prompt.filter(isSystem),
      around,
    }
  }

  #around(parentRunId: string | undefined): readonly ToolRun[] {
    if (parentRunId === undefined) return []
    return this.#tools.of(parentRunId) ?? this.#runs.get(parentRunId)?.around ?? []
  }

  /** Nothing for a parent that nobody told us of, such as a tool: a graph that it runs is one by itself. */
  #rootOf(parentRunId: string | undefined): string | undefined {
    return parentRunId === undefined ? undefined : this.#runs.get(parentRunId)?.root
  }
}

/** The id that a model gave to a call of which the app has only kept the arguments. */
function idIn(message: AIMessage, { toolName, args }: CallAtHand): string {
  const written = callsIn(message).find(
    ({ name, args: own }) => name === (toolName ?? name) && saysSame(own, args),
  )
  return written?.id ?? ''
}
