import { createGuard } from '@handrail/core'
import { AIMessage, HumanMessage } from '@langchain/core/messages'
import { fakeModel } from '@langchain/core/testing'
import { type StructuredToolInterface, tool } from '@langchain/core/tools'
import { MemorySaver, MessagesAnnotation, StateGraph } from '@langchain/langgraph'
import { createReactAgent, ToolNode } from '@langchain/langgraph/prebuilt'
import { createAgent, createMiddleware } from 'langchain'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { enterTool, isNested } from '../src/evidence/nesting.ts'
import { guardTool, guardTools } from '../src/index.ts'
import { cancelCall, shop } from './support/shop.ts'

const calling = (name: string, id = name) =>
  new AIMessage({ content: '', tool_calls: [{ id, name, args: {}, type: 'tool_call' }] })
const done = () => new AIMessage('done')
const asked = () => ({ messages: [new HumanMessage('Go.')] })
const empty = z.object({})

/** What is told of the run that a tool and the hooks of a middleware are in. */
function spies() {
  const told: boolean[] = []
  const spy = tool(async (_, config) => `${told.push(isNested(config))}`, { name: 'spy', schema: empty })
  const middleware = createMiddleware({
    name: 'Spy',
    beforeModel: (_, runtime) => void told.push(isNested(runtime)),
    afterModel: (_, runtime) => void told.push(isNested(runtime)),
    wrapToolCall: (request, handler) => {
      told.push(isNested(request.runtime))
      return handler(request)
    },
  })
  const tools: StructuredToolInterface[] = [spy]
  const model = () => fakeModel().respond(calling('spy')).respond(done())
  return {
    told,
    agent: () => createAgent({ model: model(), tools, middleware: [middleware] }),
    prebuilt: () => createReactAgent({ llm: model(), tools }),
    graph: (toolsNode = 'tools') =>
      new StateGraph(MessagesAnnotation)
        .addNode('model', async () => ({ messages: [calling('spy')] }))
        .addNode(toolsNode, new ToolNode(tools))
        .addEdge('__start__', 'model')
        .addEdge('model', toolsNode as 'model')
        .compile(),
  }
}

/** An agent that calls a tool which runs something. */
async function calledByTool(run: (config: object) => Promise<unknown>) {
  const sub: StructuredToolInterface = tool(async (_, config) => `${await run(config)}`, {
    name: 'sub',
    schema: empty,
  })
  const model = fakeModel().respond(calling('sub')).respond(done())
  await createAgent({ model, tools: [sub] }).invoke(asked())
}

/** A graph with a node that is a graph, or runs one. */
const around = (inner: object, name = 'inner') =>
  new StateGraph(MessagesAnnotation).addNode(name, inner as never).addEdge('__start__', name as '__start__')

describe('what LangChain tells of a run', () => {
  test.each<[string, (spy: ReturnType<typeof spies>) => Promise<unknown>]>([
    ['an agent', ({ agent }) => agent().invoke(asked())],
    ['a prebuilt agent', ({ prebuilt }) => prebuilt().invoke(asked())],
    ['a graph', ({ graph }) => graph().invoke(asked())],
    ['an agent as a subgraph', ({ agent }) => around(agent().graph).compile().invoke(asked())],
    ['a graph as a subgraph', ({ graph }) => around(graph()).compile().invoke(asked())],
    [
      'a subgraph of a graph that is stored',
      ({ graph }) =>
        around(graph())
          .compile({ checkpointer: new MemorySaver() })
          .invoke(asked(), { configurable: { thread_id: 't' } }),
    ],
    [
      'an agent that a node runs',
      ({ agent }) =>
        around(async (state: { messages: [] }, config: object) => agent().invoke(state, config))
          .compile()
          .invoke(asked()),
    ],
  ])('%s: its user is the user', async (_, run) => {
    const spy = spies()
    await run(spy)
    expect(spy.told.length).toBeGreaterThan(0)
    expect(spy.told).not.toContain(true)
  })

  test.each<[string, (spy: ReturnType<typeof spies>) => (config: object) => Promise<unknown>]>([
    [
      'an agent',
      ({ agent }) =>
        (config) =>
          agent().invoke(asked(), config),
    ],
    [
      'an agent without the config',
      ({ agent }) =>
        () =>
          agent().invoke(asked()),
    ],
    [
      'a prebuilt agent',
      ({ prebuilt }) =>
        () =>
          prebuilt().invoke(asked()),
    ],
    [
      'a graph',
      ({ graph }) =>
        () =>
          graph('my_tools').invoke(asked()),
    ],
    [
      'a graph of graphs',
      ({ graph }) =>
        () =>
          around(around(graph()).compile()).compile().invoke(asked()),
    ],
  ])('%s within a tool: its user is a model', async (_, run) => {
    const spy = spies()
    await calledByTool(run(spy))
    expect(spy.told.length).toBeGreaterThan(0)
    expect(spy.told).not.toContain(false)
  })

  test('the metadata of a callback tells the same', async () => {
    const told: boolean[] = []
    const callbacks = [
      {
        handleToolStart: (...given: unknown[]) => {
          told.push(isNested({ metadata: given[5] }))
        },
      },
    ]
    const { agent } = spies()
    const sub: StructuredToolInterface = tool(async () => `${await agent().invoke(asked())}`, {
      name: 'sub',
      schema: empty,
    })
    const model = fakeModel().respond(calling('sub')).respond(done())
    await createAgent({ model, tools: [sub] }).invoke(asked(), { callbacks })
    expect(told).toEqual([false, true])
  })
})

