import { createGuard } from '@handrail/core'
import { type ModelMessage, pruneMessages, tool } from 'ai'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { guardTools } from '../src/index.ts'
import { hosts } from './support/host.ts'
import { isSeven } from './support/sdk.ts'

const real = 'ORD-20117754'
const user: ModelMessage = { role: 'user', content: 'Cancel my last order.' }
const steps = [
  [{ id: 'look', tool: 'find_orders', args: {} }],
  [{ id: 'call_1', tool: 'cancel_order', args: { orderId: real } }],
]

function shop(found: string) {
  const cancelled: string[] = []
  const tools = {
    find_orders: tool({ inputSchema: z.object({}), execute: async () => found }),
    cancel_order: tool({
      inputSchema: z.object({ orderId: z.string() }),
      execute: async ({ orderId }) => cancelled.push(orderId) && 'cancelled',
    }),
  }
  const guard = createGuard({ handler: 'enforce' })
  return { cancelled, guard, guarded: guardTools(tools, guard) }
}

interface Step {
  readonly stepNumber: number
  readonly messages: ModelMessage[]
}

// A tool of ai 6 is handed the messages as they were before; one of ai 7 those that the model has read.
describe.each(Object.entries(hosts))('%s: an app that prepares each step', (_, play) => {
  test('may tell the model more, which is evidence', async () => {
    const { cancelled, guarded } = shop('none')
    const hint: ModelMessage = { role: 'user', content: `It is ${real}.` }
    const prepareStep = ({ messages }: Step) => ({ messages: [...messages, hint] })
    const run = await play(steps, guarded, { messages: [user], settings: { prepareStep } })
    expect(JSON.stringify(run.prompts[1])).toContain(`It is ${real}.`)
    expect(cancelled).toEqual(isSeven ? [real] : [])
  })

  test('may take away what the model had read: then it is no evidence any more', async () => {
    const { cancelled, guarded } = shop(`Found: ${real}`)
    const prepareStep = ({ messages }: Step) => ({
      messages: pruneMessages({ messages, toolCalls: 'all', emptyMessages: 'remove' }),
    })
    const run = await play(steps, guarded, { messages: [user], settings: { prepareStep } })
    expect(JSON.stringify(run.prompts[1])).not.toContain(real)
    expect(cancelled).toEqual(isSeven ? [] : [real])
  })

  test('that changes nothing, changes nothing', async () => {
    const { cancelled, guarded } = shop(`Found: ${real}`)
    const prepareStep = ({ messages }: Step) => ({ messages: [...messages] })
    await play(steps, guarded, { messages: [user], settings: { prepareStep } })
    expect(cancelled).toEqual([real])
  })
})
