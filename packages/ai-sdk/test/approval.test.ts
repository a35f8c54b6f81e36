import { createGuard } from '@handrail/core'
import { generateText, type ModelMessage, streamText, tool } from 'ai'
import { describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { guardTools } from '../src/index.ts'
import { hosts, readText, scriptedModel } from './support/host.ts'
import { askingFirst, callSettings, isStepCount, major } from './support/sdk.ts'

const schema = z.object({ orderId: z.string() })
const args = { orderId: 'ORD-77310942' }
const call = (toolName: string, toolCallId = 'call_1', input: unknown = args) =>
  ({ type: 'tool-call', toolCallId, toolName, input }) as const
const request = (approvalId = 'a_1', toolCallId = 'call_1', isAutomatic = false) =>
  ({ type: 'tool-approval-request', approvalId, toolCallId, isAutomatic }) as const
const response = (approved: boolean, approvalId = 'a_1') =>
  ({ type: 'tool-approval-response', approvalId, approved }) as const

function history(toolName: string, approved: boolean, isAutomatic = false): ModelMessage[] {
  return [
    { role: 'user', content: 'Hello' },
    { role: 'assistant', content: [call(toolName), request('a_1', 'call_1', isAutomatic)] },
    { role: 'tool', content: [response(approved)] },
  ]
}

/** How an app asks a person: with a setting of the call, which only ai 7 has, or with a field of the tool. */
type Asking = 'toolApproval' | 'needsApproval'

const ways: Asking[] = major >= 7 ? ['toolApproval', 'needsApproval'] : ['needsApproval']
const asked = Object.entries(hosts).flatMap(([host, play]) => ways.map((way) => [host, way, play] as const))

function shop(asking?: Asking) {
  const execute = vi.fn(async () => 'done')
  const plain = {
    cancel_order: tool({ inputSchema: schema, execute }),
    update_order: tool({ inputSchema: schema, execute }),
  }
  const tools = asking === 'needsApproval' ? askingFirst(plain) : plain
  const settings = asking === 'toolApproval' ? { toolApproval: () => 'user-approval' } : {}
  const guard = createGuard({ handler: 'enforce' })
  return { execute, guard, guarded: guardTools(tools, guard), settings }
}

describe.each(asked)('%s, %s', (_, asking, play) => {
  test('what a person approved is never withheld', async () => {
    const { execute, guard, guarded, settings } = shop(asking)
    const run = await play([], guarded, { messages: history('cancel_order', true), settings })
    expect(execute).toHaveBeenCalledTimes(1)
    expect(readText(run.prompts[0], 'call_1')).toBe('done')
    const [record] = guard.records()
    expect(record?.assessment.decision.intervention).toBe('BLOCK')
    expect(record?.outcome).toEqual({ intervention: 'OBSERVE', dispatched: true, approved: true })
  })

  test('a note still reaches the model', async () => {
    const { execute, guard, guarded, settings } = shop(asking)
    const run = await play([], guarded, { messages: history('update_order', true), settings })
    expect(execute).toHaveBeenCalledTimes(1)
    expect(readText(run.prompts[0], 'call_1')).toMatch(/^done\n\n\[handrail\] WARN: /)
    expect(guard.records()[0]?.outcome).toEqual({ intervention: 'WARN', dispatched: true, approved: true })
  })

  test('what a person denied does not run', async () => {
    const { execute, guard, guarded, settings } = shop(asking)
    await play([], guarded, { messages: history('cancel_order', false), settings })
    expect(execute).not.toHaveBeenCalled()
    expect(guard.records()).toEqual([])
  })

  test('a run of two requests: suspended, approved, continued', async () => {
    const { execute, guard, guarded, settings } = shop(asking)
    const first = await play([[{ id: 'call_1', tool: 'cancel_order', args }]], guarded, { settings })
    expect(execute).not.toHaveBeenCalled()
    const question = first.steps[0]?.content.find((part) => part.type === 'tool-approval-request')
    const messages: ModelMessage[] = JSON.parse(
      JSON.stringify([
        { role: 'user', content: 'Hello' },
        ...first.messages,
        { role: 'tool', content: [response(true, question?.approvalId)] },
      ]),
    )
    await play([], guarded, { messages, settings })
    expect(execute).toHaveBeenCalledTimes(1)
    expect(guard.records().at(-1)?.outcome).toMatchObject({ dispatched: true, approved: true })
  })
})

describe.runIf(major >= 7).each(Object.entries(hosts))('%s, toolApproval, which only ai 7 has', (_, play) => {
  test('a rule of the app is no person', async () => {
    const { execute, guarded } = shop()
    const settings = { toolApproval: () => 'approved' }
    await play([[{ id: 'call_1', tool: 'cancel_order', args }]], guarded, { settings })
    expect(execute).not.toHaveBeenCalled()
  })
})

/** What a guard makes of a call that is run by hand on these messages. */
async function rule(messages: ModelMessage[], toolCallId = 'call_1') {
  const { execute, guard, guarded } = shop()
  const options = { toolCallId, messages, context: {} } as never
  await Promise.resolve(guarded.cancel_order.execute(args, options)).catch(() => {})
  return { ran: execute.mock.calls.length > 0, record: guard.records()[0] }
}

test('a refusal is no approval', async () => {
  expect((await rule(history('cancel_order', false))).ran).toBe(false)
  const { ran, record } = await rule(history('cancel_order', true))
  expect(ran).toBe(true)
  expect(record?.outcome.approved).toBe(true)
})

test('an automatic approval in the history is no person either', async () => {
  expect((await rule(history('cancel_order', true, true))).ran).toBe(false)
})

test('an approval of another call does not count', async () => {
  const messages: ModelMessage[] = [
    { role: 'user', content: 'Hello' },
    {
      role: 'assistant',
      content: [call('cancel_order'), call('cancel_order', 'call_2'), request('a_2', 'call_2')],
    },
    { role: 'tool', content: [response(true, 'a_2')] },
  ]
  expect((await rule(messages)).ran).toBe(false)
  expect((await rule(messages, 'call_2')).ran).toBe(true)
})

test('an approval of an older call with the same id does not count', async () => {
  const output = { type: 'text', value: 'done' } as const
  const answered = { type: 'tool-result', toolCallId: 'call_1', toolName: 'cancel_order', output } as const
  const messages: ModelMessage[] = [
    ...history('cancel_order', true),
    { role: 'tool', content: [answered] },
    { role: 'user', content: 'And another.' },
  ]
  expect((await rule(messages)).ran).toBe(false)
})

test('an id that counts anew in every turn does not cut off the evidence', async () => {
  const output = { type: 'json', value: args } as const
  const messages: ModelMessage[] = [
    { role: 'user', content: 'Hello' },
    { role: 'assistant', content: [call('find_orders', 'call_1', {})] },
    {
      role: 'tool',
      content: [{ type: 'tool-result', toolCallId: 'call_1', toolName: 'find_orders', output }],
    },
    { role: 'user', content: 'Cancel it.' },
  ]
  const { ran, record } = await rule(messages)
  expect(ran).toBe(true)
  expect(record?.assessment.verdict.args[0]?.stance).toBe('SUPPORTED')
})

test('where a run continues, answers to sibling calls came too late to be evidence', async () => {
  const output = { type: 'json', value: { ...args, customer: 'Ada Lovelace' } } as const
  const messages: ModelMessage[] = [
    { role: 'user', content: 'Hello' },
    { role: 'assistant', content: [call('find_orders', 'call_0', {}), call('cancel_order'), request()] },
    {
      role: 'tool',
      content: [{ type: 'tool-result', toolCallId: 'call_0', toolName: 'find_orders', output }],
    },
    { role: 'tool', content: [response(true)] },
  ]
  const { ran, record } = await rule(messages)
  expect(ran).toBe(true)
  expect(record?.assessment.verdict.args[0]?.stance).toBe('UNSUPPORTED')
})

test('the SDK still hands over the messages of the step, and the same input to both functions of a tool', async () => {
  const seen: { messages?: unknown; input?: unknown; rendered?: unknown }[] = []
  const tools = {
    get_time: tool({
      inputSchema: z.object({ zone: z.string().optional() }),
      execute: async (input, { messages }) => {
        seen.push({ messages: messages.map((message) => message.role), input })
        return 'now'
      },
      toModelOutput: ({ input, output }) => {
        Object.assign(seen.at(-1) ?? {}, { rendered: input })
        return { type: 'text', value: output }
      },
    }),
  }
  const steps = [[{ id: 'c_1', tool: 'get_time', args: {} }], [{ id: 'c_2', tool: 'get_time', args: {} }]]
  const settings = callSettings({
    ...{ tools, prompt: 'Hello', instructions: 'Be brief.' },
    stopWhen: isStepCount(5),
  })
  await generateText({ ...settings, model: scriptedModel(steps).model })
  await streamText({ ...settings, model: scriptedModel(steps).model }).consumeStream()
  expect(seen.map(({ messages }) => messages)).toEqual([
    ['user'],
    ['user', 'assistant', 'tool'],
    ['user'],
    ['user', 'assistant', 'tool'],
  ])
  for (const { input, rendered } of seen) expect(rendered).toBe(input)
})
