import { AIMessage, type BaseMessage, HumanMessage } from '@langchain/core/messages'
import { fakeModel } from '@langchain/core/testing'
import type { StructuredToolInterface } from '@langchain/core/tools'
import {
  type BaseCheckpointSaver,
  Command,
  MemorySaver,
  MessagesAnnotation,
  StateGraph,
} from '@langchain/langgraph'
import { createReactAgent, ToolNode, toolsCondition } from '@langchain/langgraph/prebuilt'
import { createAgent, type HITLRequest } from 'langchain'
import { type Call, handWritten, type ToolsNode } from './hosts.ts'

type Model = ReturnType<typeof fakeModel>

export interface Parts {
  readonly model: Model
  readonly tools: StructuredToolInterface[]
  readonly checkpointer: BaseCheckpointSaver | null
}

/** A compiled graph. */
export interface Graph {
  invoke(input: unknown, config: object): Promise<unknown>
}

export type GraphOf = (parts: Parts) => Graph

export const agentGraph =
  (version: 'v1' | 'v2'): GraphOf =>
  ({ model, tools, checkpointer }) =>
    createAgent({ model, tools, version, ...(checkpointer && { checkpointer }) }) as unknown as Graph

const reactGraph =
  (version: 'v1' | 'v2'): GraphOf =>
  ({ model, tools, checkpointer }) =>
    createReactAgent({
      llm: model,
      tools,
      version,
      ...(checkpointer && { checkpointer }),
    }) as unknown as Graph

const stateGraph =
  (nodeOf: (tools: StructuredToolInterface[]) => ToolNode | ToolsNode): GraphOf =>
  ({ model, tools, checkpointer }) =>
    new StateGraph(MessagesAnnotation)
      .addNode('agent', async ({ messages }) => ({ messages: [await model.invoke(messages)] }))
      .addNode('tools', nodeOf(tools))
      .addEdge('__start__', 'agent')
      .addConditionalEdges('agent', toolsCondition)
      .addEdge('tools', 'agent')
      .compile(checkpointer ? { checkpointer } : {}) as unknown as Graph

export const toolNodeGraph = stateGraph((tools) => new ToolNode(tools))
export const handWrittenGraph = stateGraph(handWritten(true))

/** Every kind of graph that can ask a person, and whether each call is a task of its own in it. */
export const graphs: readonly (readonly [string, GraphOf, boolean])[] = [
  ['createAgent', agentGraph('v2'), true],
  ['createAgent v1', agentGraph('v1'), false],
  ['prebuilt createReactAgent', reactGraph('v2'), true],
  ['prebuilt createReactAgent v1', reactGraph('v1'), false],
  ['StateGraph with ToolNode', toolNodeGraph, false],
]

export interface Question {
  readonly id: string
  readonly value: HITLRequest
}

/** A conversation with a person who can be asked. */
export class Talk {
  readonly model = fakeModel()
  readonly checkpointer: BaseCheckpointSaver | null
  messages: BaseMessage[] = []
  questions: Question[] = []
  #graph: Graph
  readonly #config = { configurable: { thread_id: 'talk' } }

  constructor(
    graphOf: GraphOf,
    tools: StructuredToolInterface[],
    steps: readonly (readonly Call[])[],
    checkpointer: BaseCheckpointSaver | null = new MemorySaver(),
  ) {
    this.checkpointer = checkpointer
    for (const [at, calls] of [...steps, []].entries())
      this.model.respond(
        new AIMessage({
          id: `a${at}`,
          content: calls.length > 0 ? '' : 'done',
          tool_calls: calls.map((call) => ({ ...call, type: 'tool_call' as const })),
        }),
      )
    this.#graph = graphOf({ model: this.model, tools, checkpointer })
  }

  /** Goes on with other tools, as another process does. */
  restart(graphOf: GraphOf, tools: StructuredToolInterface[]): void {
    this.#graph = graphOf({ model: this.model, tools, checkpointer: this.checkpointer })
  }

  say(text: string): Promise<void> {
    return this.#go({ messages: [new HumanMessage({ id: 'h', content: text })] })
  }

  /** Answers one question with one decision. */
  answer(question: Question | undefined, decision: unknown): Promise<void> {
    return this.resume({ [question?.id ?? 'none']: { decisions: [decision] } })
  }

  resume(resume: unknown): Promise<void> {
    return this.#go(new Command({ resume }))
  }

  /** What the model read in its last prompt. */
  get prompt(): BaseMessage[] {
    return this.model.calls.at(-1)?.messages ?? []
  }

  async #go(input: unknown): Promise<void> {
    const result = (await this.#graph.invoke(input, this.#config)) as {
      messages: BaseMessage[]
      __interrupt__?: Question[]
    }
    this.messages = result.messages
    this.questions = result.__interrupt__ ?? []
  }
}
