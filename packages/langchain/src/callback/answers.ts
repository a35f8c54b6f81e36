import type { AIMessage, BaseMessage } from '@langchain/core/messages'
import { type CallAtHand, callsIn } from '../evidence/conversation.ts'
import { saysSame } from '../evidence/written.ts'
import { Recent } from '../recent.ts'

/** What a model read, and its answer to it. */
export interface Answered {
  readonly prompt: readonly BaseMessage[]
  readonly message: AIMessage
}

/** So many answers of one graph are kept: its branches may ask models at the same time. */
const MOST_OF_GRAPH = 16
/** So many graphs may run at the same time. What they hold on to, the app holds on to as well. */
const MOST_GRAPHS = 1_000
/** So many answers outside of graphs are kept: nobody tells when they are done with. */
const MOST_LOOSE = 1_000
/** The same in characters of their prompts. */
const HEAVIEST = 20_000_000

/** The answers of models that asked for tools, to find the prompt behind a call again. */
export class Answers {
  readonly #ofGraphs = new Recent<readonly Answered[]>(MOST_GRAPHS)
  readonly #loose = new Recent<Answered>(MOST_LOOSE, HEAVIEST)

  /** @param graph the outermost run that the model is part of; `undefined` for a model that runs by itself. */
  add(runId: string, graph: string | undefined, answered: Answered): void {
    if (callsIn(answered.message).length === 0) return
    if (graph === undefined) this.#keep(runId, answered)
    else {
      const others = this.#ofGraphs.get(graph) ?? []
      this.#ofGraphs.set(graph, [...others.slice(1 - MOST_OF_GRAPH), answered])
    }
  }

  /** @param goesOn whether the graph waits for somebody, and its calls may yet come in another run. */
  endGraph(graph: string, goesOn: boolean): void {
    const answers = this.#ofGraphs.take(graph)
    if (!goesOn) return
    for (const [at, answered] of (answers ?? []).entries()) this.#keep(`${graph} ${at}`, answered)
  }

  /**
   * The answer that a call came out of. Models that run at the same time may use the same id, and an app may leave it
   * out: the graph tells calls apart, or else the name and the arguments.
   */
  find(call: CallAtHand, graph: string | undefined): Answered | undefined {
    const own =
      graph === undefined ? this.#loose.newestFirst() : (this.#ofGraphs.get(graph) ?? []).toReversed()
    const found = own.find(isSame(call)) ?? own.find(hasId(call))
    if (found) return found
    const others = this.#ofGraphs.newestFirst().flatMap((answers) => answers.toReversed())
    return [...others, ...this.#loose.newestFirst()].find(isSame(call))
  }

  /** An answer of a graph that has gone on in another run, by the id of its message. */
  ofMessage(id: string | undefined): Answered | undefined {
    return id === undefined ? undefined : this.#loose.newestFirst().find(({ message }) => message.id === id)
  }

  #keep(key: string, answered: Answered): void {
    this.#loose.set(key, answered, weightOf(answered.prompt))
  }
}

const hasId =
  ({ toolCallId }: CallAtHand) =>
  ({ message }: Answered): boolean =>
    toolCallId !== '' && callsIn(message).some(({ id }) => id === toolCallId)

const isSame =
  ({ toolCallId, toolName, args }: CallAtHand) =>
  ({ message }: Answered): boolean =>
    callsIn(message).some(
      ({ id, name, args: own }) =>
        (toolCallId === '' || id === toolCallId) && name === (toolName ?? name) && saysSame(own, args),
    )

const weights = new WeakMap<BaseMessage, number>()

function weightOf(messages: readonly BaseMessage[]): number {
  let sum = 0
  for (const message of messages) {
    let weight = weights.get(message)
    if (weight === undefined) {
      weight = lengthOf(message)
      weights.set(message, weight)
    }
    sum += weight
  }
  return sum
}

/** What cannot be written as JSON, such as a bigint, counts as nothing. */
function lengthOf({ content }: BaseMessage): number {
  try {
    return (typeof content === 'string' ? content : (JSON.stringify(content) ?? '')).length
  } catch {
    return 0
  }
}
