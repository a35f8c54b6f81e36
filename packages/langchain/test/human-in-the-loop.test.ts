import { createGuard, type GuardOptions } from '@handrail/core'
import type { AIMessage } from '@langchain/core/messages'
import { describe, expect, test, vi } from 'vitest'
import { describeUngrounded, handrailMiddleware, whenUngrounded } from '../src/middleware.ts'
import { agentOf, humanInTheLoop } from './support/agents.ts'
import { answerTo, cancelCall, findCall, MINTED, REAL, shop, updateCall, user } from './support/shop.ts'

const allowedDecisions = ['approve', 'edit', 'reject'] as const
const edit = (order_id: string, name = 'cancel_order') =>
  ({ type: 'edit', editedAction: { name, args: { order_id } } }) as const
const deferring = {
  handler: 'enforce',
  policy: { onHighConfidence: 'DEFER', onLowConfidence: 'WARN', ceiling: 'DEFER' },
} as const satisfies GuardOptions

describe("LangChain's own human in the loop", () => {
  const asksWhenUngrounded = () =>
    humanInTheLoop({
      interruptOn: {
        cancel_order: { allowedDecisions, when: whenUngrounded(), description: describeUngrounded() },
      },
    })

  test('asks only about calls whose ids were made up, and says where each came from', async () => {
    const { tools, ran } = shop()
    const { say, decide } = agentOf({
      tools,
      steps: [[findCall], [cancelCall('c-real', REAL)], [cancelCall('c-minted', MINTED)]],
      middleware: [asksWhenUngrounded()],
    })
    const { __interrupt__ } = await say(user)
    expect(ran).toEqual(['find_orders', `cancel_order ${REAL}`])
    expect(__interrupt__?.[0]?.value.actionRequests).toEqual([
      {
        name: 'cancel_order',
        args: { order_id: MINTED },
        description:
          'Tool execution requires approval\n\nTool: cancel_order\n`order_id`: not seen anywhere in this conversation',
      },
    ])
    await decide({ type: 'approve' })
    expect(ran.at(-1)).toBe(`cancel_order ${MINTED}`)
  })

  test('tells the tool and the path of what was seen', async () => {
    const { tools } = shop()
    const { say } = agentOf({
      tools,
      steps: [[findCall], [cancelCall('c', REAL)]],
      middleware: [
        humanInTheLoop({
          interruptOn: { cancel_order: { allowedDecisions, description: describeUngrounded() } },
        }),
      ],
    })
    const { __interrupt__ } = await say(user)
    expect(__interrupt__?.[0]?.value.actionRequests[0]?.description).toContain(
      `\`order_id\` ${REAL}: from \`find_orders\`, \`$[0].order_id\``,
    )
  })

  test('shows the arguments of a call that is not judged', async () => {
    const { tools } = shop()
    const { say } = agentOf({
      tools,
      steps: [[findCall]],
      middleware: [
        humanInTheLoop({
          interruptOn: { find_orders: { allowedDecisions, description: describeUngrounded() } },
        }),
      ],
    })
    const { __interrupt__ } = await say(user)
    expect(__interrupt__?.[0]?.value.actionRequests[0]?.description).toBe(
      'Tool execution requires approval\n\nTool: find_orders\nArgs: {}',
    )
  })

  test('lets calls run where something of ours fails, and the record says so', async () => {
    const { tools, ran } = shop()
    const guard = createGuard({
      extraEvidence: () => {
        throw new Error('boom')
      },
    })
    const { say } = agentOf({
      tools,
      steps: [[cancelCall('c', MINTED)]],
      middleware: [
        humanInTheLoop({
          interruptOn: { cancel_order: { allowedDecisions, when: whenUngrounded(guard) } },
        }),
      ],
    })
    await say(user)
    expect(ran).toEqual([`cancel_order ${MINTED}`])
    expect(guard.records()).toHaveLength(1)
    expect(guard.records()[0]?.faults.join()).toContain('boom')
  })
})