test('a tools node of any name is known while a tool of ours runs in it', async () => {
  const { graph, told } = spies()
  const sub = guardTool(
    tool(async () => `${await graph().invoke(asked())}`, { name: 'sub', schema: empty }),
    createGuard(),
  )
  await new StateGraph(MessagesAnnotation)
    .addNode('model', async () => ({ messages: [calling('sub')] }))
    .addNode('do_it', new ToolNode([sub]))
    .addEdge('__start__', 'model')
    .addEdge('model', 'do_it')
    .compile()
    .invoke(asked())
  expect(told).toEqual([true])
})

test('a node that hands nothing over to its tools: what the model around a tool had read is known all the same', async () => {
  const guard = createGuard({ handler: 'enforce' })
  const desk = shop()
  const [cancel] = guardTools([desk.cancel], guard)
  const inner = () =>
    new StateGraph(MessagesAnnotation)
      .addNode('model', async () => ({
        messages: [
          new AIMessage({
            content: '',
            tool_calls: ['ORD-1001', 'ORD-9999'].map((id) => ({
              ...cancelCall(id, id),
              type: 'tool_call' as const,
            })),
          }),
        ],
      }))
      .addNode('act', async ({ messages }) => {
        const calls = (messages.at(-1) as AIMessage).tool_calls ?? []
        for (const call of calls) await cancel?.invoke({ ...call, type: 'tool_call' })
        return {}
      })
      .addEdge('__start__', 'model')
      .addEdge('model', 'act')
      .compile()
  const sub = guardTool(
    tool(
      async () => `${await inner().invoke({ messages: [new HumanMessage('Cancel ORD-1001, ORD-9999.')] })}`,
      {
        ...{ name: 'sub', schema: empty },
      },
    ),
    guard,
  )
  await new StateGraph(MessagesAnnotation)
    .addNode('model', async () => ({ messages: [calling('sub')] }))
    .addNode('act', async ({ messages }) => {
      const [call] = (messages.at(-1) as AIMessage).tool_calls ?? []
      await sub.invoke({ ...call, type: 'tool_call' } as never)
      return {}
    })
    .addEdge('__start__', 'model')
    .addEdge('model', 'act')
    .compile()
    .invoke({ messages: [new HumanMessage('My order is ORD-1001.')] })
  expect(desk.ran).toEqual(['cancel_order ORD-1001'])
})

test('what is around is forgotten when the tool has ended', () => {
  const at = (place: string) => ({ configurable: { checkpoint_ns: place } })
  const leave = [enterTool(at('act:1'), () => []), enterTool(at('act:1'), () => [])]
  expect(isNested(at('act:1|model:2'))).toBe(true)
  expect(isNested(at('act:1'))).toBe(false)
  expect(isNested(at('act:10|model:2'))).toBe(false)
  leave[0]?.()
  expect(isNested(at('act:1|model:2'))).toBe(true)
  leave[1]?.()
  expect(isNested(at('act:1|model:2'))).toBe(false)
})

test.each(['configurable', 'metadata'])('the mark of Deep Agents in the %s is enough', (where) => {
  expect(isNested({ [where]: { ls_agent_type: 'subagent', checkpoint_ns: 'act:1' } })).toBe(true)
  expect(isNested({ [where]: { ls_agent_type: 'root', checkpoint_ns: 'act:1' } })).toBe(false)
})

test('tools that hang are forgotten, the oldest first', () => {
  const at = (place: string) => ({ configurable: { checkpoint_ns: place } })
  const leave = enterTool(at('hung:0'), () => [])
  for (let i = 1; i <= 10_000; i++) enterTool(at(`hung:${i}`), () => [])
  expect([0, 1, 10_000].map((i) => isNested(at(`hung:${i}|x`)))).toEqual([false, true, true])
  enterTool(at('hung:0'), () => [])
  leave()
  expect(isNested(at('hung:0|x'))).toBe(true)
})

test.each([
  undefined,
  null,
  7,
  {},
  { configurable: null },
  { configurable: { checkpoint_ns: 7 } },
  { metadata: {} },
])('%j tells nothing', (config) => {
  expect(isNested(config)).toBe(false)
  expect(enterTool(config, () => [])).not.toThrow()
})

test('a tool that throws is left as well', async () => {
  const failing = guardTool(
    tool(
      async () => {
        throw new Error('no')
      },
      { name: 'sub', schema: empty },
    ),
  )
  const config = { configurable: { checkpoint_ns: 'act:7' } }
  await expect(failing.invoke({}, config)).rejects.toThrow('no')
  expect(isNested({ configurable: { checkpoint_ns: 'act:7|x' } })).toBe(false)
  const { cancel } = shop()
  await guardTool(cancel).invoke({ ...cancelCall('c', 'ORD-1'), type: 'tool_call' }, config)
  expect(isNested({ configurable: { checkpoint_ns: 'act:7|x' } })).toBe(false)
})
