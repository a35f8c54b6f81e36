// One middleware and one guard, and several runs at the same time.
import { createGuard, type GuardOptions } from '@handrail/core'
import { AIMessage, HumanMessage } from '@langchain/core/messages'
import { fakeModel } from '@langchain/core/testing'
import { Command, MemorySaver, MessagesAnnotation, StateGraph } from '@langchain/langgraph'
import { createAgent, createMiddleware } from 'langchain'
import { describe, expect, test } from 'vitest'
import { guardTools } from '../src/index.ts'
import { handrailMiddleware } from '../src/middleware.ts'
import { agentOf, type State } from './support/agents.ts'
import { answerTo, cancelCall, MINTED, shop, user } from './support/shop.ts'

const deferring = {
  handler: 'enforce',
  policy: { onHighConfidence: 'DEFER', onLowConfidence: 'DEFER', ceiling: 'DEFER' },
} as const satisfies GuardOptions

const calling = (id: string, order_id: string) =>
  new AIMessage({ id, content: '', tool_calls: [{ ...cancelCall(id, order_id), type: 'tool_call' }] })
const done = (id = 'done') => new AIMessage({ id, content: 'done' })
const says = (text: string) => ({ messages: [new HumanMessage(text)] })

/** Lets several go on at the same time, once so many have come. */
function meeting(size: number) {
  let come = 0
  let resolve = () => {}
  const promise = new Promise<void>((resolved) => {
    resolve = resolved
  })
  return () => {
    if (++come === size) resolve()
    return promise
  }
}

describe.each(['v1', 'v2'] as const)('%s', (version) => {
  test('a message object that a cache gives to two conversations is judged in each', async () => {
    const { tools, ran } = shop()
    const shared = calling('same', 'ORD-5005')
    const model = fakeModel().respond(calling('first', 'ORD-5005')).respond(done())
    for (const message of [shared, shared, done(), done()]) model.respond(message)
    const meet = meeting(2)
    const waiting = createMiddleware({
      name: 'waiting',
      wrapToolCall: async (request, handler) => {
        if (request.toolCall.id === 'same') await meet()
        return handler(request)
      },
    })
    const middleware = [waiting, handrailMiddleware(deferring)]
    const agent = createAgent({ model, tools, version, middleware })
    await agent.invoke(says('Cancel ORD-5005.')) // Tools are known when they have run once.
    ran.length = 0
    const both = await Promise.all([agent.invoke(says('Cancel it.')), agent.invoke(says('Cancel ORD-5005.'))])
    expect(ran).toEqual(['cancel_order ORD-5005'])
    expect(both.map(({ messages }) => answerTo(messages, 'same').text.slice(0, 18))).toEqual([
      '[handrail] BLOCK: ',
      'cancelled',
    ])
  })

  test('what a person says in one thread does not count in another', async () => {
    const { tools, ran } = shop()
    const threads = Array.from({ length: 12 }, (_, at) => ({ configurable: { thread_id: `t-${at}` } }))
    const model = fakeModel()
    for (const { configurable } of threads)
      model.respond(calling('c', `ORD-90${configurable.thread_id.slice(2)}`))
    for (const _ of threads) model.respond(done())
    const middleware = [handrailMiddleware(deferring)]
    const agent = createAgent({ model, tools, version, middleware, checkpointer: new MemorySaver() })
    const asked = await Promise.all(threads.map((thread) => agent.invoke(says(user), thread)))
    expect(asked.every((state) => '__interrupt__' in state)).toBe(true)
    const ids = (asked as unknown as State[]).map(
      ({ __interrupt__ }) => __interrupt__?.[0]?.value.actionRequests[0]?.args.order_id,
    )
    const decisions = (at: number) => [{ type: at % 2 === 0 ? 'approve' : 'reject' }]
    await Promise.all(
      threads.map((thread, at) =>
        agent.invoke(new Command({ resume: { decisions: decisions(at) } }), thread),
      ),
    )
    const approved = ids.filter((_, at) => at % 2 === 0).map((id) => `cancel_order ${id}`)
    expect(ran.toSorted()).toEqual(approved.toSorted())
  })

  test('a question that is raised again, since another one was answered, is recorded once', async () => {
    const { tools, ran } = shop()
    const guard = createGuard(deferring)
    const agent = (id: string) =>
      createAgent({
        model: fakeModel()
          .respond(calling(id, MINTED))
          .respond(done(`${id}-done`)),
        tools,
        version,
        middleware: [handrailMiddleware(guard)],
      }).graph
    const graph = new StateGraph(MessagesAnnotation)
      .addNode('one', agent('x'))
      .addNode('other', agent('y'))
      .addEdge('__start__', 'one')
      .addEdge('__start__', 'other')
      .compile({ checkpointer: new MemorySaver() })
    const thread = { configurable: { thread_id: 't' } }
    const { __interrupt__ = [] } = (await graph.invoke(says(user), thread)) as State
    expect(__interrupt__).toHaveLength(2)
    for (const { id } of __interrupt__)
      await graph.invoke(new Command({ resume: { [id]: { decisions: [{ type: 'approve' }] } } }), thread)
    expect(ran).toEqual([`cancel_order ${MINTED}`, `cancel_order ${MINTED}`])
    const outcomes = guard.records().map(({ assessment, outcome }) => {
      const { suspended, dispatched } = outcome
      return `${assessment.call.toolCallId} ${suspended ? 'waits' : dispatched ? 'ran' : 'withheld'}`
    })
    expect(outcomes.toSorted()).toEqual(['x ran', 'x waits', 'y ran', 'y waits'])
  })
})

test.each([0, 1])(
  'of two equal calls of guarded tools, the answer to one does not count for the other (%i)',
  async (at) => {
    const { tools, ran } = shop()
    const guarded = guardTools(tools, { ...deferring, defer: 'interrupt' })
    const steps = [[cancelCall('c-1', MINTED), cancelCall('c-2', MINTED)]]
    const { say, resume } = agentOf({ tools: guarded, steps })
    const { __interrupt__ = [] } = await say(user)
    expect(__interrupt__).toHaveLength(2)
    const answer = (which: number, type: string) =>
      resume({ [__interrupt__[which]?.id ?? '']: { decisions: [{ type }] } })
    expect((await answer(at, 'approve')).__interrupt__).toHaveLength(1)
    expect(ran).toEqual([`cancel_order ${MINTED}`])
    await answer(1 - at, 'reject')
    expect(ran).toHaveLength(1)
  },
)
