import { AIMessage, type BaseMessage, HumanMessage, type ToolMessage } from '@langchain/core/messages'
import type { ToolCall } from '@langchain/core/messages/tool'
import type { RunnableConfig } from '@langchain/core/runnables'
import { fakeModel } from '@langchain/core/testing'
import type { StructuredToolInterface, ToolRunnableConfig } from '@langchain/core/tools'
import { MessagesAnnotation, StateGraph } from '@langchain/langgraph'
import { createReactAgent, ToolNode, toolsCondition } from '@langchain/langgraph/prebuilt'
import { createAgent } from 'langchain'

/** A call of the fake model. */
export type Call = Pick<ToolCall, 'name' | 'args'> & { readonly id: string }

export interface Run {
  readonly tools: StructuredToolInterface[]
  /** The calls of each step; after the last one the model says `done`. */
  readonly steps: readonly (readonly Call[])[]
  readonly user: string
  readonly config?: RunnableConfig
  readonly system?: string
}

export interface Played {
  /** The messages that the app gets. */
  readonly messages: BaseMessage[]
  /** What the model read in its last prompt. */
  readonly prompt: BaseMessage[]
}

export type Host = (run: Run) => Promise<Played>

export function modelOf(steps: Run['steps']) {
  const model = fakeModel()
  for (const calls of steps)
    model.respond(
      new AIMessage({
        content: '',
        tool_calls: calls.map((call) => ({ ...call, type: 'tool_call' as const })),
      }),
    )
  return model.respond(new AIMessage('done'))
}

const messagesOf = (user: string) => ({ messages: [new HumanMessage(user)] })

function agent(version: 'v1' | 'v2'): Host {
  return async ({ tools, steps, user, config = {}, system }) => {
    const model = modelOf(steps)
    const graph = createAgent({ model, tools, version, ...(system && { systemPrompt: system }) })
    const { messages } = await graph.invoke(messagesOf(user), config)
    return { messages, prompt: model.calls.at(-1)?.messages ?? [] }
  }
}

function reactAgent(version: 'v1' | 'v2'): Host {
  return async ({ tools, steps, user, config = {}, system }) => {
    const model = modelOf(steps)
    const graph = createReactAgent({ llm: model, tools, version, ...(system && { prompt: system }) })
    const { messages } = await graph.invoke(messagesOf(user), config)
    return { messages, prompt: model.calls.at(-1)?.messages ?? [] }
  }
}

export type ToolsNode = (
  state: typeof MessagesAnnotation.State,
  config: RunnableConfig,
) => Promise<Partial<typeof MessagesAnnotation.State>>

function stateGraph(nodeOf: (tools: StructuredToolInterface[]) => ToolNode | ToolsNode): Host {
  return async ({ tools, steps, user, config = {} }) => {
    const model = modelOf(steps)
    const graph = new StateGraph(MessagesAnnotation)
      .addNode('agent', async ({ messages }) => ({ messages: [await model.invoke(messages)] }))
      .addNode('tools', nodeOf(tools))
      .addEdge('__start__', 'agent')
      .addConditionalEdges('agent', toolsCondition)
      .addEdge('tools', 'agent')
      .compile()
    const { messages } = await graph.invoke(messagesOf(user), config)
    return { messages, prompt: model.calls.at(-1)?.messages ?? [] }
  }
}

/** A node that calls its tools itself, as the tutorials do. */
export const handWritten =
  (passConfig: boolean) =>
  (tools: StructuredToolInterface[]): ToolsNode =>
  async ({ messages }, config) => {
    const last = messages.at(-1) as AIMessage
    const results: ToolMessage[] = []
    for (const call of last.tool_calls ?? []) {
      const tool = tools.find(({ name }) => name === call.name) as StructuredToolInterface
      const toolCall = { ...call, type: 'tool_call' as const }
      results.push(await (passConfig ? tool.invoke(toolCall, config) : tool.invoke(toolCall)))
    }
    return { messages: results }
  }

const bareLoop: Host = async ({ tools, steps, user, config = {}, system }) => {
  const model = modelOf(steps)
  const messages: BaseMessage[] = [
    ...(system ? [new (await import('@langchain/core/messages')).SystemMessage(system)] : []),
    new HumanMessage(user),
  ]
  for (;;) {
    const answer = await model.invoke(messages, config)
    messages.push(answer)
    if (!answer.tool_calls?.length) break
    for (const call of answer.tool_calls) {
      const tool = tools.find(({ name }) => name === call.name) as StructuredToolInterface
      const toolCall = { ...call, type: 'tool_call' as const }
      messages.push(await tool.invoke(toolCall, { ...config, state: { messages } } as ToolRunnableConfig))
    }
  }
  return { messages, prompt: model.calls.at(-1)?.messages ?? [] }
}

/** Every way to run tools that we promise to work in. */
export const hosts: readonly (readonly [string, Host])[] = [
  ['createAgent', agent('v2')],
  ['createAgent v1', agent('v1')],
  ['prebuilt createReactAgent', reactAgent('v2')],
  ['prebuilt createReactAgent v1', reactAgent('v1')],
  ['StateGraph with ToolNode', stateGraph((tools) => new ToolNode(tools))],
  ['StateGraph with a node of its own', stateGraph(handWritten(true))],
  ['StateGraph with a node that passes no config', stateGraph(handWritten(false))],
  ['a bare loop', bareLoop],
]

export const [, createAgentHost] = hosts[0] as (typeof hosts)[number]
export const [, reactAgentHost] = hosts[2] as (typeof hosts)[number]
