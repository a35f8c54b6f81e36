import { createGuard } from '@handrail/core'
import { type ModelMessage, tool } from 'ai'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { guardTools } from '../src/index.ts'
import { appGot, type Call, hosts, readText } from './support/host.ts'
import { isSeven } from './support/sdk.ts'

const minted = 'ORD-77310942'
const real = 'ORD-20117754'
const found = 'ORD-10058831'
const user: ModelMessage[] = [{ role: 'user', content: `Cancel ${real}.` }]
const call = (id: string, tool: string, orderId: string): Call => ({ id, tool, args: { orderId } })

function shop() {
  const ran: string[] = []
  const seen: unknown[] = []
  const order = (name: string) =>
    tool({
      inputSchema: z.object({ orderId: z.string() }),
      async execute({ orderId }, { messages }) {
        // The first to start is the last to end.
        await new Promise((resolve) => setTimeout(resolve, 3 - ran.push(`${name} ${orderId}`)))
        seen.push(messages)
        return `${name} done`
      },
    })
  const tools = {
    find_orders: tool({
      inputSchema: z.object({}),
      async execute(_, { messages }) {
        seen.push(messages)
        return [found]
      },
    }),
    update_order: order('update_order'),
    cancel_order: order('cancel_order'),
  }
  const guard = createGuard({ handler: 'enforce' })
  return { ran, seen, guard, guarded: guardTools(tools, guard) }
}

const step: Call[] = [
  { id: 'free', tool: 'find_orders', args: {} },
  call('warned', 'update_order', minted),
  call('blocked', 'cancel_order', minted),
  call('grounded', 'cancel_order', real),
  call('sibling', 'cancel_order', found),
]

const ways: [string, object][] = [['all at once', {}]]
// ai 6 runs all calls of a step at once.
if (isSeven) ways.push(['one after the other', { toolCallConcurrency: 1 }])

describe.each(Object.entries(hosts))('%s', (_, play) => {
  test.each(ways)('calls of one step, %s: each gets its own rung and its own note', async (_, settings) => {
    const { ran, seen, guard, guarded } = shop()
    const run = await play([step], guarded, { messages: user, settings })

    expect(ran).toEqual([`update_order ${minted}`, `cancel_order ${real}`])
    const read = (id: string) => readText(run.prompts[1], id)
    expect(read('free')).toBe(`["${found}"]`)
    expect(read('warned')).toMatch(/^update_order done\n\n\[handrail\] WARN: [^\n]*`orderId`[^\n]*$/)
    expect(read('blocked')).toMatch(/^\[handrail\] BLOCK: [^\n]*$/)
    expect(read('grounded')).toBe('cancel_order done')
    expect(read('sibling')).toMatch(/^\[handrail\] BLOCK: [^\n]*$/)

    expect(appGot(run, 'free')).toEqual({ output: [found] })
    expect(appGot(run, 'warned')).toEqual({ output: 'update_order done' })
    expect(appGot(run, 'blocked').error).toMatchObject({ toolCallId: 'blocked' })
    expect(appGot(run, 'grounded')).toEqual({ output: 'cancel_order done' })
    expect(appGot(run, 'sibling').error).toMatchObject({ toolCallId: 'sibling' })

    expect(new Set(seen).size).toBe(1)
    expect(
      guard.records().map(({ assessment, outcome }) => [assessment.call.toolCallId, outcome.intervention]),
    ).toEqual([
      ['free', 'OBSERVE'],
      ['warned', 'WARN'],
      ['blocked', 'BLOCK'],
      ['grounded', 'OBSERVE'],
      ['sibling', 'BLOCK'],
    ])
  })

  test.each(ways)('the same call twice in one step, %s: neither repeats the other', async (_, settings) => {
    const { guard, guarded } = shop()
    const twice = [
      call('a', 'update_order', minted),
      call('b', 'update_order', minted),
      call('c', 'cancel_order', minted),
      call('d', 'cancel_order', minted),
    ]
    const run = await play([twice], guarded, { messages: user, settings })
    expect(guard.records().map(({ assessment }) => assessment.earlierAttempts)).toEqual([0, 0, 0, 0])
    const read = (id: string) => readText(run.prompts[1], id)
    expect(read('a')).toMatch(/\[handrail\] WARN: /)
    expect(read('b')).toBe(read('a'))
    expect(read('c')).toMatch(/^\[handrail\] BLOCK: /)
    expect(read('d')).toBe(read('c'))
  })

  test('what one step brought is evidence in the next', async () => {
    const { ran, guarded } = shop()
    const run = await play([step, [call('later', 'cancel_order', found)]], guarded, { messages: user })
    expect(ran.at(-1)).toBe(`cancel_order ${found}`)
    expect(readText(run.prompts[2], 'later')).toBe('cancel_order done')
  })
})
