import { join } from 'node:path'
import { createMCPClient, type MCPClient } from '@ai-sdk/mcp'
import { Experimental_StdioMCPTransport as StdioMCPTransport } from '@ai-sdk/mcp/mcp-stdio'
import { createGuard, type GuardOptions, NOTE_MARKER } from '@handrail/core'
import type { ToolSet } from 'ai'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { guardTools, HandrailWithheldError } from '../src/index.ts'
import { appGot, type Call, hosts, readOutput, readText } from './support/host.ts'

const minted = 'ORD-77310942'
const call = (tool: string, orderId = minted, id = 'call_1'): Call => ({ id, tool, args: { orderId } })
const look = (tool: string, id = 'look_1'): Call => ({ id, tool, args: {} })

let client: MCPClient
let tools: ToolSet

const connect = () =>
  createMCPClient({
    transport: new StdioMCPTransport({
      command: process.execPath,
      args: [join(import.meta.dirname, 'support/mcp-server.ts')],
    }),
  })

/** What the server did since it was last asked. */
async function takeLog(from = client): Promise<{ pid: number; log: string[] }> {
  const { content } = (await from.callTool({ name: 'take_log', arguments: {} })) as {
    content: { text: string }[]
  }
  return JSON.parse(content[0]?.text ?? '')
}

beforeAll(async () => {
  client = await connect()
  tools = (await client.tools()) as ToolSet
})
beforeEach(async () => {
  await takeLog()
})
afterAll(() => client.close())

/** Guards the tools of the server. */
function guardServer(options: GuardOptions = { handler: 'enforce' }) {
  const guard = createGuard(options)
  return { guard, guarded: guardTools(tools, guard) }
}

const text = (value: string) => ({ type: 'text', text: value })
const note = { type: 'text', text: expect.stringMatching(/^\[handrail\] WARN: .*orderId/) }

