import { AIMessage, type BaseMessage, HumanMessage, ToolMessage } from '@langchain/core/messages'
import { fakeModel } from '@langchain/core/testing'
import { type StructuredToolInterface, tool } from '@langchain/core/tools'
import { Command, MemorySaver } from '@langchain/langgraph'
import { createReactAgent } from '@langchain/langgraph/prebuilt'
import { type AgentMiddleware, createAgent, createMiddleware, humanInTheLoopMiddleware } from 'langchain'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { HandrailCallbackHandler } from '../src/index.ts'
import { type Call, createAgentHost, hosts } from './support/hosts.ts'
import { cancelCall, findCall, MINTED, REAL, shop, user } from './support/shop.ts'

const boom = (): never => {
  throw new Error('do not look')
}
const evil = new Proxy(
  {},
  { get: boom, has: boom, ownKeys: boom, getPrototypeOf: boom, getOwnPropertyDescriptor: boom },
)
const rungsOf = (handler: HandrailCallbackHandler) =>
  handler.guard
    .records()
    .map(({ assessment }) => [assessment.call.toolCallId, assessment.decision.intervention])

const rejected: unknown[] = []
const onRejection = (reason: unknown) => rejected.push(reason)
beforeEach(() => {
  vi.spyOn(console, 'error')
  vi.spyOn(console, 'warn')
  rejected.length = 0
  process.on('unhandledRejection', onRejection)
})
afterEach(async () => {
  await new Promise((resolve) => setTimeout(resolve, 5))
  process.off('unhandledRejection', onRejection)
  vi.restoreAllMocks()
})

describe.each(hosts)('in %s, a run is as it would have been', (_, host) => {
  const steps = [[findCall], [cancelCall('c', MINTED), cancelCall('g', REAL)], [cancelCall('c2', MINTED)]]
  const said = (messages: readonly BaseMessage[]) =>
    messages.map(({ content, additional_kwargs, type }) => ({ content, additional_kwargs, type }))

  test.each<[string, () => HandrailCallbackHandler]>([
    ['with a handler', () => new HandrailCallbackHandler()],
    ['with a sink that throws', () => new HandrailCallbackHandler({ onRecord: boom })],
    ['with a sink that rejects', () => new HandrailCallbackHandler({ onRecord: async () => boom() })],
    ['with evidence that throws', () => new HandrailCallbackHandler({ extraEvidence: boom })],
  ])('%s', async (_, make) => {
    const [bare, own] = [shop(), shop()]
    const plain = await host({ tools: bare.tools, steps, user })
    const handler = make()
    const seen = await host({ tools: own.tools, steps, user, config: { callbacks: [handler] } })
    expect(own.ran).toEqual(bare.ran)
    expect(said(seen.messages)).toEqual(said(plain.messages))
    expect(said(seen.prompt)).toEqual(said(plain.prompt))
    expect(handler.summary().calls).toBe(4)
    await new Promise((resolve) => setTimeout(resolve, 5))
    expect(rejected).toEqual([])
    expect(console.error).not.toHaveBeenCalled()
    expect(console.warn).not.toHaveBeenCalled()
  })

  test('given twice, it records each call once', async () => {
    const handler = new HandrailCallbackHandler()
    await host({ tools: shop().tools, steps, user, config: { callbacks: [handler, handler] } })
    expect(handler.summary().calls).toBe(4)
  })
})

const order = z.object({ order_id: z.string() })
const named = (name: string) => ({ name, description: name, schema: order })
const act = (run: (input: { order_id: string }) => unknown, more: object = {}) =>
  tool(run as never, { ...named('cancel_order'), ...more }) as unknown as StructuredToolInterface

describe('tools of every kind are recorded, once a run', () => {
  async function* parts() {
    yield 'one'
    yield 'two'
  }
  test.each<[string, StructuredToolInterface]>([
    ['a generator', act(parts)],
    ['content and artifact', act(() => ['done', { big: 1 }], { responseFormat: 'content_and_artifact' })],
    ['a command', act(() => new Command({ update: { messages: [answer('c')] } }))],
    ['an answer to another call', act(() => answer('other'))],
    ['one that throws', act(boom)],
    ['one that ends the run', act(() => 'done', { returnDirect: true })],
    ['a result that cannot be looked at', act(() => evil)],
  ])('%s', async (_, own) => {
    const play = async (config: object) => {
      const steps = [[cancelCall('c', MINTED)]]
      try {
        const { messages } = await createAgentHost({ tools: [own], steps, user, config })
        return messages.map(({ content }) => content)
      } catch (error) {
        return String(error)
      }
    }
    const handler = new HandrailCallbackHandler()
    expect(await play({ callbacks: [handler] })).toEqual(await play({}))
    expect(rungsOf(handler)).toEqual([['c', 'BLOCK']])
  })
  const answer = (id: string) => new ToolMessage({ content: 'done', tool_call_id: id, name: 'cancel_order' })

  test('a call that the schema refuses never becomes a run', async () => {
    const handler = new HandrailCallbackHandler()
    const steps = [[{ id: 'c', name: 'cancel_order', args: { order_id: 5 } }], [cancelCall('c2', MINTED)]]
    await createAgentHost({ tools: shop().tools, steps, user, config: { callbacks: [handler] } })
    expect(rungsOf(handler)).toEqual([['c2', 'BLOCK']])
  })

  test('streams of events', async () => {
    const handler = new HandrailCallbackHandler()
    const model = fakeModel()
      .respondWithTools([cancelCall('c', MINTED)])
      .respond(new AIMessage('done'))
    const agent = createAgent({ model, tools: shop().tools })
    const events = agent.streamEvents(
      { messages: [new HumanMessage(user)] },
      { version: 'v2', callbacks: [handler] },
    )
    for await (const _ of events);
    expect(rungsOf(handler)).toEqual([['c', 'BLOCK']])
  })
})

