import { createGuard, type GuardOptions } from '@handrail/core'
import type { RunnableConfig } from '@langchain/core/runnables'
import { type StructuredToolInterface, tool } from '@langchain/core/tools'
import { MemorySaver } from '@langchain/langgraph'
import type { Decision } from 'langchain'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { handrailMiddleware } from '../src/middleware.ts'
import { agentOf, type State } from './support/agents.ts'
import type { Call } from './support/hosts.ts'
import { answerTo } from './support/shop.ts'

const deferring: GuardOptions = {
  handler: 'enforce',
  policy: { onHighConfidence: 'DEFER', onLowConfidence: 'WARN', ceiling: 'DEFER' },
}
type Version = 'v1' | 'v2'
type Steps = readonly (readonly Call[])[]

const callOf = (name: string) => (id: string, order_id: string, shelf_id?: string) => ({
  ...{ id, name },
  args: { order_id, ...(shelf_id && { shelf_id }) },
})
// Only its annotations tell what it does. Hooks behind the model are not told the tools before one of them runs.
const fetchCall = callOf('fetch_order')
const cancelCall = callOf('cancel_order')

/** A store that can be made to fail. */
class Forgetful extends MemorySaver {
  /** Which of the next reads fails. */
  failing = 0

  override async getTuple(config: RunnableConfig) {
    if (--this.failing === 0) throw new Error('lost')
    return super.getTuple(config)
  }
}

/** A shop, its checkpoints, and agents that know nothing else of each other, as in processes that come and go. */
function shop(version: Version) {
  const ran: string[] = []
  const act = (name: string) =>
    tool(
      async ({ order_id }) => {
        ran.push(order_id)
        return 'done'
      },
      {
        name,
        description: name,
        schema: z.object({ order_id: z.string(), shelf_id: z.enum(['SH-4471', 'SH-5582']).optional() }),
        metadata: { annotations: { destructiveHint: true } },
      },
    ) as unknown as StructuredToolInterface
  const tools = [act('fetch_order'), act('cancel_order')]
  const checkpointer = new Forgetful()
  const agent = (steps: Steps = []) => {
    const guard = createGuard(deferring)
    const middleware = [handrailMiddleware(guard)]
    return { guard, ...agentOf({ tools, steps, middleware, version, checkpointer }) }
  }
  return { ran, agent, checkpointer }
}

const asked = ({ __interrupt__ }: State) =>
  __interrupt__?.[0]?.value.actionRequests.map(({ args }) => args.order_id)

describe.each(['v1', 'v2'] as const)('an answer that reaches another process, %s', (version) => {
  const step = [fetchCall('a', 'ORD-9001'), fetchCall('r', 'ORD-9002'), fetchCall('e', 'ORD-9003')]
  const decisions: Decision[] = [
    { type: 'approve' },
    { type: 'reject', message: 'Not that one.' },
    { type: 'edit', editedAction: fetchCall('', 'ORD-7777') },
  ]

  test('counts for the calls that were asked about, whatever is known of the tool there', async () => {
    const { ran, agent } = shop(version)
    const waiting = await agent([[fetchCall('first', 'ORD-9000')], step]).say('Please see to my order.')
    expect(asked(waiting)).toEqual(['ORD-9001', 'ORD-9002', 'ORD-9003'])
    expect(ran).toEqual([])
    const { guard, decide } = agent()
    const { messages } = await decide(...decisions)
    expect(ran.toSorted()).toEqual(['ORD-7777', 'ORD-9001'])
    expect(answerTo(messages, 'r')).toMatchObject({ content: 'Not that one.', status: 'error' })
    expect(messages.at(-1)?.text).toBe('done')
    const outcomes = guard
      .records()
      .map(({ assessment: { call }, outcome }) => [call.toolCallId, outcome.dispatched, outcome.approved])
    expect(outcomes.toSorted()).toEqual([
      ['a', true, true],
      ['e', true, true],
      ['r', false, false],
    ])
  })

  test('may be of no use, or carry the id of the question, and the next process still knows what was asked', async () => {
    const { ran, agent } = shop(version)
    await agent([[fetchCall('first', 'ORD-9000')], step]).say('Please see to my order.')
    const again = await agent().decide({ type: 'approve' })
    expect(asked(again)).toEqual(['ORD-9001', 'ORD-9002', 'ORD-9003'])
    expect(ran).toEqual([])
    await agent().resume({ [again.__interrupt__?.[0]?.id ?? '']: { decisions } })
    expect(ran.toSorted()).toEqual(['ORD-7777', 'ORD-9001'])
  })

  test('tells apart calls that look the same', async () => {
    const { ran, agent } = shop(version)
    const twice = [cancelCall('x', 'ORD-9001'), cancelCall('y', 'ORD-9001')]
    await agent([twice]).say('Please see to my order.')
    const { messages } = await agent().decide({ type: 'reject', message: 'No.' }, { type: 'approve' })
    expect(ran).toEqual(['ORD-9001'])
    expect([answerTo(messages, 'x').text, answerTo(messages, 'y').text]).toEqual(['No.', 'done'])
  })

  test('loses no call that nobody was asked about, because the schema of the tool was known', async () => {
    const { ran, agent } = shop(version)
    const step = [cancelCall('a', 'ORD-9001'), cancelCall('k', 'ORD-1002', 'SH-5582')]
    const waiting = await agent([[cancelCall('first', 'ORD-1001')], step]).say(
      'Cancel ORD-1001 and ORD-1002.',
    )
    expect(asked(waiting)).toEqual(['ORD-9001'])
    await agent().decide({ type: 'approve' })
    expect(ran.toSorted()).toEqual(['ORD-1001', 'ORD-1002', 'ORD-9001'])
  })

  test('is taken from the store a second time where that failed: what the person refused does not run', async () => {
    const { ran, agent, checkpointer } = shop(version)
    await agent([[fetchCall('first', 'ORD-9000')], step]).say('Please see to my order.')
    checkpointer.failing = 2 // The first is LangGraph's own.
    const { messages } = await agent().decide(...decisions)
    expect(checkpointer.failing).toBeLessThan(0)
    expect(ran).toEqual(['ORD-9001'])
    expect(answerTo(messages, 'r').text).toMatch(/^\[handrail] BLOCK: /)
  })
})