describe.each(Object.entries(hosts))('%s', (_, play) => {
  test('a write without hints: the server runs it, the model reads a note below, the app does not', async () => {
    const { guard, guarded } = guardServer()
    const plain = await play([[call('update_order')]], tools)
    const run = await play([[call('update_order')]], guarded)
    expect(readOutput(plain.prompts[1], 'call_1')).toEqual({
      type: 'content',
      value: [text('{"done":"update_order"}')],
    })
    expect(readOutput(run.prompts[1], 'call_1')).toEqual({
      type: 'content',
      value: [text('{"done":"update_order"}'), note],
    })
    expect(readText(run.prompts[1], 'call_1')).not.toContain(minted)
    expect(appGot(run, 'call_1')).toEqual({
      output: { content: [text('{"done":"update_order"}')], isError: false },
    })
    expect(appGot(run, 'call_1')).toEqual(appGot(plain, 'call_1'))
    expect(run.ui?.parts.filter(isToolPart)).toEqual(plain.ui?.parts.filter(isToolPart))
    expect((await takeLog()).log).toEqual([`update_order ${minted}`, `update_order ${minted}`])
    expect(guard.records()[0]?.assessment.effect).toEqual({ effect: 'write', from: 'name' })
  })

  test('a tool that the server calls destructive is withheld, whatever its name says', async () => {
    const { guard, guarded } = guardServer()
    const run = await play([[call('fetch_order')]], guarded)
    expect(readOutput(run.prompts[1], 'call_1')).toMatchObject({ type: 'error-text' })
    expect(readText(run.prompts[1], 'call_1')).toMatch(/^\[handrail\] BLOCK: .*NOT executed/)
    expect(HandrailWithheldError.isInstance(appGot(run, 'call_1').error)).toBe(true)
    expect((await takeLog()).log).toEqual([])
    expect(guard.records()[0]?.assessment.effect).toEqual({ effect: 'destructive', from: 'annotations' })
  })

  test('a server cannot play a tool down, unless it is trusted', async () => {
    const doubted = guardServer()
    await play([[call('cancel_order')]], doubted.guarded)
    expect((await takeLog()).log).toEqual([])
    expect(doubted.guard.records()[0]?.assessment.effect).toEqual({ effect: 'destructive', from: 'name' })

    const trusted = guardServer({ handler: 'enforce', trustAnnotations: true })
    const run = await play([[call('cancel_order')]], trusted.guarded)
    expect((await takeLog()).log).toEqual([`cancel_order ${minted}`])
    expect(readText(run.prompts[1], 'call_1')).toBe('{"done":"cancel_order"}')
    expect(trusted.guard.records()[0]?.assessment.effect).toEqual({ effect: 'read', from: 'annotations' })
  })

  test.each([
    ['a text among texts', 'find_orders', 'ORD-10058831'],
    ['a list in a text', 'list_order_ids', 'ORD-30225511'],
  ])('what the server returned is evidence: %s', async (_, tool, orderId) => {
    const { guard, guarded } = guardServer()
    const steps = [
      [look(tool)],
      [call('fetch_order', orderId, 'call_1'), call('fetch_order', minted, 'call_2')],
    ]
    const run = await play(steps, guarded)
    expect((await takeLog()).log).toEqual([`fetch_order ${orderId}`])
    expect(readText(run.prompts[2], 'call_1')).toBe('{"done":"fetch_order"}')
    expect(readText(run.prompts[2], 'call_2')).toMatch(/^\[handrail\] BLOCK: /)
    expect(guard.records().map(({ outcome }) => outcome.intervention)).toEqual([
      'OBSERVE',
      'OBSERVE',
      'BLOCK',
    ])
  })

  test('an error of the server keeps its words, and repeating the value proves nothing', async () => {
    const { guard, guarded } = guardServer()
    const run = await play([[call('change_order')], [call('fetch_order', minted, 'call_2')]], guarded)
    const content = [text(`Order ${minted} not found.`)]
    expect(appGot(run, 'call_1')).toEqual({ output: { content, isError: true } })
    expect(readOutput(run.prompts[1], 'call_1')).toEqual({ type: 'content', value: [...content, note] })
    expect(readText(run.prompts[2], 'call_2')).toMatch(/^\[handrail\] BLOCK: /)
    expect((await takeLog()).log).toEqual([])
    expect(guard.records().map(({ outcome }) => outcome.intervention)).toEqual(['WARN', 'BLOCK'])
  })

  test('an image stays in its place, before the note, and may hold what cannot be read', async () => {
    const { guard, guarded } = guardServer()
    const steps = [[call('attach_photo')], [call('fetch_order', 'ORD-88421053', 'call_2')]]
    const plain = await play(steps, tools)
    const run = await play(steps, guarded)
    const before = readOutput(plain.prompts[1], 'call_1')
    if (before?.type !== 'content') throw new Error('expected parts')
    expect(before.value).toHaveLength(2)
    expect(readOutput(run.prompts[1], 'call_1')).toEqual({ ...before, value: [...before.value, note] })
    expect(appGot(run, 'call_1')).toEqual(appGot(plain, 'call_1'))
    expect(guard.records().map(({ outcome }) => outcome.intervention)).toEqual(['WARN', 'WARN'])
  })

  test('structured content reaches the app as it did; the model reads the parts', async () => {
    const { guarded } = guardServer()
    const run = await play([[call('renew_order')]], guarded)
    const content = [text('{"done":"renew_order"}')]
    const structuredContent = { renewed: true }
    expect(appGot(run, 'call_1')).toEqual({ output: { content, isError: false, structuredContent } })
    expect(readOutput(run.prompts[1], 'call_1')).toEqual({ type: 'content', value: [...content, note] })
  })

  test('structured content that the model did not read is no evidence', async () => {
    const { guarded } = guardServer()
    const steps = [[look('get_customer')], [call('fetch_order', 'ORD-40336622')]]
    const run = await play(steps, guarded)
    expect(readText(run.prompts[1], 'look_1')).not.toContain('ORD-40336622')
    expect(readText(run.prompts[2], 'call_1')).toMatch(/^\[handrail\] BLOCK: /)
  })

  test('tools of a schema hand structured content to the model: then it is evidence', async () => {
    const schemas = {
      get_customer: { inputSchema: z.object({}), outputSchema: z.object({ lastOrder: z.string() }) },
      renew_order: {
        inputSchema: z.object({ orderId: z.string() }),
        outputSchema: z.object({ renewed: z.boolean() }),
      },
      fetch_order: { inputSchema: z.object({ orderId: z.string() }) },
    }
    const typed = guardTools((await client.tools({ schemas })) as ToolSet, { handler: 'enforce' })
    const steps = [
      [look('get_customer'), call('renew_order')],
      [call('fetch_order', 'ORD-40336622', 'call_2'), call('fetch_order', minted, 'call_3')],
    ]
    const run = await play(steps, typed)
    expect(appGot(run, 'call_1')).toEqual({ output: { renewed: true } })
    expect(readOutput(run.prompts[1], 'call_1')).toEqual({
      type: 'text',
      value: expect.stringMatching(/^\{"renewed":true\}\n\n\[handrail\] WARN: /),
    })
    expect(readText(run.prompts[2], 'call_2')).toBe('{"done":"fetch_order"}')
    expect(readText(run.prompts[2], 'call_3')).toMatch(/^\[handrail\] BLOCK: /)
    expect((await takeLog()).log).toEqual([`renew_order ${minted}`, 'fetch_order ORD-40336622'])
  })

  test('without options nobody notices the guard', async () => {
    const steps = [[look('find_orders')], [call('update_order'), call('fetch_order', minted, 'call_2')]]
    const plain = await play(steps, tools)
    const run = await play(steps, guardTools(tools))
    expect(run.prompts).toEqual(plain.prompts)
    expect(run.steps.map(({ content }) => content)).toEqual(plain.steps.map(({ content }) => content))
    expect(JSON.stringify(run.prompts)).not.toContain(NOTE_MARKER)
    expect((await takeLog()).log).toHaveLength(4)
  })
})

const isToolPart = ({ type }: { type: string }) => type === 'dynamic-tool' || type.startsWith('tool-')

test('a closed client ends the server, and a guarded tool fails as the bare one does', async () => {
  const other = await connect()
  const mine = (await other.tools()) as ToolSet
  const { pid } = await takeLog(other)
  await other.close()
  await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow('ESRCH'), { timeout: 10_000 })
  const plain = await hosts.generateText([[call('update_order')]], mine)
  const run = await hosts.generateText([[call('update_order')]], guardTools(mine, { handler: 'enforce' }))
  const before = readText(plain.prompts[1], 'call_1')
  expect(before).toContain('closed client')
  expect(readText(run.prompts[1], 'call_1')).toMatch(/^.*closed client.*\n\n\[handrail\] WARN: /)
  expect(readText(run.prompts[1], 'call_1')?.split('\n\n')[0]).toBe(before)
})
