import { createGuard, type GuardRecord } from '@handrail/core'
import { AIMessage, HumanMessage } from '@langchain/core/messages'
import { fakeModel } from '@langchain/core/testing'
import { StructuredTool, type StructuredToolInterface, tool } from '@langchain/core/tools'
import { createAgent, createMiddleware } from 'langchain'
import { describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { HandrailCallbackHandler } from '../src/index.ts'
import { createAgentHost, hosts } from './support/hosts.ts'
import { cancelCall, findCall, MINTED, REAL, shop, updateCall, user } from './support/shop.ts'

const summary = (records: readonly GuardRecord[]) =>
  records.map(({ assessment, outcome, faults }) => [
    assessment.call.toolCallId,
    assessment.call.toolName,
    assessment.decision.intervention,
    outcome.intervention,
    outcome.dispatched,
    ...faults,
  ])

describe.each(hosts)('in %s', (_, host) => {
  test('it records what a guard would have done, and does nothing', async () => {
    const { tools, ran } = shop()
    const handler = new HandrailCallbackHandler({ handler: 'enforce' })
    await host({
      tools,
      steps: [[findCall], [updateCall('u', MINTED), cancelCall('c', MINTED), cancelCall('g', REAL)]],
      user,
      config: { callbacks: [handler] },
    })
    expect(ran).toHaveLength(4)
    expect(summary(handler.guard.records())).toEqual([
      ['c-find', 'find_orders', 'OBSERVE', 'OBSERVE', true],
      ['u', 'update_order', 'WARN', 'OBSERVE', true],
      ['c', 'cancel_order', 'BLOCK', 'OBSERVE', true],
      ['g', 'cancel_order', 'OBSERVE', 'OBSERVE', true],
    ])
  })
})

test('one handler keeps conversations that run at the same time apart', async () => {
  const handler = new HandrailCallbackHandler()
  const ids = Array.from({ length: 8 }, (_, i) => `ORD-70${i}1`)
  await Promise.all(
    hosts.flatMap(([, host]) =>
      ids.map((id, i) =>
        host({
          tools: shop().tools,
          // Every second run uses the id of its neighbour.
          steps: [[cancelCall(`${id}-call`, i % 2 ? (ids[i - 1] as string) : id)]],
          user: `Cancel ${id}.`,
          config: { callbacks: [handler] },
        }),
      ),
    ),
  )
  const blocked = handler.guard.records().filter(({ assessment }) => !assessment.verdict.believe)
  expect(handler.guard.records()).toHaveLength(8 * hosts.length)
  expect(new Set(blocked.map(({ assessment }) => assessment.call.toolCallId))).toEqual(
    new Set(['ORD-7011-call', 'ORD-7031-call', 'ORD-7051-call', 'ORD-7071-call']),
  )
  expect(blocked).toHaveLength(4 * hosts.length)
})

test('the system prompt of an agent is evidence', async () => {
  const handler = new HandrailCallbackHandler()
  const { tools } = shop()
  const config = { callbacks: [handler] }
  const system = `The test order is ${MINTED}.`
  await createAgentHost({ tools, steps: [[cancelCall('c', MINTED)]], user, system, config })
  expect(handler.guard.records()).toMatchObject([{ assessment: { verdict: { believe: true } } }])
})

test('a streamed run is recorded too', async () => {
  const { tools } = shop()
  const handler = new HandrailCallbackHandler()
  const model = fakeModel().respondWithTools([cancelCall('c', MINTED)])
  const agent = createAgent({ model: model.respond(new HumanMessage('done')), tools })
  for await (const _ of await agent.stream({ messages: [new HumanMessage(user)] }, { callbacks: [handler] }));
  expect(summary(handler.guard.records())).toEqual([['c', 'cancel_order', 'BLOCK', 'OBSERVE', true]])
})

test('bare arguments in a loop of its own: the last prompt counts', async () => {
  const { cancel } = shop()
  const handler = new HandrailCallbackHandler()
  const callbacks = [handler]
  await fakeModel()
    .respondWithTools([])
    .invoke([new HumanMessage(`Cancel ${REAL}.`)], { callbacks })
  await cancel.invoke({ order_id: REAL }, { callbacks })
  await cancel.invoke({ order_id: MINTED }, { callbacks })
  expect(handler.guard.records().map(({ assessment }) => assessment.verdict.believe)).toEqual([true, false])
})

test('a call without any conversation, and a call of another tool, are recorded and not judged', async () => {
  const { cancel } = shop()
  const handler = new HandrailCallbackHandler()
  await cancel.invoke({ order_id: MINTED }, { callbacks: [handler] })
  const outer = tool(async (_, runtime) => cancel.invoke({ order_id: MINTED }, runtime), {
    name: 'cancel_latest',
    description: 'cancel',
    schema: z.object({}),
  }) as unknown as StructuredToolInterface
  const steps = [[{ id: 'o', name: 'cancel_latest', args: {} }]]
  await createAgentHost({ tools: [outer], steps, user, config: { callbacks: [handler] } })
  expect(
    handler.guard.records().map(({ assessment, faults }) => [assessment.verdict.believe, ...faults]),
  ).toEqual([
    [true, expect.stringContaining('there was no conversation to judge by')],
    [true],
    [true, expect.stringContaining('there was no conversation to judge by')],
  ])
})

test('a class that does not tell its name is recorded under the name the model called', async () => {
  class Cancel extends StructuredTool {
    name = 'cancel_order'
    description = 'cancel'
    schema = z.object({ order_id: z.string() })
    async _call() {
      return 'cancelled'
    }
  }
  const handler = new HandrailCallbackHandler()
  const tools = [new Cancel()] as unknown as StructuredToolInterface[]
  await createAgentHost({ tools, steps: [[cancelCall('c', MINTED)]], user, config: { callbacks: [handler] } })
  expect(summary(handler.guard.records())).toEqual([['c', 'cancel_order', 'BLOCK', 'OBSERVE', true]])
})

test('runs that never end are forgotten, the oldest first', () => {
  const handler = new HandrailCallbackHandler()
  const chain = { lc: 1, type: 'not_implemented', id: [] } as const
  for (let i = 0; i <= 10_000; i++)
    handler.handleChainStart({ ...chain, id: [] }, { messages: [new HumanMessage('Hi')] }, `run-${i}`)
  for (const parent of ['run-0', 'run-1'])
    handler.handleToolStart({ ...chain, id: [] }, '{}', `of ${parent}`, parent, [], {}, 'cancel_order')
  expect(handler.guard.records().map(({ faults }) => faults.length)).toEqual([1, 0])
})

test('the hints of an MCP server raise the effect', async () => {
  const hinted = tool(async () => 'done', {
    name: 'order_thing',
    description: 'x',
    schema: z.object({ order_id: z.string() }),
    metadata: { annotations: { destructiveHint: true } },
  }) as unknown as StructuredToolInterface
  const handler = new HandrailCallbackHandler()
  const steps = [[{ id: 'o', name: 'order_thing', args: { order_id: MINTED } }]]
  await createAgentHost({ tools: [hinted], steps, user, config: { callbacks: [handler] } })
  expect(handler.guard.records()).toMatchObject([
    {
      assessment: {
        effect: { effect: 'destructive', from: 'annotations' },
        decision: { intervention: 'BLOCK' },
      },
    },
  ])
})

test('it takes a guard, ignores its handler, and survives being copied', async () => {
  const guard = createGuard({ handler: 'enforce' })
  const handler = new HandrailCallbackHandler(guard)
  expect(handler.guard).toBe(guard)
  expect(handler.copy()).toBe(handler)
  expect(handler).toMatchObject({ raiseError: false, awaitHandlers: true })
  expect(() => new HandrailCallbackHandler({ handler: 'nobody' })).not.toThrow()
  expect(() => new HandrailCallbackHandler({ ceilings: { write: 'PANIC' } })).toThrow(/OBSERVE, WARN/)
})

test('a fault of ours is recorded and nothing else', async () => {
  const complaints = vi.spyOn(console, 'error').mockImplementation(() => {})
  const guard = createGuard()
  const broken = { ...guard, assess: () => JSON.parse('{') }
  Object.defineProperty(broken, Symbol.for('handrail.guard'), { value: true })
  const { tools, ran } = shop()
  const steps = [[cancelCall('c', MINTED)]]
  await createAgentHost({ tools, steps, user, config: { callbacks: [new HandrailCallbackHandler(broken)] } })
  expect(ran).toHaveLength(1)
  expect(guard.records()).toMatchObject([
    { outcome: { dispatched: true, fault: expect.stringContaining('SyntaxError') } },
  ])

  const mute = { ...guard, record: () => JSON.parse('{') }
  Object.defineProperty(mute, Symbol.for('handrail.guard'), { value: true })
  await createAgentHost({ tools, steps, user, config: { callbacks: [new HandrailCallbackHandler(mute)] } })
  expect(ran).toHaveLength(2)
  expect(complaints).not.toHaveBeenCalled()
  complaints.mockRestore()
})

describe('conversations at the same time', () => {
  const believed = (handler: HandrailCallbackHandler) =>
    handler.guard.records().map(({ assessment }) => assessment.verdict.believe)

  test('whose models use the same call ids, in loops of their own', async () => {
    const handler = new HandrailCallbackHandler()
    const config = { callbacks: [handler] }
    const loop = async (text: string, id: string) => {
      const model = fakeModel().respondWithTools([cancelCall('call_0', id)])
      const { tool_calls } = await model.invoke([new HumanMessage(text)], config)
      await new Promise((resolve) => setTimeout(resolve, 5))
      for (const call of tool_calls ?? []) await shop().cancel.invoke({ ...call, type: 'tool_call' }, config)
    }
    await Promise.all([loop('Cancel ORD-1001', 'ORD-1001'), loop('Cancel ORD-2002', 'ORD-2002')])
    expect(believed(handler)).toEqual([true, true])
    await Promise.all([loop('Cancel my order', MINTED), loop('Cancel ORD-3003', 'ORD-3003')])
    expect(believed(handler).slice(2)).toEqual([false, true])
  })

  test('whose models use the same call ids, in agents with prompts of their own', async () => {
    const handler = new HandrailCallbackHandler()
    const run = (system: string) =>
      createAgentHost({
        tools: shop().tools,
        steps: [[cancelCall('call_0', REAL)]],
        ...{ user, system, config: { callbacks: [handler] } },
      })
    await Promise.all([run(`The order is ${REAL}.`), run('There is no order.')])
    expect(believed(handler).sort()).toEqual([false, true])
  })

  test('a second attempt is judged like the first', async () => {
    const handler = new HandrailCallbackHandler()
    const config = { callbacks: [handler] }
    const failing = tool(async () => Promise.reject(new Error('down')), {
      name: 'cancel_order',
      description: 'cancel',
      schema: z.object({ order_id: z.string() }),
    })
    const model = fakeModel().respondWithTools([cancelCall('c', MINTED)])
    const { tool_calls } = await model.invoke([new HumanMessage(user)], config)
    const call = { ...tool_calls?.[0], type: 'tool_call' } as never
    await failing
      .withRetry({ stopAfterAttempt: 2 })
      .invoke(call, config)
      .catch(() => {})
    expect(believed(handler)).toEqual([false, false])
  })
})

test('what a middleware put in is not recorded as made up', async () => {
  const handler = new HandrailCallbackHandler()
  const inject = createMiddleware({
    name: 'Inject',
    wrapToolCall: (request, run) => {
      const args = { ...request.toolCall.args, user_id: 'usr-88412' }
      return run({ ...request, toolCall: { ...request.toolCall, args } })
    },
  })
  const own = tool(async () => 'done', {
    name: 'cancel_subscription',
    description: 'cancel',
    schema: z.object({ plan: z.string(), user_id: z.string().optional() }),
  })
  const model = fakeModel().respondWithTools([
    { id: 'c', name: 'cancel_subscription', args: { plan: 'basic' } },
  ])
  const agent = createAgent({
    model: model.respond(new HumanMessage('done')),
    tools: [own],
    middleware: [inject],
  })
  await agent.invoke({ messages: [new HumanMessage(user)] }, { callbacks: [handler] })
  expect(handler.guard.records()).toMatchObject([{ assessment: { verdict: { unsupported: [] } } }])
})

describe('what has ended is forgotten', () => {
  const chain = { lc: 1, type: 'not_implemented', id: [] } as never
  const state = { messages: [new HumanMessage('Hi')] }
  const llmResult = (id: string) => ({
    generations: [
      [{ text: '', message: new AIMessage({ content: '', tool_calls: [cancelCall(id, MINTED)] }) }],
    ],
  })
  /** Whether a call of this id, or below this run, still finds a conversation. */
  const isKnown = (handler: HandrailCallbackHandler, parent?: string, id = 'none') => {
    const args = JSON.stringify({ order_id: MINTED })
    handler.handleToolStart(chain, args, crypto.randomUUID(), parent, [], {}, 'cancel_order', id)
    return handler.guard.records().at(-1)?.faults.length === 0
  }

  test.each<[string, (handler: HandrailCallbackHandler) => void]>([
    ['a chain that ends', (handler) => handler.handleChainEnd({}, 'run')],
    ['a chain that fails', (handler) => handler.handleChainError(new Error('x'), 'run')],
  ])('%s, with the prompts of its models', (_, end) => {
    const handler = new HandrailCallbackHandler()
    handler.handleChainStart(chain, state, 'run')
    handler.handleChatModelStart(chain, [state.messages], 'model', 'run')
    handler.handleLLMEnd(llmResult('call'), 'model')
    // A graph above it that nobody told us of: only the prompt is left to find.
    expect([isKnown(handler, 'run', 'call'), isKnown(handler, 'other', 'call')]).toEqual([true, true])
    end(handler)
    expect([isKnown(handler, 'run', 'call'), isKnown(handler, 'other', 'call')]).toEqual([false, false])
  })

  test('a model that fails leaves nothing behind', () => {
    const handler = new HandrailCallbackHandler()
    handler.handleChatModelStart(chain, [state.messages], 'model', 'run')
    handler.handleLLMError(new Error('x'), 'model')
    handler.handleLLMEnd(llmResult('call'), 'model')
    expect(isKnown(handler, 'run', 'call')).toBe(false)
  })

  test('prompts of loops that never call the tool, when they are too large together', () => {
    const handler = new HandrailCallbackHandler()
    for (let i = 0; i < 5; i++) {
      handler.handleChatModelStart(chain, [[new HumanMessage('x'.repeat(6_000_000))]], `model-${i}`)
      handler.handleLLMEnd(llmResult(`call-${i}`), `model-${i}`)
    }
    expect([0, 1, 2, 3, 4].map((i) => isKnown(handler, 'other', `call-${i}`))).toEqual([
      false,
      false,
      true,
      true,
      true,
    ])
  })

  test('inputs that cannot be read are no conversation, and no fault of the run', () => {
    const handler = new HandrailCallbackHandler()
    const evil = {
      get messages() {
        return JSON.parse('{')
      },
    }
    expect(() => handler.handleChainStart(chain, evil, 'run')).not.toThrow()
    expect(() => handler.handleChatModelStart(chain, undefined as never, 'run')).not.toThrow()
    expect(isKnown(handler, 'run')).toBe(false)
    const odd = new HumanMessage({ content: [{ type: 'text', text: 'x', size: 5n } as never] })
    handler.handleChatModelStart(chain, [[odd]], 'model')
    expect(() => handler.handleLLMEnd(llmResult('call'), 'model')).not.toThrow()
    expect(() => handler.handleLLMEnd(undefined as never, 'model')).not.toThrow()
  })

  test('a graph that a tool runs, when it ends', () => {
    const handler = new HandrailCallbackHandler()
    handler.handleChainStart(chain, state, 'outer')
    handler.handleChainStart(chain, state, 'inner', 'tool-run-of-outer')
    handler.handleChatModelStart(chain, [state.messages], 'model', 'inner')
    handler.handleLLMEnd(llmResult('call'), 'model')
    expect(isKnown(handler, 'other', 'call')).toBe(true)
    handler.handleChainEnd({}, 'inner')
    expect(isKnown(handler, 'other', 'call')).toBe(false)
  })
})