/** What a person said to LangChain's own middleware leaves no mark on the messages. */
describe.each(['v1', 'v2'] as const)(
  'what a person approved or changed is not held against anyone, %s',
  (version) => {
    const hitl = () => humanInTheLoop({ interruptOn: { cancel_order: true, update_order: true } })
    const orders = {
      'behind it in the list': (options: GuardOptions) => {
        const guard = createGuard(options)
        return { guard, middleware: [hitl(), handrailMiddleware(guard)] }
      },
      'before it in the list': (options: GuardOptions) => {
        const guard = createGuard(options)
        return { guard, middleware: [handrailMiddleware(guard), hitl()] }
      },
    }

    describe.each(Object.entries(orders))('%s', (_, build) => {
      test.each([
        ['BLOCK', { handler: 'enforce' }],
        ['DEFER', deferring],
      ] as const)('an approved call runs in spite of %s', async (_, options) => {
        const { tools, ran } = shop()
        const { guard, middleware } = build(options)
        const { say, decide } = agentOf({ tools, version, middleware, steps: [[cancelCall('c', MINTED)]] })
        let state = await say(user)
        for (let asked = 0; state.__interrupt__; asked++) {
          expect(asked).toBeLessThan(3)
          state = await decide({ type: 'approve' })
        }
        expect(ran).toEqual([`cancel_order ${MINTED}`])
        expect(guard.records().at(-1)?.outcome).toEqual({
          intervention: 'OBSERVE',
          dispatched: true,
          approved: true,
        })
        expect(answerTo(state.messages, 'c').content).toBe('cancelled')
      })

      test('a changed call runs as it was changed, without a note', async () => {
        const { tools, ran } = shop()
        const { guard, middleware } = build({ handler: 'enforce' })
        const { say, decide } = agentOf({
          tools,
          version,
          middleware,
          steps: [[cancelCall('c-1', MINTED), updateCall('c-2', MINTED)]],
        })
        await say(user)
        const { messages } = await decide(edit('ORD-5001'), edit('ORD-5002', 'update_order'))
        expect(ran.toSorted()).toEqual(['cancel_order ORD-5001', 'update_order ORD-5002'])
        expect(answerTo(messages, 'c-2').content).toBe('updated')
        expect(guard.records().map(({ outcome }) => outcome.edited)).toEqual([true, true])
      })

      test('what nobody was asked about is withheld as ever', async () => {
        const { tools, ran } = shop()
        const guard = createGuard({ handler: 'enforce' })
        const own = humanInTheLoop({ interruptOn: { update_order: true } })
        const ours = handrailMiddleware(guard)
        const { say, decide } = agentOf({
          tools,
          version,
          middleware: build({}).middleware[0]?.name === ours.name ? [ours, own] : [own, ours],
          steps: [[cancelCall('c-1', MINTED), updateCall('c-2', MINTED)]],
        })
        await say(user)
        const { messages } = await decide({ type: 'approve' })
        expect(ran).toEqual([`update_order ${MINTED}`])
        expect(answerTo(messages, 'c-1').text).toMatch(/^\[handrail] BLOCK/)
      })

      test('an approval counts for the call that was asked about, and for no later one', async () => {
        const { tools, ran } = shop()
        const guard = createGuard({ handler: 'enforce' })
        const when = vi.fn().mockReturnValueOnce(true).mockReturnValueOnce(true).mockReturnValue(false)
        const own = humanInTheLoop({ interruptOn: { cancel_order: { allowedDecisions, when } } })
        const ours = handrailMiddleware(guard)
        const { say, decide } = agentOf({
          tools,
          version,
          middleware: build({}).middleware[0]?.name === ours.name ? [ours, own] : [own, ours],
          steps: [[cancelCall('c', MINTED)], [cancelCall('c-again', MINTED)]],
        })
        await say(user)
        const { messages } = await decide({ type: 'approve' })
        expect(ran).toEqual([`cancel_order ${MINTED}`])
        expect(answerTo(messages, 'c-again').text).toMatch(/^\[handrail] BLOCK/)
      })
    })
  },
)

describe('what a person wrote into a call is evidence from then on', () => {
  test('when we asked', async () => {
    const { tools, ran } = shop()
    const guard = createGuard(deferring)
    const { say, decide, prompt } = agentOf({
      tools,
      middleware: [handrailMiddleware(guard)],
      steps: [[cancelCall('c-1', MINTED)], [updateCall('c-2', 'ORD-5001')], [cancelCall('c-3', MINTED)]],
    })
    await say(user)
    const { __interrupt__ } = await decide(edit('ORD-5001'))
    expect(ran).toEqual(['cancel_order ORD-5001', 'update_order ORD-5001'])
    expect(answerTo(prompt(), 'c-2').content).toBe('updated')
    // What the model had made up is still made up.
    expect(__interrupt__?.[0]?.value.actionRequests[0]?.args).toEqual({ order_id: MINTED })
    const ai = prompt().find(({ id }) => id === 'ai-0') as AIMessage
    expect(ai.tool_calls?.[0]?.args).toEqual({ order_id: 'ORD-5001' })
  })
})
