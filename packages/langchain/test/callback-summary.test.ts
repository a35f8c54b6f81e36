import { createGuard, describeOrigins, isGuard } from '@handrail/core'
import { HumanMessage } from '@langchain/core/messages'
import { describe, expect, test } from 'vitest'
import { Tally } from '../src/callback/tally.ts'
import { guardTools, HandrailCallbackHandler } from '../src/index.ts'
import { createAgentHost, hosts } from './support/hosts.ts'
import { cancelCall, findCall, MINTED, REAL, shop, updateCall, user } from './support/shop.ts'

const nothing = { calls: 0, judged: 0, flagged: 0, notJudged: {}, faults: {} }
const rungs = { OBSERVE: 0, WARN: 0, BLOCK: 0, DEFER: 0 }
const steps = [[findCall], [updateCall('u', MINTED), cancelCall('c', MINTED), cancelCall('g', REAL)]]

describe.each(hosts)('in %s', (_, host) => {
  test('the summary counts every call by tool, rung and reason, and records tell the origins', async () => {
    const handler = new HandrailCallbackHandler({ tools: { update_order: { effect: 'write' } } })
    expect(handler.summary()).toEqual({ ...nothing, decided: rungs, tools: [] })
    await host({ tools: shop().tools, steps, user, config: { callbacks: [handler] } })
    const read = { 'the call changes nothing': 1 }
    expect(handler.summary()).toEqual({
      ...{ ...nothing, calls: 4, judged: 3, flagged: 2, notJudged: read },
      decided: { ...rungs, OBSERVE: 2, WARN: 1, BLOCK: 1 },
      tools: [
        {
          ...{ ...nothing, tool: 'find_orders', effect: { effect: 'read', from: 'name' } },
          ...{ calls: 1, notJudged: read, decided: { ...rungs, OBSERVE: 1 } },
        },
        {
          ...{ ...nothing, tool: 'update_order', effect: { effect: 'write', from: 'traits' } },
          ...{ calls: 1, judged: 1, flagged: 1, decided: { ...rungs, WARN: 1 } },
        },
        {
          ...{ ...nothing, tool: 'cancel_order', effect: { effect: 'destructive', from: 'name' } },
          ...{ calls: 2, judged: 2, flagged: 1, decided: { ...rungs, OBSERVE: 1, BLOCK: 1 } },
        },
      ],
    })
    const origins = handler.guard.records().map(({ assessment }) => describeOrigins(assessment.verdict))
    expect(origins).toEqual([
      '',
      '`order_id`: not seen anywhere in this conversation',
      '`order_id`: not seen anywhere in this conversation',
      '`order_id` ORD-1001: from `find_orders`, `$[0].order_id`',
    ])
  })

  test('a policy that would defer is counted as such', async () => {
    const policy = { ceiling: 'DEFER', onHighConfidence: 'DEFER' }
    const handler = new HandrailCallbackHandler({ policy })
    const { tools, ran } = shop()
    await host({ tools, steps, user, config: { callbacks: [handler] } })
    expect(handler.summary().decided).toEqual({ ...rungs, OBSERVE: 2, WARN: 1, DEFER: 1 })
    expect(ran).toHaveLength(4)
  })
})

test('the summary is of this handler, and nobody can change it from outside', async () => {
  const guard = createGuard()
  const [one, other] = [new HandrailCallbackHandler(guard), new HandrailCallbackHandler(guard)]
  const config = { callbacks: [one] }
  await createAgentHost({ tools: shop().tools, steps: [[cancelCall('c', MINTED)]], user, config })
  const summary = one.summary()
  expect(JSON.parse(JSON.stringify(summary))).toEqual(summary)
  ;(summary.decided as { BLOCK: number }).BLOCK = 100
  expect(one.summary().decided.BLOCK).toBe(1)
  expect(other.summary().calls).toBe(0)
  expect(isGuard(one.guard) && one.guard.records()).toHaveLength(1)
})

