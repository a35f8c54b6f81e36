import { createGuard, NOTE_MARKER } from '@handrail/core'
import { convertToModelMessages, type ModelMessage, type ToolSet, tool, type UIMessage } from 'ai'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { guardTools } from '../src/index.ts'
import { type Call, hosts, readOutput, readText } from './support/host.ts'
import { isAtLeast } from './support/sdk.ts'

const minted = 'ORD-77310942'
const found = 'ORD-10058831'
const schema = z.object({ orderId: z.string() })
const user: ModelMessage = { role: 'user', content: 'Hello' }
const call = (tool: string, orderId = minted, id = 'call_1'): Call => ({ id, tool, args: { orderId } })
const look: Call = { id: 'look', tool: 'find_orders', args: {} }

function shop() {
  const ran: string[] = []
  const order = (name: string) =>
    tool({ inputSchema: schema, execute: async ({ orderId }) => ran.push(orderId) && { done: name } })
  const tools: ToolSet = {
    find_orders: tool({
      inputSchema: z.object({}),
      execute: async () => ({ hidden: found }),
      toModelOutput: ({ output }) => ({
        type: 'text',
        value: `Found: ${(output as { hidden: string }).hidden}`,
      }),
    }),
    update_order: order('update_order'),
    cancel_order: order('cancel_order'),
  }
  return { ran, tools }
}

/** What the next request of a chat brings: what the browser kept, as JSON, made into messages anew. */
async function nextRequest(ui: UIMessage | undefined, tools: ToolSet): Promise<ModelMessage[]> {
  if (!ui) throw new Error('expected a message in the chat')
  const asked: UIMessage = { id: 'u', role: 'user', parts: [{ type: 'text', text: 'Hello' }] }
  const again: UIMessage = { id: 'v', role: 'user', parts: [{ type: 'text', text: 'And now?' }] }
  return convertToModelMessages(JSON.parse(JSON.stringify([asked, ui, again])), { tools })
}

describe.each([
  ['streamText', hosts.streamText],
  ['ToolLoopAgent.stream', hosts['ToolLoopAgent.stream']],
])('%s: a chat that goes on in another process', (_, play) => {
  test('a warned result is what it was without a guard: the note is gone, the output is not', async () => {
    const bare = shop()
    const steps = [[look, call('update_order')]]
    const plain = await play(steps, bare.tools, { messages: [user] })
    const guarded = guardTools(shop().tools, { handler: 'enforce' })
    const run = await play(steps, guarded, { messages: [user] })
    expect(readText(run.prompts[1], 'call_1')).toContain(NOTE_MARKER)
    expect(run.ui?.parts).toEqual(plain.ui?.parts)
    const messages = await nextRequest(run.ui, guardTools(shop().tools, { handler: 'enforce' }))
    expect(messages).toEqual(await nextRequest(plain.ui, bare.tools))
  })

  test('what a tool found counts as the model reads it, also in the next turn', async () => {
    const run = await play([[look]], guardTools(shop().tools), { messages: [user] })
    const { ran, tools } = shop()
    const guarded = guardTools(tools, { handler: 'enforce' })
    const messages = await nextRequest(run.ui, guarded)
    const next = await play(
      [[call('cancel_order', found), call('cancel_order', minted, 'call_2')]],
      guarded,
      { messages },
    )
    expect(readText(next.prompts[0], 'look')).toBe(`Found: ${found}`)
    expect(ran).toEqual([found])
    expect(readText(next.prompts[1], 'call_2')).toMatch(/^\[handrail\] BLOCK: /)
  })

  test('a call that was withheld stays withheld, and its answer proves nothing', async () => {
    const run = await play([[call('cancel_order')]], guardTools(shop().tools, { handler: 'enforce' }), {
      messages: [user],
    })
    const part = run.ui?.parts.find((part) => 'toolCallId' in part && part.toolCallId === 'call_1')
    const read = readText(run.prompts[1], 'call_1')
    expect(read).toMatch(/^\[handrail\] BLOCK: /)
    if (!(part && 'errorText' in part)) throw new Error('expected an error in the chat')
    // Some versions tell a chat nothing about errors, unless the app says how: then the next turn knows nothing of it.
    expect(isAtLeast('7.0.173') ? [read] : [read, 'An error occurred.']).toContain(part.errorText)

    const { ran, tools } = shop()
    const guard = createGuard({ handler: 'enforce' })
    const guarded = guardTools(tools, guard)
    const messages = await nextRequest(run.ui, guarded)
    const next = await play([[call('cancel_order', minted, 'call_2')]], guarded, { messages })
    expect(ran).toEqual([])
    expect(readText(next.prompts[1], 'call_2')).toMatch(/^\[handrail\] BLOCK: /)
    expect(guard.records()[0]?.assessment.earlierAttempts).toBe(part.errorText === read ? 1 : 0)
  })

  test('a call that the model broke is no evidence in the next turn either', async () => {
    const broken = { id: 'call_1', tool: 'cancel_order', args: null, input: `cancel ${minted}` }
    const run = await play([[broken]], guardTools(shop().tools), { messages: [user] })
    const { ran, tools } = shop()
    const guarded = guardTools(tools, { handler: 'enforce' })
    const messages = await nextRequest(run.ui, guarded)
    expect(JSON.stringify(messages)).toContain(minted)
    const next = await play([[call('cancel_order', minted, 'call_2')]], guarded, { messages })
    expect(readText(next.prompts[1], 'call_2')).toMatch(/^\[handrail\] BLOCK: /)
    expect(ran).toEqual([])
  })
})

describe.each(Object.entries(hosts))('%s: an app that stores what the model read', (_, play) => {
  test('keeps the note: the same write is not warned about again', async () => {
    const first = await play([[call('update_order')]], guardTools(shop().tools, { handler: 'enforce' }), {
      messages: [user],
    })
    const messages: ModelMessage[] = JSON.parse(JSON.stringify([user, ...first.messages, user]))
    const { ran, tools } = shop()
    const guard = createGuard({ handler: 'enforce' })
    const next = await play([[call('update_order', minted, 'call_2')]], guardTools(tools, guard), {
      messages,
    })
    expect(readText(next.prompts[0], 'call_1')).toMatch(/^\{"done":"update_order"\}\n\n\[handrail\] WARN: /)
    expect(readOutput(next.prompts[1], 'call_2')).toEqual({ type: 'json', value: { done: 'update_order' } })
    expect(ran).toEqual([minted])
    expect(guard.records()[0]?.assessment.earlierAttempts).toBe(1)
  })
})
