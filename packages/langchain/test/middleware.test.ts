import { createGuard, type EnforcementHandler, enforceHandler, type GuardOptions } from '@handrail/core'
import { type AIMessage, ToolMessage } from '@langchain/core/messages'
import { describe, expect, test } from 'vitest'
import { handrailMiddleware } from '../src/middleware.ts'
import { type AgentParts, agentOf } from './support/agents.ts'
import { answerTo, cancelCall, findCall, MINTED, REAL, shop, updateCall, user } from './support/shop.ts'

const deferring = {
  handler: 'enforce',
  policy: { onHighConfidence: 'DEFER', onLowConfidence: 'WARN', ceiling: 'DEFER' },
} as const satisfies GuardOptions

const steps = [[findCall], [cancelCall('c-minted', MINTED), cancelCall('c-real', REAL)]]

/** An agent of the shop with the middleware. */
function shopAgent(options: GuardOptions, parts: Partial<AgentParts> = {}) {
  const guard = createGuard(options)
  const desk = shop()
  const outcomes = () =>
    guard.records().map(({ assessment, outcome }) => [assessment.call.toolCallId, outcome])
  return {
    ...desk,
    ...agentOf({ tools: desk.tools, steps, middleware: [handrailMiddleware(guard)], ...parts }),
    guard,
    outcomes,
  }
}