test('reasons and faults are told: no conversation, a sink that throws', async () => {
  const handler = new HandrailCallbackHandler({ onRecord: () => JSON.parse('{') })
  await shop().cancel.invoke({ order_id: MINTED }, { callbacks: [handler] })
  const { notJudged, faults, judged, decided } = handler.summary()
  const why = 'judging failed (Error: there was no conversation to judge by)'
  expect(notJudged).toEqual({ [why]: 1 })
  expect(Object.keys(faults)).toEqual([why, expect.stringMatching(/^onRecord failed: .*SyntaxError/)])
  expect({ judged, decided }).toEqual({ judged: 0, decided: { ...rungs, OBSERVE: 1 } })
})

test('a call that a guard withheld never reached its tool, and is not counted', async () => {
  const handler = new HandrailCallbackHandler()
  const { tools } = shop()
  const config = { callbacks: [handler] }
  await createAgentHost({ tools: guardTools(tools, { handler: 'enforce' }), steps, user, config })
  expect(handler.summary().tools.map(({ tool, calls }) => [tool, calls])).toEqual([
    ['find_orders', 1],
    ['update_order', 1],
    ['cancel_order', 1],
  ])
})

describe('the tally', () => {
  const guard = createGuard()
  const assessed = (toolName: string) =>
    guard.assess({ toolCallId: 'c', toolName, args: { order_id: MINTED } }, guard.corpus())
  const add = (tally: Tally, toolName: string, reason: string) => {
    const assessment = assessed(toolName)
    const verdict = { ...assessment.verdict, reason }
    const faults = [`fault of ${reason}`]
    tally.add({ assessment: { ...assessment, verdict, faults }, faults } as never)
  }

  test('takes no more memory for more calls, tools, reasons and faults, and counts them all', () => {
    const tally = new Tally()
    for (let i = 0; i < 20_000; i++) add(tally, `cancel_${i % 1_000}`, `${'x'.repeat(i % 300)} ${i}`)
    const summary = tally.summary()
    const sum = (counts: Readonly<Record<string, number>>) =>
      Object.values(counts).reduce((all, each) => all + each, 0)
    expect(summary.tools).toHaveLength(201)
    expect(summary.tools.at(-1)).toMatchObject({ tool: '(others)', calls: 16_000 })
    expect([summary.calls, sum(summary.notJudged), sum(summary.faults)]).toEqual([20_000, 20_000, 20_000])
    for (const { notJudged, faults } of [summary, ...summary.tools])
      expect(Math.max(Object.keys(notJudged).length, Object.keys(faults).length)).toBeLessThanOrEqual(21)
    expect(JSON.stringify(summary).length).toBeLessThan(4_000_000)
  })

  test('takes names for what they are', () => {
    const tally = new Tally()
    for (const name of ['__proto__', 'constructor', 'toString', '']) add(tally, name, name)
    const { tools, notJudged } = tally.summary()
    expect(tools.map(({ tool }) => tool)).toEqual(['__proto__', 'constructor', 'toString', ''])
    expect(Object.entries(notJudged)).toEqual([
      ['__proto__', 1],
      ['constructor', 1],
      ['toString', 1],
      ['', 1],
    ])
  })
})

test('arguments that nobody can judge by are told apart from a call without any', async () => {
  const handler = new HandrailCallbackHandler()
  const summarized = { content: 'Summary.', additional_kwargs: { lc_source: 'summarization' } }
  const messages = [new HumanMessage('Cancel it.'), new HumanMessage(summarized)]
  handler.handleChainStart({} as never, { messages }, 'graph')
  const call = (input: string, id: string) =>
    handler.handleToolStart({} as never, input, id, 'graph', [], {}, 'cancel_order', id)
  call(JSON.stringify({ order_id: MINTED }), 'one')
  call('{}', 'two')
  expect(handler.summary()).toMatchObject({
    judged: 1,
    notJudged: { 'earlier parts of the conversation are not in the evidence': 1 },
  })
})