describe('arguments that LangChain cannot write as JSON', () => {
  const cyclic: Record<string, unknown> = { order_id: MINTED }
  cyclic.self = cyclic
  const put = (args: unknown) =>
    createMiddleware({
      name: 'Put',
      wrapToolCall: (request, run) =>
        run({ ...request, toolCall: { ...request.toolCall, args: args as Record<string, unknown> } }),
    })
  const play = async (own: StructuredToolInterface, args: unknown, calls: readonly Call[], config = {}) => {
    const model = fakeModel()
      .respondWithTools([...calls])
      .respond(new AIMessage('done'))
    const agent = createAgent({ model, tools: [own], middleware: [put(args)] })
    const run = agent.invoke({ messages: [new HumanMessage(user)] }, config)
    return run.then(({ messages }) => messages.map(({ content }) => content), String)
  }

  test.each<[string, unknown, StructuredToolInterface]>([
    ['cyclic', cyclic, act(() => 'done')],
    ['a bigint', { order_id: MINTED, size: 1n }, act(() => 'done', { schema: z.looseObject({}) })],
  ])('%s: what the model wrote is judged', async (_, args, own) => {
    vi.mocked(console.warn).mockImplementation(() => {})
    const handler = new HandrailCallbackHandler()
    const calls = [cancelCall('c', MINTED)]
    expect(await play(own, args, calls, { callbacks: [handler] })).toEqual(await play(own, args, calls))
    expect(rungsOf(handler)).toEqual([['c', 'BLOCK']])
    // LangChain says so for every handler.
    expect(String(vi.mocked(console.warn).mock.calls)).toMatch(/handleToolStart: TypeError/)
  })

  test('a tool that fails then is recorded, and not judged', async () => {
    vi.mocked(console.warn).mockImplementation(() => {})
    const handler = new HandrailCallbackHandler()
    const calls = [cancelCall('c', MINTED)]
    const config = { callbacks: [handler] }
    expect(await play(act(boom), cyclic, calls, config)).toEqual(await play(act(boom), cyclic, calls))
    expect(handler.summary()).toMatchObject({
      ...{ calls: 1, judged: 0 },
      notJudged: { 'Error: LangChain could not tell the arguments': 1 },
    })
  })
})

test.each<[string, (handler: HandrailCallbackHandler) => unknown]>([
  ['chain', (handler) => handler.handleChainStart(evil as never, evil, 'run')],
  ['end of a chain', (handler) => handler.handleChainEnd(evil, 'run')],
  ['messages of an end', (handler) => handler.handleChainEnd({ messages: [evil] }, 'run')],
  ['prompt', (handler) => handler.handleChatModelStart(evil as never, evil as never, 'run')],
  [
    'messages of a prompt',
    (handler) => handler.handleChatModelStart(evil as never, [[evil as never]], 'run'),
  ],
  ['answer', (handler) => handler.handleLLMEnd(evil as never, 'run')],
  ['error', (handler) => handler.handleLLMError(evil, 'run')],
])('the events of a model or a chain cannot hurt: %s', (_, event) => {
  const handler = new HandrailCallbackHandler()
  const before = (id: string) => {
    handler.handleChainStart({} as never, { messages: [new HumanMessage(user)] }, 'graph')
    handler.handleToolStart(evil as never, '{"order_id":"ORD-9999"}', id, 'graph', [], {}, 'cancel_order', id)
  }
  before('one')
  expect(() => event(handler)).not.toThrow()
  before('two')
  expect(rungsOf(handler)).toEqual([
    ['one', 'BLOCK'],
    ['two', 'BLOCK'],
  ])
})

