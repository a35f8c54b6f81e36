import { createGuard } from '@handrail/core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { guardTools, HandrailCallbackHandler } from '../src/index.ts'
import { type Call, createAgentHost, hosts } from './support/hosts.ts'
import { call, connect, look, MINTED, user } from './support/mcp.ts'
import { answerTo } from './support/shop.ts'

/** Two servers with the same tools; the name of one of them is a verb. */
const names = ['fetch', 'email']
let shops: Awaited<ReturnType<typeof connect>>
beforeAll(async () => {
  shops = await connect({ prefixToolNameWithServerName: true, additionalToolNamePrefix: 'mcp' }, names)
})
const takeLogs = () => Promise.all(names.map((name) => shops.takeLog(name)))
beforeEach(takeLogs)
afterAll(() => shops.close())

const ORDER = 'ORD-10058831'

describe.each(hosts)('two servers in %s', (_, host) => {
  test('the tool’s own name tells what it does, and what one returned is evidence for the other', async () => {
    const guard = createGuard({ handler: 'enforce' })
    const handler = new HandrailCallbackHandler()
    const steps = [
      [look('mcp__email__find_orders')],
      [call('mcp__fetch__cancel_order', ORDER, 'g'), call('mcp__fetch__cancel_order', MINTED, 'c')],
      [call('mcp__email__update_order', MINTED, 'u'), call('mcp__fetch__fetch_order', MINTED, 'f')],
    ]
    const tools = guardTools(shops.tools, guard)
    const { prompt } = await host({ tools, steps, user, config: { callbacks: [handler] } })
    expect(await takeLogs()).toEqual([[`cancel_order ${ORDER}`], ['find_orders', `update_order ${MINTED}`]])
    expect(
      guard
        .records()
        .map(({ assessment: { call, effect }, outcome }) => [call.toolCallId, effect, outcome.intervention]),
    ).toEqual([
      ['look', { effect: 'read', from: 'name' }, 'OBSERVE'],
      ['g', { effect: 'destructive', from: 'name' }, 'OBSERVE'],
      ['c', { effect: 'destructive', from: 'name' }, 'BLOCK'],
      ['u', { effect: 'write', from: 'name' }, 'WARN'],
      ['f', { effect: 'destructive', from: 'annotations' }, 'BLOCK'],
    ])
    expect(answerTo(prompt, 'c').text).toMatch(/^\[handrail\] BLOCK: .*mcp__fetch__cancel_order/)
    // What was withheld has started no tool, so nobody heard of it.
    expect(
      handler.guard.records().map(({ assessment: { call, effect } }) => [call.toolName, effect.effect]),
    ).toEqual([
      ['mcp__email__find_orders', 'read'],
      ['mcp__fetch__cancel_order', 'destructive'],
      ['mcp__email__update_order', 'write'],
    ])
  })
})

/** Routes an order by values that the model copied from the schema of the tool, or made up. */
async function route(args: Record<string, unknown>) {
  const guard = createGuard({ handler: 'enforce' })
  const routing: Call = { id: 'r', name: 'mcp__fetch__route_order', args: { orderId: ORDER, ...args } }
  // Alone: what the schemas of the other tools name is evidence anywhere.
  const tools = guardTools(
    shops.tools.filter((tool) => tool.name === routing.name),
    guard,
  )
  await createAgentHost({ tools, steps: [[routing]], user: `Please see to ${ORDER}.` })
  const [record] = guard.records()
  return { unsupported: record?.assessment.verdict.unsupported, ran: (await takeLogs())[0]?.length === 1 }
}

const supported = { unsupported: [], ran: true }

describe('the JSON Schema of a tool', () => {
  test.each([
    ['a value of an enum', { warehouseId: 'WH-5582' }],
    ['a default', { carrierId: 'CAR-90117' }],
    ['a constant', { tenantId: 'TEN-30092' }],
    ['an enum behind a reference', { items: [{ skuId: 'SKU-7702' }] }],
    ['what a description says', { orderId: 'ORD-60551208' }],
  ])('supports %s in its place', async (_, args) => {
    expect(await route(args)).toEqual(supported)
  })

  test.each([
    ['a value that the enum of another place names', { orderId: 'WH-5582' }, ['orderId']],
    ['a default of another place', { orderId: 'CAR-90117' }, ['orderId']],
    ['a value that is like those of the enum', { warehouseId: 'WH-9982' }, ['warehouseId']],
    ['a made-up item', { items: [{ skuId: 'SKU-7702' }, { skuId: 'SKU-9917' }] }, ['items']],
    ['a made-up id', { orderId: MINTED }, ['orderId']],
  ])('does not support %s', async (_, args, unsupported) => {
    expect(await route(args)).toEqual({ unsupported, ran: false })
  })

  test('what the schemas of the other tools name is evidence: the model has read them', async () => {
    const guard = createGuard({ handler: 'enforce' })
    const tools = guardTools(shops.tools, guard)
    const named = ['ORD-60551208', 'WH-5582', 'CAR-90117', 'TEN-30092']
    const calls = named.map((id) => call('mcp__fetch__cancel_order', id, id))
    await createAgentHost({ tools, steps: [calls], user })
    expect(await takeLogs()).toEqual([named.map((id) => `cancel_order ${id}`), []])
  })
})
