// Some providers number the calls of every message anew.
import type { GuardOptions } from '@handrail/core'
import { AIMessage } from '@langchain/core/messages'
import { Annotation, Command, MemorySaver, StateGraph } from '@langchain/langgraph'
import { describe, expect, test, vi } from 'vitest'
import { guardTools } from '../src/index.ts'
import { handrailMiddleware } from '../src/middleware.ts'
import { agentOf, humanInTheLoop } from './support/agents.ts'
import { cancelCall, MINTED, shop, user } from './support/shop.ts'

const deferring = {
  handler: 'enforce',
  policy: { onHighConfidence: 'DEFER', onLowConfidence: 'DEFER', ceiling: 'DEFER' },
} as const satisfies GuardOptions
const again = [[cancelCall('call_0', MINTED)], [cancelCall('call_0', MINTED)]]
const once = [`cancel_order ${MINTED}`]

describe.each(['v1', 'v2'] as const)('a call that comes back under the same id, %s', (version) => {
  test.each(['approve', 'reject'] as const)('is asked about again after %s', async (type) => {
    const { tools, ran } = shop()
    const middleware = [handrailMiddleware(deferring)]
    const { say, decide } = agentOf({ tools, version, middleware, steps: again })
    await say(user)
    const { __interrupt__ } = await decide({ type })
    expect(__interrupt__).toHaveLength(1)
    await decide({ type: 'reject' })
    expect(ran).toEqual(type === 'approve' ? once : [])
  })

  test('is asked about again where the user wrote past the first question', async () => {
    const { tools, ran } = shop()
    const middleware = [handrailMiddleware(deferring)]
    const { say } = agentOf({ tools, version, middleware, steps: again })
    await say(user)
    const { __interrupt__ } = await say('Never mind that one. What else?')
    expect(ran).toEqual([])
    expect(__interrupt__).toHaveLength(1)
  })

  test.each([
    ['behind', true],
    ['before', false],
  ])("is not approved by what was said to LangChain's own %s ours", async (_, isFirst) => {
    const { tools, ran } = shop()
    const when = vi.fn().mockReturnValueOnce(true).mockReturnValueOnce(true).mockReturnValue(false)
    const own = humanInTheLoop({ interruptOn: { cancel_order: { allowedDecisions: ['approve'], when } } })
    const ours = handrailMiddleware({ handler: 'enforce' })
    const middleware = isFirst ? [own, ours] : [ours, own]
    const { say, decide } = agentOf({ tools, version, middleware, steps: again })
    await say(user)
    await decide({ type: 'approve' })
    expect(ran).toEqual(once)
  })
})

test.each(['v1', 'v2'] as const)('two calls of one id are answered by one refusal, %s', async (version) => {
  const { tools, ran } = shop()
  const steps = [[cancelCall('call_0', MINTED), cancelCall('call_0', 'ORD-8888')]]
  const { say, decide } = agentOf({ tools, version, middleware: [handrailMiddleware(deferring)], steps })
  await say(user)
  const { messages } = await decide({ type: 'reject' }, { type: 'approve' })
  // LangChain takes both for answered.
  expect(ran).toEqual([])
  expect(messages.at(-1)?.text).toBe('done')
})

test.each([
  ['with ids', 'ai-1', 'ai-2'],
  ['without ids', undefined, undefined],
])('guarded tools in a graph of messages %s', async (_, ...ids) => {
  const desk = shop()
  const { ran } = desk
  const State = Annotation.Root({ messages: Annotation<unknown[]>({ reducer: (a, b) => [...a, ...b] }) })
  const [cancel] = guardTools([desk.cancel], { ...deferring, defer: 'interrupt' })
  let step = 0
  const graph = new StateGraph(State)
    .addNode('model', () => {
      const tool_calls = [{ ...cancelCall('call_0', MINTED), type: 'tool_call' as const }]
      const id = ids[step++]
      return { messages: [new AIMessage({ ...(id && { id }), content: '', tool_calls })] }
    })
    .addNode('act', async (_, config) => {
      const call = { ...cancelCall('call_0', MINTED), type: 'tool_call' as const }
      return { messages: [await cancel?.invoke(call, config)] }
    })
    .addEdge('__start__', 'model')
    .addEdge('model', 'act')
    .addConditionalEdges('act', () => (step < 2 ? 'model' : '__end__'))
    .compile({ checkpointer: new MemorySaver() })
  const config = { configurable: { thread_id: 't' } }
  const answer = (type: string) => graph.invoke(new Command({ resume: { decisions: [{ type }] } }), config)
  await graph.invoke({ messages: [{ role: 'user', content: user }] }, config)
  const waiting = await answer('approve')
  expect(ran).toEqual(once)
  expect(waiting).toHaveProperty('__interrupt__')
  await answer('reject')
  expect(ran).toEqual(once)
})
