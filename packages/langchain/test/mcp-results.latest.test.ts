import { createGuard } from '@handrail/core'
import type { StructuredToolInterface } from '@langchain/core/tools'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { guardTools, HandrailCallbackHandler } from '../src/index.ts'
import { type Call, type Host, hosts } from './support/hosts.ts'
import { call, connect, look, MINTED, user } from './support/mcp.ts'
import { answerTo } from './support/shop.ts'

type Shop = Awaited<ReturnType<typeof connect>>

const note = { type: 'text', text: expect.stringMatching(/^\[handrail\] WARN: .*`orderId`/) }

/** The same server, read in the two ways that the adapters have. */
let shop: Shop
let inContent: Shop
beforeAll(async () => {
  shop = await connect()
  inContent = await connect({ outputHandling: 'content', useStandardContentBlocks: true })
})
beforeEach(async () => {
  await Promise.all([shop.takeLog(), inContent.takeLog()])
})
afterAll(() => Promise.all([shop.close(), inContent.close()]))

/** Plays the steps with a guard that acts; and, for the same verdicts, with a handler that hears of them. */
async function play(host: Host, tools: StructuredToolInterface[], steps: readonly (readonly Call[])[]) {
  const guard = createGuard({ handler: 'enforce' })
  const run = await host({ tools: guardTools(tools, guard), steps, user })
  const records = guard.records().map(({ assessment: { decision }, outcome }) => ({
    decided: decision.intervention,
    confidence: decision.confidence,
    done: outcome.intervention,
  }))
  return { ...run, records, last: records.at(-1) }
}

const supported = { decided: 'OBSERVE', confidence: 'NONE', done: 'OBSERVE' }
const warned = { decided: 'WARN', confidence: 'HIGH', done: 'WARN' }
const blocked = { decided: 'BLOCK', confidence: 'HIGH', done: 'BLOCK' }
const doubtful = { decided: 'WARN', confidence: 'LOW', done: 'WARN' }

describe.each(hosts)('results of a server in %s', (_, host) => {
  test('structured content that stands in the message is evidence', async () => {
    const lastOrder = 'ORD-40336622'
    const steps = [[look('get_customer')], [call('fetch_order', lastOrder), call('fetch_order', MINTED, 'm')]]
    const { prompt, messages, records } = await play(host, shop.tools, steps)
    expect(answerTo(prompt, 'look').text).toContain(lastOrder)
    expect(answerTo(messages, 'look').artifact).toEqual([
      { type: 'mcp_structured_content', data: { lastOrder } },
    ])
    expect(records).toEqual([expect.anything(), supported, blocked])
    expect(await shop.takeLog()).toEqual(['get_customer', `fetch_order ${lastOrder}`])
  })

  test('structured content keeps its artifact beside a note', async () => {
    const { prompt, messages } = await play(host, shop.tools, [[call('renew_order')]])
    const plain = await host({ tools: shop.tools, steps: [[call('renew_order')]], user })
    const { content, artifact } = answerTo(plain.messages, 'c')
    expect(answerTo(prompt, 'c').text).toBe(`${content}\n\n${answerTo(prompt, 'c').text.split('\n\n')[1]}`)
    expect(answerTo(prompt, 'c').text).toMatch(/\n\n\[handrail\] WARN: .*$/)
    expect(answerTo(messages, 'c').artifact).toEqual(artifact)
    expect(artifact).toEqual([{ type: 'mcp_structured_content', data: { renewed: true } }])
    expect(await shop.takeLog()).toEqual([`renew_order ${MINTED}`, `renew_order ${MINTED}`])
  })

  test('an image stays in its place before the note, and may hold what cannot be read', async () => {
    const steps = [[call('attach_photo')], [call('fetch_order', MINTED, 'm')]]
    const { prompt, records } = await play(host, shop.tools, steps)
    expect(answerTo(prompt, 'c').content).toEqual([
      { type: 'text', text: 'done' },
      { type: 'image_url', image_url: { url: 'data:image/png;base64,iVBORw0KGgo=' } },
      note,
    ])
    expect(records).toEqual([warned, doubtful])
    expect(await shop.takeLog()).toEqual([`attach_photo ${MINTED}`, `fetch_order ${MINTED}`])
  })

  test('a resource is an artifact, which the model does not read: it proves and hides nothing', async () => {
    const order = 'ORD-50772913'
    const steps = [[look('get_invoice')], [call('fetch_order', order)]]
    const { prompt, messages, last } = await play(host, shop.tools, steps)
    expect(answerTo(prompt, 'look').content).toBe('The invoice:')
    expect(JSON.stringify(answerTo(messages, 'look').artifact)).toContain(order)
    expect(last).toEqual(blocked)
    expect(await shop.takeLog()).toEqual(['get_invoice'])
  })

  test('the text of a resource is evidence where the model reads it', async () => {
    const order = 'ORD-50772913'
    const steps = [[look('get_invoice')], [call('fetch_order', order), call('fetch_order', MINTED, 'm')]]
    const { records } = await play(host, inContent.tools, steps)
    expect(records).toEqual([expect.anything(), supported, blocked])
  })

  test('a file, or a link to one, may hold what cannot be read', async () => {
    for (const { tools } of [shop, inContent]) {
      const steps = [[look('get_receipt')], [call('fetch_order')]]
      expect((await play(host, tools, steps)).last).toEqual(doubtful)
    }
  })

  test('the callback handler finds the same in the same results', async () => {
    for (const name of ['get_customer', 'get_invoice', 'get_receipt']) {
      const handler = new HandrailCallbackHandler()
      const steps = [[look(name)], [call('fetch_order')]]
      await host({ tools: shop.tools, steps, user, config: { callbacks: [handler] } })
      const { last } = await play(host, shop.tools, steps)
      expect(handler.guard.records().at(-1)?.assessment.decision).toMatchObject({
        intervention: last?.decided,
        confidence: last?.confidence,
      })
    }
  })
})
