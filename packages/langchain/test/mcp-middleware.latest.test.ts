import { createGuard, type GuardOptions } from '@handrail/core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { handrailMiddleware } from '../src/middleware.ts'
import { agentOf } from './support/agents.ts'
import type { Call } from './support/hosts.ts'
import { call, connect, look, MINTED, user } from './support/mcp.ts'
import { answerTo } from './support/shop.ts'

const REAL = 'ORD-10058831'
const deferring: GuardOptions = {
  handler: 'enforce',
  policy: { ceiling: 'DEFER', onHighConfidence: 'DEFER' },
}

let shop: Awaited<ReturnType<typeof connect>>
beforeAll(async () => {
  shop = await connect()
})
beforeEach(async () => {
  await shop.takeLog()
})
afterAll(() => shop.close())

describe.each(['v1', 'v2'] as const)(
  'the tools of a server in an agent with the middleware, %s',
  (version) => {
    const agent = (steps: readonly (readonly Call[])[], options: GuardOptions = { handler: 'enforce' }) => {
      const guard = createGuard(options)
      const middleware = [handrailMiddleware(guard)]
      return { guard, ...agentOf({ tools: shop.tools, steps, middleware, version }) }
    }

    test('a WARN reaches the server once, a BLOCK never, and its hints tell the effect', async () => {
      const calls = [
        call('renew_order', MINTED, 'w'),
        call('attach_photo', MINTED, 'i'),
        call('fetch_order', MINTED, 'b'),
        call('fetch_order', REAL, 'g'),
      ]
      const { say, guard } = agent([
        [look('find_orders')],
        calls,
        [call('fetch_order', MINTED, 'after image')],
      ])
      const { messages } = await say(user)
      expect((await shop.takeLog()).toSorted()).toEqual(
        ['find_orders', `renew_order ${MINTED}`, `attach_photo ${MINTED}`, `fetch_order ${REAL}`]
          // Behind an image the guard is not sure, and lets the call run with a note.
          .concat(`fetch_order ${MINTED}`)
          .toSorted(),
      )
      expect(answerTo(messages, 'w').text).toMatch(/\n\n\[handrail\] WARN: .*`orderId`/)
      expect(answerTo(messages, 'w').artifact).toEqual([
        { type: 'mcp_structured_content', data: { renewed: true } },
      ])
      expect(answerTo(messages, 'i').content).toEqual([
        { type: 'text', text: 'done' },
        expect.objectContaining({ type: 'image_url' }),
        { type: 'text', text: expect.stringMatching(/^\[handrail\] WARN: /) },
      ])
      expect(answerTo(messages, 'b')).toMatchObject({
        status: 'error',
        content: expect.stringMatching(/^\[handrail\] BLOCK: .*NOT executed/),
        artifact: { handrail: { result: { handrail_blocked: true } } },
      })
      expect(answerTo(messages, 'g').text).toBe('done')
      const effects = guard.records().map(({ assessment }) => [assessment.call.toolCallId, assessment.effect])
      expect(Object.fromEntries(effects)).toMatchObject({
        w: { effect: 'write', from: 'name' },
        b: { effect: 'destructive', from: 'annotations' },
      })
    })

    test('an error of the server reads as without middleware, with a note', async () => {
      const { say } = agent([[call('change_order')]])
      const plain = agentOf({ tools: shop.tools, steps: [[call('change_order')]], version })
      const words = answerTo((await plain.say(user)).messages, 'c')
      const { messages } = await say(user)
      const noted = answerTo(messages, 'c')
      expect(words.text).toContain(`Order ${MINTED} not found.`)
      expect(noted.text.split('\n').filter((line) => !line.startsWith('[handrail]'))).toEqual(
        words.text.split('\n'),
      )
      expect(noted.text).toMatch(/\n\[handrail\] WARN: /)
      expect(noted.status).toBe(words.status)
    })

    test('a DEFER waits for a person, who reads where the value came from, and what is approved runs once', async () => {
      const calls = [call('cancel_order', MINTED, 'y'), call('cancel_order', 'ORD-8888', 'n')]
      const { say, decide } = agent([[look('find_orders')], calls], deferring)
      const { __interrupt__ } = await say(user)
      expect(__interrupt__?.[0]?.value.actionRequests.map(({ description }) => description)).toEqual([
        '`orderId`: not seen anywhere in this conversation',
        '`orderId`: not seen anywhere in this conversation',
      ])
      expect(await shop.takeLog()).toEqual(['find_orders'])
      const { messages } = await decide({ type: 'approve' }, { type: 'reject' })
      expect(await shop.takeLog()).toEqual([`cancel_order ${MINTED}`])
      expect(answerTo(messages, 'y').text).toBe('done')
      expect(answerTo(messages, 'n').status).toBe('error')
    })

    test('before a tool has run, a person is asked only about what its name tells', async () => {
      const { say } = agent([[call('fetch_order')], [call('fetch_order', MINTED, 'c2')]], deferring)
      const { messages, __interrupt__ } = await say(user)
      expect(answerTo(messages, 'c').text).toMatch(/^\[handrail\] BLOCK: /)
      expect(__interrupt__?.[0]?.value.actionRequests).toHaveLength(1)
      expect(await shop.takeLog()).toEqual([])
    })
  },
)
