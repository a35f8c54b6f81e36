import { createGuard, type GuardRecord } from '@handrail/core'
import { HumanMessage } from '@langchain/core/messages'
import { fakeModel } from '@langchain/core/testing'
import { StructuredTool, type StructuredToolInterface, tool } from '@langchain/core/tools'
import { createAgent } from 'langchain'
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
  for (let i = 0; i <= 1_000; i++)
    handler.handleChainStart({ ...chain, id: [] }, { messages: [new HumanMessage('Hi')] }, `run-${i}`)
  for (const parent of ['run-0', 'run-1'])
    handler.handleToolStart({ ...chain, id: [] }, '{}', 'x', parent, [], {}, 'cancel_order')
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