describe.each(['v1', 'v2'] as const)('the rungs in createAgent %s', (version) => {
  test('OBSERVE: everything runs and is recorded', async () => {
    const { say, ran, outcomes, prompt } = shopAgent({}, { version })
    const { messages } = await say(user)
    expect(ran).toEqual(['find_orders', `cancel_order ${MINTED}`, `cancel_order ${REAL}`])
    expect(answerTo(messages, 'c-minted').content).toBe('cancelled')
    expect(answerTo(prompt(), 'c-minted').additional_kwargs).toEqual({})
    expect(outcomes()).toEqual(
      ['c-find', 'c-minted', 'c-real'].map((id) => [id, { intervention: 'OBSERVE', dispatched: true }]),
    )
  })

  test('WARN: the call runs, and the model reads a note below the result', async () => {
    const { say, ran, prompt } = shopAgent(
      { handler: 'enforce' },
      { version, steps: [[findCall], [updateCall('c-minted', MINTED), updateCall('c-real', REAL)]] },
    )
    const { messages } = await say(user)
    expect(ran.toSorted()).toEqual(['find_orders', `update_order ${REAL}`, `update_order ${MINTED}`])
    expect(answerTo(prompt(), 'c-minted').text).toMatch(/^updated\n\n\[handrail] WARN: .*`order_id`/)
    expect(answerTo(prompt(), 'c-minted').text).not.toContain(MINTED)
    expect(answerTo(messages, 'c-minted').additional_kwargs).toEqual({
      handrail: { intervention: 'WARN', unsupported: ['order_id'] },
    })
    expect(answerTo(prompt(), 'c-real').content).toBe('updated')
  })

  test('BLOCK: the tool does not run, and the model reads why', async () => {
    const { say, ran, prompt, outcomes } = shopAgent({ handler: 'enforce' }, { version })
    const { messages } = await say(user)
    expect(ran).toEqual(['find_orders', `cancel_order ${REAL}`])
    const answer = answerTo(prompt(), 'c-minted')
    expect(answer.text).toMatch(/^\[handrail] BLOCK: .*NOT executed/)
    expect(answer.status).toBe('error')
    expect(answerTo(messages, 'c-minted').artifact).toMatchObject({
      handrail: { decision: { intervention: 'BLOCK' }, result: { unresolved: [{ arg: 'order_id' }] } },
    })
    expect(outcomes()).toContainEqual(['c-minted', { intervention: 'BLOCK', dispatched: false }])
  })

  test('DEFER: one question before any tool of the step runs, and each call as the person says', async () => {
    const { say, decide, ran, outcomes, prompt } = shopAgent(deferring, {
      version,
      steps: [
        [findCall],
        [
          cancelCall('c-1', 'ORD-9001'),
          cancelCall('c-real', REAL),
          cancelCall('c-2', 'ORD-9002'),
          cancelCall('c-3', 'ORD-9003'),
        ],
      ],
    })
    const waiting = await say(user)
    expect(ran).toEqual(['find_orders'])
    expect(waiting.__interrupt__).toHaveLength(1)
    const { actionRequests, reviewConfigs } = waiting.__interrupt__?.[0]?.value ?? {}
    expect(actionRequests?.map(({ name, args }) => [name, args.order_id])).toEqual([
      ['cancel_order', 'ORD-9001'],
      ['cancel_order', 'ORD-9002'],
      ['cancel_order', 'ORD-9003'],
    ])
    expect(actionRequests?.[0]?.description).toBe('`order_id`: not seen anywhere in this conversation')
    expect(reviewConfigs?.[0]).toMatchObject({
      actionName: 'cancel_order',
      allowedDecisions: ['approve', 'edit', 'reject'],
    })

    const { messages } = await decide(
      { type: 'approve' },
      { type: 'edit', editedAction: { name: 'cancel_order', args: { order_id: 'ORD-7777' } } },
      { type: 'reject', message: 'Not that one.' },
    )
    expect(ran.toSorted()).toEqual(
      ['cancel_order ORD-9001', 'cancel_order ORD-7777', `cancel_order ${REAL}`, 'find_orders'].toSorted(),
    )
    expect(answerTo(messages, 'c-3')).toMatchObject({ content: 'Not that one.', status: 'error' })
    expect(prompt().filter((message) => ToolMessage.isInstance(message))).toHaveLength(5)
    const ai = prompt().find(({ id }) => id === 'ai-1') as AIMessage
    expect(ai.tool_calls?.map(({ id, args }) => [id, args.order_id])).toEqual([
      ['c-1', 'ORD-9001'],
      ['c-real', REAL],
      ['c-2', 'ORD-7777'],
      ['c-3', 'ORD-9003'],
    ])
    const suspended = { intervention: 'DEFER', dispatched: false, suspended: true }
    expect(outcomes().slice(1)).toEqual(
      expect.arrayContaining([
        ['c-1', suspended],
        ['c-2', suspended],
        ['c-3', suspended],
        ['c-3', { intervention: 'DEFER', dispatched: false, approved: false }],
        ['c-1', { intervention: 'OBSERVE', dispatched: true, approved: true }],
        ['c-2', { intervention: 'OBSERVE', dispatched: true, approved: true, edited: true }],
        ['c-real', { intervention: 'OBSERVE', dispatched: true }],
      ]),
    )
    expect(outcomes()).toHaveLength(8)
  })

  test('DEFER: when all calls are refused, the model goes on', async () => {
    const { say, decide, ran, prompt } = shopAgent(deferring, {
      version,
      steps: [[cancelCall('c-1', 'ORD-9001'), cancelCall('c-2', 'ORD-9002')]],
    })
    await say(user)
    const { messages } = await decide({ type: 'reject' }, { type: 'reject' })
    expect(ran).toEqual([])
    expect(messages.at(-1)?.text).toBe('done')
    expect(answerTo(prompt(), 'c-1').text).toBe('User rejected the tool call for `cancel_order` with id c-1')
  })

  test('DEFER becomes BLOCK without a checkpointer', async () => {
    const { say, ran, prompt, outcomes } = shopAgent(deferring, { version, checkpointer: false })
    const { messages, __interrupt__ } = await say(user)
    expect(__interrupt__).toBeUndefined()
    expect(ran).toEqual(['find_orders', `cancel_order ${REAL}`])
    expect(answerTo(prompt(), 'c-minted').text).toMatch(/^\[handrail] BLOCK: /)
    expect(messages.at(-1)?.text).toBe('done')
    expect(outcomes()).toContainEqual(['c-minted', { intervention: 'BLOCK', dispatched: false }])
  })
})

