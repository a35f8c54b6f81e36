import { createGuard, type GuardOptions } from '@handrail/core'
import { HumanMessage } from '@langchain/core/messages'
import { Command, interrupt, MemorySaver, MessagesAnnotation, StateGraph } from '@langchain/langgraph'
import { describe, expect, test } from 'vitest'
import { guardTools } from '../src/index.ts'
import { graphs, Talk } from './support/graphs.ts'
import { handWritten, modelOf } from './support/hosts.ts'
import { answerTo, cancelCall, findCall, MINTED, shop, user } from './support/shop.ts'

const deferring = {
  handler: 'enforce',
  policy: { ceiling: 'DEFER', onHighConfidence: 'DEFER', onLowConfidence: 'DEFER' },
} as const satisfies GuardOptions

/** Calls that say the same are two calls all the same: a refund that is made twice is paid twice. */
describe.each(graphs)('two equal calls of one step in %s', (_, graphOf) => {
  const play = async () => {
    const { tools, ran } = shop()
    const guarded = guardTools(tools, { guard: createGuard(deferring), defer: 'interrupt' })
    const twice = [cancelCall('one', MINTED), cancelCall('two', MINTED)]
    const talk = new Talk(graphOf, guarded, [[findCall], twice])
    await talk.say(user)
    const cancelled = () => ran.filter((each) => each.startsWith('cancel_order')).length
    return { talk, cancelled }
  }
  const answers = [
    ['approve', 'approve', 2],
    ['approve', 'reject', 1],
    ['reject', 'approve', 1],
    ['reject', 'reject', 0],
  ] as const

  test.each(answers)('%s and %s, one after the other', async (first, second, times) => {
    const { talk, cancelled } = await play()
    const [one] = talk.questions
    await talk.answer(one, { type: first })
    expect(talk.questions).toHaveLength(1)
    await talk.answer(talk.questions[0], { type: second })
    expect(talk.questions).toEqual([])
    expect(cancelled()).toBe(times)
    expect(answerTo(talk.prompt, 'one').status).toBe(first === 'approve' ? 'success' : 'error')
    expect(answerTo(talk.prompt, 'two').status).toBe(second === 'approve' ? 'success' : 'error')
  })

  test.each(answers)('%s and %s, the last one first', async (first, second, times) => {
    const { talk, cancelled } = await play()
    const last = talk.questions.at(-1)
    await talk.answer(last, { type: first })
    expect(talk.questions).toHaveLength(1)
    await talk.answer(talk.questions[0], { type: second })
    expect(cancelled()).toBe(times)
  })

  test.each(answers)('%s and %s at once', async (first, second, times) => {
    const { talk, cancelled } = await play()
    const [one, two] = talk.questions
    if (!one || !two) return // One node asks for one answer at a time.
    const decided = (type: string) => ({ decisions: [{ type }] })
    await talk.resume({ [one.id]: decided(first), [two.id]: decided(second) })
    expect(talk.questions).toEqual([])
    expect(cancelled()).toBe(times)
  })
})

describe.each([true, false])('a node that calls its tools itself (config: %s)', (passConfig) => {
  const config = { configurable: { thread_id: 'thread' } }
  const resume = (type: string) => new Command({ resume: { decisions: [{ type }] } }) as never
  const said = { messages: [new HumanMessage('Cancel my order.')] }

  test('asks a person', async () => {
    const { tools, ran } = shop()
    const guarded = guardTools(tools, { ...deferring, defer: 'interrupt' })
    const model = modelOf([[findCall], [cancelCall('c', MINTED)]])
    const graph = new StateGraph(MessagesAnnotation)
      .addNode('agent', async ({ messages }) => ({ messages: [await model.invoke(messages)] }))
      .addNode('tools', handWritten(passConfig)(guarded))
      .addEdge('__start__', 'agent')
      .addConditionalEdges('agent', ({ messages }) =>
        messages.at(-1)?.text === 'done' ? '__end__' : 'tools',
      )
      .addEdge('tools', 'agent')
      .compile({ checkpointer: new MemorySaver() })
    expect(await graph.invoke(said, config)).toHaveProperty('__interrupt__')
    await graph.invoke(resume('approve'), config)
    expect(ran).toEqual(['find_orders', `cancel_order ${MINTED}`])
  })

  test('knows what a person approved in a node before it', async () => {
    const { tools, ran } = shop()
    const model = modelOf([[findCall], [cancelCall('c', MINTED)]])
    const graph = new StateGraph(MessagesAnnotation)
      .addNode('agent', async ({ messages }) => ({ messages: [await model.invoke(messages)] }))
      .addNode('review', ({ messages }) => {
        const [call] = (messages.at(-1) as unknown as { tool_calls: { name: string; args: object }[] })
          .tool_calls
        if (call?.name === 'cancel_order') interrupt({ actionRequests: [call], reviewConfigs: [] })
        return {}
      })
      .addNode('tools', handWritten(passConfig)(guardTools(tools, { handler: 'enforce' })))
      .addEdge('__start__', 'agent')
      .addConditionalEdges('agent', ({ messages }) =>
        messages.at(-1)?.text === 'done' ? '__end__' : 'review',
      )
      .addEdge('review', 'tools')
      .addEdge('tools', 'agent')
      .compile({ checkpointer: new MemorySaver() })
    await graph.invoke(said, config)
    expect(ran).toEqual(['find_orders'])
    await graph.invoke(resume('approve'), config)
    expect(ran).toEqual(['find_orders', `cancel_order ${MINTED}`])
  })
})
