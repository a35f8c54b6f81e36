import type { GuardOptions } from '@handrail/core'
import { AIMessage, HumanMessage } from '@langchain/core/messages'
import type { RunnableConfig } from '@langchain/core/runnables'
import { fakeModel } from '@langchain/core/testing'
import { type StructuredToolInterface, tool } from '@langchain/core/tools'
import { Command, MemorySaver } from '@langchain/langgraph'
import { createAgent, createMiddleware, toolCallLimitMiddleware } from 'langchain'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { toolsAround } from '../src/evidence/nesting.ts'
import { handrailMiddleware } from '../src/middleware.ts'
import { agentOf, stock } from './support/agents.ts'
import { answerTo, cancelCall, MINTED, shop, updateCall, user } from './support/shop.ts'

const deferring = {
  handler: 'enforce',
  policy: { onHighConfidence: 'DEFER', onLowConfidence: 'DEFER', ceiling: 'DEFER' },
} as const satisfies GuardOptions

test('there is a hook behind the model only where a call may be deferred', () => {
  expect(handrailMiddleware({ handler: 'enforce' }).afterModel).toBeUndefined()
  expect(handrailMiddleware({ ...deferring, handler: 'observe' }).afterModel).toBeUndefined()
  expect(handrailMiddleware(deferring).afterModel).toBeDefined()
})

test.each(['answers', 'throws'])('nothing is kept of a tool that %s', async (how) => {
  const around: number[] = []
  let place: unknown
  const within = () => toolsAround({ configurable: { checkpoint_ns: `${place}|inner` } }).length
  const { cancel } = shop()
  const middleware = createMiddleware({
    name: 'inner',
    wrapToolCall: (request, handler) => {
      place = request.runtime.configurable?.checkpoint_ns
      around.push(within())
      if (how === 'throws') throw new Error('no')
      return handler(request)
    },
  })
  const steps = [[cancelCall('c', MINTED)]]
  await agentOf({ tools: [cancel], steps, middleware: [handrailMiddleware(), middleware] })
    .say(user)
    .catch(() => {})
  expect([...around, within()]).toEqual([1, 0])
})

test.each(['v1', 'v2'] as const)(
  'nobody is asked about a call that was answered already, %s',
  async (version) => {
    const { tools, ran } = shop()
    const limit = stock(toolCallLimitMiddleware, { runLimit: 1, exitBehavior: 'continue' })
    const { say, decide } = agentOf({
      tools,
      version,
      middleware: [handrailMiddleware(deferring), limit],
      steps: [[cancelCall('c-1', 'ORD-9001'), cancelCall('c-2', 'ORD-9002')]],
    })
    const { __interrupt__ } = await say(user)
    expect(__interrupt__?.[0]?.value.actionRequests.map(({ args }) => args.order_id)).toEqual(['ORD-9001'])
    await decide({ type: 'approve' })
    expect(ran).toEqual(['cancel_order ORD-9001'])
  },
)

test.each(['v1', 'v2'] as const)(
  'a refused call that the model repeats is asked about again, %s',
  async (version) => {
    const { tools, ran } = shop()
    const { say, decide } = agentOf({
      tools,
      version,
      middleware: [handrailMiddleware({ ...deferring, ceilings: { write: 'DEFER' }, maxActuations: 1 })],
      steps: [[updateCall('c-1', MINTED)], [updateCall('c-2', MINTED)], [updateCall('c-3', MINTED)]],
    })
    let state = await say(user)
    for (let times = 0; times < 3; times++) {
      expect(state.__interrupt__).toHaveLength(1)
      state = await decide({ type: 'reject' })
    }
    expect(ran).toEqual([])
    expect(state.messages.at(-1)?.text).toBe('done')
  },
)

test('what a person wrote stands in the content as well, where a provider reads the call from there', async () => {
  const { tools, ran } = shop()
  const { id, name, args } = cancelCall('c', MINTED)
  const content = [
    { type: 'text', text: 'I will cancel it.' },
    { type: 'tool_use', id, name, input: args },
  ]
  const model = fakeModel()
    .respond(new AIMessage({ id: 'ai-0', content, tool_calls: [{ id, name, args, type: 'tool_call' }] }))
    .respond(new AIMessage({ id: 'ai-1', content: 'done' }))
  const middleware = [handrailMiddleware(deferring)]
  const agent = createAgent({ model, tools, middleware, checkpointer: new MemorySaver() })
  const config = { configurable: { thread_id: 't' } }
  await agent.invoke({ messages: [new HumanMessage(user)] }, config)
  const decisions = [{ type: 'edit', editedAction: { name, args: { order_id: 'ORD-5001' } } }]
  await agent.invoke(new Command({ resume: { decisions } }), config)
  expect(ran).toEqual(['cancel_order ORD-5001'])
  const read = model.calls.at(-1)?.messages.find((message) => message.id === 'ai-0')
  expect(read?.content).toEqual([content[0], { ...content[1], input: { order_id: 'ORD-5001' } }])
})

test('what the description of a tool names is evidence', async () => {
  const ran: string[] = []
  const cancel = tool(async ({ order_id }) => String(ran.push(order_id)), {
    name: 'cancel_order',
    description: 'Cancels an order. For a trial take ORD-4242.',
    schema: z.object({ order_id: z.string() }),
  }) as unknown as StructuredToolInterface
  await agentOf({
    tools: [cancel],
    middleware: [handrailMiddleware({ handler: 'enforce' })],
    steps: [[cancelCall('c-1', 'ORD-4242'), cancelCall('c-2', MINTED)]],
  }).say(user)
  expect(ran).toEqual(['ORD-4242'])
})

describe('a store that does not answer', () => {
  /** Answers LangGraph, and nobody else. */
  class Silent extends MemorySaver {
    silent = 0
    override async getTuple(config: RunnableConfig) {
      // LangGraph hands over the config of the run.
      if (Object.keys(config).length > 1) return super.getTuple(config)
      this.silent++
      return new Promise<never>(() => {})
    }
  }

  test('holds no run up', async () => {
    const { tools, ran } = shop()
    const checkpointer = new Silent()
    const { say, decide } = agentOf({
      tools,
      checkpointer,
      middleware: [handrailMiddleware(deferring)],
      steps: [[cancelCall('c', MINTED)]],
    })
    expect((await say(user)).__interrupt__).toHaveLength(1)
    const { messages } = await decide({ type: 'approve' })
    expect(ran).toEqual([`cancel_order ${MINTED}`])
    expect(answerTo(messages, 'c').text).toBe('cancelled')
    expect(checkpointer.silent).toBeGreaterThan(1)
  })
})