test('a hook behind the model is there only where something can be deferred', () => {
  for (const options of [{}, { handler: 'enforce' }, { ...deferring, handler: 'observe' }])
    expect(handrailMiddleware(options).afterModel).toBeUndefined()
  expect(handrailMiddleware(deferring).afterModel).toBeDefined()
  expect(handrailMiddleware(deferring).stateSchema).toBeUndefined()
})

test.each(['v1', 'v2'] as const)('every call is judged once, %s', async (version) => {
  const handled: string[] = []
  const handler: EnforcementHandler = {
    name: 'counting',
    handle(decision, context) {
      handled.push(context.call.toolCallId)
      return enforceHandler.handle(decision, context)
    },
  }
  const twice = [updateCall('c-3', REAL), updateCall('c-4', REAL)]
  const { say, decide, ran } = shopAgent(
    { ...deferring, handler },
    {
      version,
      steps: [
        [findCall],
        [updateCall('c-1', REAL), updateCall('c-2', REAL)],
        twice,
        [cancelCall('c', MINTED)],
      ],
    },
  )
  await say(user)
  expect(ran).toHaveLength(5)
  expect(handled.toSorted()).toEqual(['c', 'c-1', 'c-2', 'c-3', 'c-4', 'c-find'])
  await decide({ type: 'approve' })
  // LangGraph runs the hook that asked once more.
  expect(handled.slice(6)).toEqual(['c'])
})

describe('a person who was asked', () => {
  const asking = { steps: [[cancelCall('c', MINTED)]] }

  test('is asked again when the answer cannot be used, and the record says so', async () => {
    const { say, resume, decide, ran, guard } = shopAgent(deferring, asking)
    await say(user)
    const bad: [unknown, string][] = [
      [{ decisions: [] }, 'Number of human decisions (0)'],
      ['yes', 'decisions must be'],
      [{ decisions: [{ type: 'accept' }] }, 'Unexpected human decision'],
      [{ decisions: [{ type: 'edit', editedAction: { name: 'cancel_order' } }] }, 'args must be an object'],
    ]
    for (const [answer, problem] of bad) {
      const { __interrupt__ } = await resume(answer)
      expect(__interrupt__?.[0]?.value.actionRequests[0]?.description).toContain(problem)
      expect(guard.records().at(-1)?.faults.join()).toContain(problem)
    }
    expect(ran).toEqual([])
    const { messages } = await decide({ type: 'approve' })
    expect(ran).toEqual([`cancel_order ${MINTED}`])
    expect(messages.at(-1)?.text).toBe('done')
  })

  test('changes nothing by answering twice, or by a question that is not there', async () => {
    const { say, resume, decide, ran } = shopAgent(deferring, asking)
    const { __interrupt__ } = await say(user)
    const stale = await resume({ ['0'.repeat(32)]: { decisions: [{ type: 'approve' }] } })
    expect(stale.__interrupt__).toHaveLength(1)
    expect(ran).toEqual([])
    await resume({ [__interrupt__?.[0]?.id ?? '']: { decisions: [{ type: 'approve' }] } })
    expect(ran).toEqual([`cancel_order ${MINTED}`])
    await decide({ type: 'approve' }).catch(() => {})
    expect(ran).toEqual([`cancel_order ${MINTED}`])
  })

  test('is told what the arguments must be like, once the tool is known', async () => {
    const { say } = shopAgent(deferring, { steps: [[cancelCall('c-1', REAL)], [cancelCall('c-2', MINTED)]] })
    const { __interrupt__ } = await say(`Cancel ${REAL}, and the other one.`)
    expect(__interrupt__?.[0]?.value.reviewConfigs[0]?.argsSchema).toMatchObject({
      properties: { order_id: { type: 'string' } },
    })
  })

  test('may change the tool as well', async () => {
    const { say, decide, ran } = shopAgent(deferring, asking)
    await say(user)
    await decide({ type: 'edit', editedAction: { name: 'update_order', args: { order_id: 'ORD-5' } } })
    expect(ran).toEqual(['update_order ORD-5'])
  })
})
