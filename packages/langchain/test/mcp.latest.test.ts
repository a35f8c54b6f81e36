import { createGuard, type GuardOptions } from '@handrail/core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { guardTools, HandrailCallbackHandler } from '../src/index.ts'
import { hosts } from './support/hosts.ts'
import { call, connect, look, MINTED, user } from './support/mcp.ts'
import { answerTo } from './support/shop.ts'

const REAL = 'ORD-10058831'

let shop: Awaited<ReturnType<typeof connect>>
beforeAll(async () => {
  shop = await connect()
})
beforeEach(async () => {
  await shop.takeLog()
})
afterAll(() => shop.close())

/** Guards the tools of the server. */
function guardServer(options: GuardOptions = { handler: 'enforce' }) {
  const guard = createGuard(options)
  const effects = () => guard.records().map(({ assessment }) => assessment.effect)
  return { guard, effects, tools: guardTools(shop.tools, guard) }
}

describe.each(hosts)('the tools of a server in %s', (_, host) => {
  test('a write without hints: the server runs it once, the model reads a note below', async () => {
    const { effects, tools } = guardServer()
    const { prompt, messages } = await host({ tools, steps: [[call('update_order')]], user })
    expect(await shop.takeLog()).toEqual([`update_order ${MINTED}`])
    expect(answerTo(prompt, 'c').content).toMatch(/^done\n\n\[handrail\] WARN: .*`orderId`/)
    expect(answerTo(prompt, 'c').content).not.toContain(MINTED)
    expect(answerTo(messages, 'c')).toMatchObject({ status: 'success', name: 'update_order', artifact: [] })
    expect(effects()).toEqual([{ effect: 'write', from: 'name' }])
  })

  test('what the server calls destructive never reaches it, whatever the name says', async () => {
    const { effects, tools } = guardServer()
    const steps = [[call('fetch_order')], [call('fetch_order', MINTED, 'c2')]]
    const { prompt, messages } = await host({ tools, steps, user })
    expect(await shop.takeLog()).toEqual([])
    expect(answerTo(prompt, 'c').content).toMatch(/^\[handrail\] BLOCK: .*NOT executed/)
    expect(answerTo(prompt, 'c2').content).toMatch(/Stop retrying/)
    expect(answerTo(messages, 'c')).toMatchObject({
      status: 'error',
      artifact: { handrail: { result: { handrail_blocked: true } } },
    })
    const destructive = { effect: 'destructive', from: 'annotations' }
    expect(effects()).toEqual([destructive, destructive])
  })

  test('a server cannot play a tool down, unless it is trusted', async () => {
    const doubted = guardServer()
    await host({ tools: doubted.tools, steps: [[call('cancel_order')]], user })
    expect(await shop.takeLog()).toEqual([])
    expect(doubted.effects()).toEqual([{ effect: 'destructive', from: 'name' }])

    const trusted = guardServer({ handler: 'enforce', trustAnnotations: true })
    const { prompt } = await host({ tools: trusted.tools, steps: [[call('cancel_order')]], user })
    expect(await shop.takeLog()).toEqual([`cancel_order ${MINTED}`])
    expect(answerTo(prompt, 'c').content).toBe('done')
    expect(trusted.effects()).toEqual([{ effect: 'read', from: 'annotations' }])
  })

  test('what the server returned is evidence', async () => {
    const { guard, tools } = guardServer()
    const steps = [[look('find_orders')], [call('fetch_order', REAL, 'c'), call('fetch_order', MINTED, 'm')]]
    const { prompt } = await host({ tools, steps, user })
    expect(await shop.takeLog()).toEqual(['find_orders', `fetch_order ${REAL}`])
    expect(answerTo(prompt, 'c').content).toBe('done')
    expect(answerTo(prompt, 'm').content).toMatch(/^\[handrail\] BLOCK: /)
    expect(guard.records().map(({ outcome }) => outcome.intervention)).toEqual([
      'OBSERVE',
      'OBSERVE',
      'BLOCK',
    ])
  })

  test('without options nobody notices the guard', async () => {
    const steps = [
      [look('find_orders')],
      [call('update_order', MINTED, 'u'), call('fetch_order', MINTED, 'm')],
    ]
    const plain = await host({ tools: shop.tools, steps, user })
    const before = await shop.takeLog()
    const run = await host({ tools: guardTools(shop.tools), steps, user })
    expect(run.prompt.map(({ content }) => content)).toEqual(plain.prompt.map(({ content }) => content))
    expect(await shop.takeLog()).toEqual(before)
  })

  test('the callback handler hears the hints of the server', async () => {
    const handler = new HandrailCallbackHandler()
    const steps = [
      [look('find_orders')],
      [call('update_order', MINTED, 'u'), call('fetch_order', MINTED, 'm')],
    ]
    await host({ tools: shop.tools, steps, user, config: { callbacks: [handler] } })
    expect(await shop.takeLog()).toHaveLength(3)
    expect(
      handler.guard.records().map(({ assessment }) => [assessment.effect, assessment.decision.intervention]),
    ).toEqual([
      [{ effect: 'read', from: 'name' }, 'OBSERVE'],
      [{ effect: 'write', from: 'name' }, 'WARN'],
      [{ effect: 'destructive', from: 'annotations' }, 'BLOCK'],
    ])
  })
})
