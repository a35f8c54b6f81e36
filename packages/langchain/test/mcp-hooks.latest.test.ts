import { createGuard } from '@handrail/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { guardTools } from '../src/index.ts'
import { hosts } from './support/hosts.ts'
import { call, connect, MINTED, user } from './support/mcp.ts'
import { answerTo } from './support/shop.ts'

const REQUESTER = 'USR-881230'
/** Not from the model, as ids of the session. */
const added = { orderId: 'ORD-20117754', requesterId: REQUESTER }

let shop: Awaited<ReturnType<typeof connect>>
beforeAll(async () => {
  shop = await connect({
    beforeToolCall: ({ name }) => (name === 'update_order' ? { args: added } : {}),
    afterToolCall: ({ name, result }) =>
      name === 'renew_order' ? { result: [`Renewed by ${REQUESTER}.`, []] } : { result },
  })
})
afterAll(() => shop.close())

describe.each(hosts)('hooks of the MCP client in %s', (_, host) => {
  test('the model answers for what it wrote, and the note stands below what a hook made of the result', async () => {
    const guard = createGuard({ handler: 'enforce' })
    const steps = [
      [call('update_order', MINTED, 'u')],
      [call('renew_order', MINTED, 'r')],
      [call('fetch_order', REQUESTER, 'f')],
    ]
    const { prompt } = await host({ tools: guardTools(shop.tools, guard), steps, user })
    expect(await shop.takeLog()).toEqual([
      `update_order ${added.orderId}`,
      `renew_order ${MINTED}`,
      `fetch_order ${REQUESTER}`,
    ])
    expect(
      guard
        .records()
        .map(({ assessment: { call, verdict }, outcome }) => [
          call.toolCallId,
          verdict.unsupported,
          outcome.intervention,
        ]),
    ).toEqual([
      ['u', ['orderId'], 'WARN'],
      ['r', ['orderId'], 'WARN'],
      ['f', [], 'OBSERVE'],
    ])
    expect(answerTo(prompt, 'r').content).toMatch(/^Renewed by USR-881230\.\n\n\[handrail\] WARN: /)
  })
})