test.each<[string, Partial<Record<'tool' | 'metadata' | 'state', unknown>>]>([
  ['tool', { tool: evil }],
  ['metadata', { metadata: evil }],
  ['annotations', { metadata: { annotations: evil } }],
  ['state', { state: evil }],
  ['messages', { state: { messages: [evil] } }],
  ['list of messages', { state: { messages: new Proxy([], { get: boom }) } }],
  ['content', { state: { messages: [new HumanMessage({ content: [evil as never] })] } }],
])('the start of a tool cannot hurt: %s', (_, { tool = {}, metadata, state = {} }) => {
  const handler = new HandrailCallbackHandler()
  expect(() => {
    handler.handleChainStart({} as never, state, 'graph')
    const args = '{"order_id":"ORD-9999"}'
    handler.handleToolStart(tool as never, args, 't', 'graph', [], metadata as never, undefined, 'c')
    handler.handleToolEnd(evil, 't', 'graph')
    handler.handleToolError(evil, 'unheard', 'graph')
  }).not.toThrow()
  expect(handler.summary().calls).toBe(2)
  expect(handler.guard.records()).toHaveLength(2)
})

describe('a graph that waits for a person', () => {
  const system = `The test order is ${MINTED}.`
  const config = (handler: HandrailCallbackHandler) => ({
    callbacks: [handler],
    configurable: { thread_id: 't' },
  })
  const input = { messages: [new HumanMessage({ id: 'h', content: user })] }
  const answered = () =>
    fakeModel()
      .respondWithTools([cancelCall('c', MINTED)])
      .respond(new AIMessage('done'))

  // Its type does not suit `exactOptionalPropertyTypes`.
  const ask = humanInTheLoopMiddleware as unknown as (options: object) => AgentMiddleware

  test('knows the system prompt when it goes on', async () => {
    const handler = new HandrailCallbackHandler()
    const agent = createAgent({
      ...{ model: answered(), tools: shop().tools, systemPrompt: system, checkpointer: new MemorySaver() },
      middleware: [ask({ interruptOn: { cancel_order: true } })],
    })
    await agent.invoke(input, config(handler))
    expect(handler.summary().calls).toBe(0)
    await agent.invoke(new Command({ resume: { decisions: [{ type: 'approve' }] } }), config(handler))
    expect(rungsOf(handler)).toEqual([['c', 'OBSERVE']])
  })

  test('does not blame the model for what the person wrote', async () => {
    const handler = new HandrailCallbackHandler()
    const model = fakeModel()
      .respond(new AIMessage({ id: 'a', content: '', tool_calls: [cancelCall('c', REAL)] }))
      .respond(new AIMessage('done'))
    const { tools, ran } = shop()
    const agent = createAgent({
      ...{ model, tools, checkpointer: new MemorySaver() },
      middleware: [ask({ interruptOn: { cancel_order: true } })],
    })
    await agent.invoke({ messages: [new HumanMessage({ id: 'h', content: 'Cancel it.' })] }, config(handler))
    const editedAction = { name: 'cancel_order', args: { order_id: MINTED } }
    const resume = { decisions: [{ type: 'edit', editedAction }] }
    await agent.invoke(new Command({ resume }), config(handler))
    expect(ran).toEqual([`cancel_order ${MINTED}`])
    expect(handler.guard.records()).toMatchObject([
      { assessment: { call: { args: { order_id: MINTED } }, verdict: { believe: true } } },
    ])
  })

  test('before its tools, too', async () => {
    const handler = new HandrailCallbackHandler()
    const agent = createReactAgent({
      ...{ llm: answered(), tools: shop().tools, prompt: system, checkpointer: new MemorySaver() },
      interruptBefore: ['tools'],
    })
    await agent.invoke(input, config(handler))
    expect(handler.summary().calls).toBe(0)
    await agent.invoke(null, config(handler))
    expect(rungsOf(handler)).toEqual([['c', 'OBSERVE']])
  })
})

describe('an app that hands over the arguments alone', () => {
  const loop = async (handler: HandrailCallbackHandler, text: string, args: object) => {
    const config = { callbacks: [handler] }
    const model = fakeModel().respondWithTools([cancelCall('c', MINTED)])
    await model.invoke([new HumanMessage(text)], config)
    await shop().cancel.invoke(args as { order_id: string }, config)
  }
  const one = `Cancel ${MINTED}.`

  test('gets the call that the model wrote, with its id', async () => {
    const handler = new HandrailCallbackHandler()
    await loop(handler, 'Cancel it.', { order_id: MINTED })
    await loop(handler, one, { order_id: MINTED })
    expect(rungsOf(handler)).toEqual([
      ['c', 'BLOCK'],
      ['c', 'OBSERVE'],
    ])
  })

  test('is not judged by the conversation of somebody else', async () => {
    const handler = new HandrailCallbackHandler()
    await loop(handler, one, { order_id: 'ORD-5' })
    await loop(handler, 'Cancel it.', { order_id: 'ORD-6' })
    const reason = 'judging failed (Error: the call may be of any of several conversations)'
    expect(handler.summary()).toMatchObject({ judged: 1, notJudged: { [reason]: 1 } })
  })
})
