import { createGuard, type GuardOptions } from '@handrail/core'
import { jsonSchema, type ModelMessage, type ToolSet, tool } from 'ai'
import { describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { guardTools } from '../src/index.ts'
import { hosts, readText } from './support/host.ts'

const args = { orderId: 'ORD-77310942' }
const schema = z.object({ orderId: z.string() })
const user: ModelMessage = { role: 'user', content: 'Hello' }

interface Case {
  readonly messages?: ModelMessage[]
  readonly settings?: object
  readonly options?: GuardOptions
  readonly tools?: ToolSet
}

/** The rung that a call gets whose id stands only where the case puts it. */
async function rungOf(
  { messages = [user], settings = {}, options = {}, tools = {} }: Case,
  play = hosts.generateText,
) {
  const guard = createGuard({ handler: 'enforce', ...options })
  const cancel = tool({ inputSchema: schema, execute: async () => 'done' })
  const set: ToolSet = { cancel_order: cancel, ...tools }
  await play([[{ id: 'call_1', tool: 'cancel_order', args }]], guardTools(set, guard), { messages, settings })
  return guard.records()[0]?.outcome.intervention
}

const text = JSON.stringify(args)
const result = (output: object, toolCallId = 'call_0', toolName = 'find_orders'): ModelMessage[] => [
  user,
  { role: 'assistant', content: [{ type: 'tool-call', toolCallId, toolName, input: {} }] },
  { role: 'tool', content: [{ type: 'tool-result', toolCallId, toolName, output: output as never }] },
]

describe.each(Object.entries(hosts))('%s', (_, play) => {
  test.each<[string, string, Case]>([
    ['nowhere', 'BLOCK', {}],
    ['what the user wrote', 'OBSERVE', { messages: [{ role: 'user', content: text }] }],
    ['a system message', 'OBSERVE', { messages: [{ role: 'system', content: text }, user] }],
    ['a result of an earlier turn', 'OBSERVE', { messages: result({ type: 'json', value: args }) }],
    ['what the assistant said', 'BLOCK', { messages: [user, { role: 'assistant', content: text }, user] }],
    ['instructions', 'BLOCK', { settings: { instructions: text } }],
    [
      'instructions that the guard was told',
      'OBSERVE',
      { settings: { instructions: text }, options: { extraEvidence: text } },
    ],
    [
      'an error that repeats the call',
      'BLOCK',
      {
        messages: [
          user,
          {
            role: 'assistant',
            content: [{ type: 'tool-call', toolCallId: 'c', toolName: 'cancel_order', input: args }],
          },
          {
            role: 'tool',
            content: [
              {
                type: 'tool-result',
                toolCallId: 'c',
                toolName: 'cancel_order',
                output: { type: 'error-text', value: `Order ${args.orderId} not found` },
              },
            ],
          },
          user,
        ],
      },
    ],
    [
      'an image, perhaps',
      'WARN',
      {
        messages: [
          {
            role: 'user',
            content: [
              { type: 'text', text: 'See here.' },
              { type: 'file', mediaType: 'image/png', data: 'iVBORw0KGgo=' },
            ],
          },
        ],
      },
    ],
    [
      'lost history, perhaps',
      'OBSERVE',
      {
        messages: [
          user,
          {
            role: 'assistant',
            content: [{ type: 'text', text: 's', providerOptions: { anthropic: { type: 'compaction' } } }],
          },
          user,
        ],
      },
    ],
    [
      'the description of a tool',
      'OBSERVE',
      {
        tools: {
          get_order: tool({
            description: `For example ${args.orderId}.`,
            inputSchema: schema,
            execute: async () => 1,
          }),
        },
      },
    ],
    [
      'a schema',
      'OBSERVE',
      {
        tools: {
          get_order: tool({
            inputSchema: z.object({ id: z.enum([args.orderId, 'ORD-2']) }),
            execute: async () => 1,
          }),
        },
      },
    ],
    [
      'the schema of a server',
      'OBSERVE',
      {
        tools: {
          get_order: tool({
            inputSchema: jsonSchema({ type: 'object', description: text }),
            execute: async () => 1,
          }),
        },
      },
    ],
    [
      'an example of an input',
      'OBSERVE',
      {
        tools: {
          get_order: tool({ inputSchema: schema, inputExamples: [{ input: args }], execute: async () => 1 }),
        },
      },
    ],
  ])('a value from %s: %s', async (_, rung, where) => {
    expect(await rungOf(where, play)).toBe(rung)
  })
})

test('what one argument may be is no evidence of another', async () => {
  const own = z.object({ plan: z.enum([args.orderId, 'P-2']), orderId: z.string() })
  const cancel = vi.fn()
  const guard = createGuard({ handler: 'enforce' })
  const guarded = guardTools({ cancel_order: tool({ inputSchema: own, execute: cancel }) }, guard)
  const options = { toolCallId: 'c', messages: [user], context: undefined }
  const input = { plan: args.orderId, orderId: args.orderId }
  await expect(guarded.cancel_order?.execute?.(input, options as never)).rejects.toThrow('[handrail] BLOCK')
  expect(cancel).not.toHaveBeenCalled()
})

test('a schema that throws or loads later is passed over', async () => {
  const broken = {
    inputSchema: jsonSchema(() => {
      throw new Error('no schema')
    }),
    execute: async () => 1,
  }
  const later = tool({
    inputSchema: jsonSchema(Promise.resolve({ type: 'object' as const })),
    execute: async () => 1,
  })
  const guard = createGuard({ handler: 'enforce' })
  const cancel = vi.fn()
  const guarded = guardTools(
    { broken, later, cancel_order: tool({ inputSchema: schema, execute: cancel }) } as unknown as ToolSet,
    guard,
  )
  const options = { toolCallId: 'c', messages: [user], context: undefined }
  await expect(guarded.cancel_order?.execute?.(args, options as never)).rejects.toThrow('[handrail] BLOCK')
  expect(cancel).not.toHaveBeenCalled()
})

test('a schema that cannot be written as JSON is read all the same', async () => {
  const cyclic = { type: 'object' as const, properties: { orderId: { enum: [args.orderId] } }, $defs: {} }
  Object.assign(cyclic.$defs, { cyclic })
  const guard = createGuard({ handler: 'enforce' })
  const cancel = vi.fn()
  const tools = { cancel_order: tool({ inputSchema: jsonSchema(cyclic as never), execute: cancel }) }
  const guarded = guardTools(tools as unknown as ToolSet, guard)
  const options = { toolCallId: 'c', messages: [user], context: undefined }
  await guarded.cancel_order?.execute?.(args, options as never)
  expect(cancel).toHaveBeenCalledOnce()
})

describe('what a server says about its tool', () => {
  const play = async (annotations: unknown, options: GuardOptions = {}) => {
    const guard = createGuard({ handler: 'enforce', ...options })
    const metadata = { annotations } as never
    const tools = { order_tool: tool({ inputSchema: schema, metadata, execute: async () => 'done' }) }
    await hosts.generateText([[{ id: 'call_1', tool: 'order_tool', args }]], guardTools(tools, guard))
    return guard.records()[0]
  }
  test.each([
    [{ destructiveHint: true }, 'destructive', 'BLOCK'],
    [{ readOnlyHint: false, destructiveHint: false }, 'write', 'WARN'],
    [{ readOnlyHint: true }, 'read', 'OBSERVE'],
    ['nonsense', 'read', 'OBSERVE'],
    [undefined, 'read', 'OBSERVE'],
  ])('%o', async (annotations, effect, rung) => {
    const record = await play(annotations)
    expect(record?.assessment.effect.effect).toBe(effect)
    expect(record?.outcome.intervention).toBe(rung)
  })
})

test('a run within a run takes the evidence of the outer one along', async () => {
  const guard = createGuard({ handler: 'enforce' })
  const cancel = vi.fn(async () => 'done')
  const inner = { cancel_order: tool({ inputSchema: schema, execute: cancel }) }
  const { transcriptFromMessages } = await import('../src/index.ts')
  const play = (nested: typeof guard) =>
    hosts.generateText([[{ id: 'call_1', tool: 'cancel_order', args }]], guardTools(inner, nested))
  await play(guard.withEvidence(transcriptFromMessages([user])))
  expect(cancel).not.toHaveBeenCalled()
  await play(guard.withEvidence(transcriptFromMessages(result({ type: 'json', value: args }))))
  expect(cancel).toHaveBeenCalledTimes(1)
})

test('a tool that was given two guards obeys both, and the same guard counts once', async () => {
  const strict = createGuard({ handler: 'enforce' })
  const other = createGuard({ handler: 'enforce' })
  const watch = createGuard()
  const tools = {
    update_order: tool({ inputSchema: schema, execute: async () => 'done' }),
    cancel_order: tool({ inputSchema: schema, execute: async () => 'done' }),
  }
  const once = guardTools(tools, strict)
  expect(guardTools(once, strict).update_order).toBe(once.update_order)
  const spread = guardTools({ update_order: { ...once.update_order } }, strict)
  const twice = guardTools(guardTools(once, watch), other)
  const again = guardTools(twice, strict)
  expect(again.update_order).toBe(twice.update_order)

  await hosts.generateText([[{ id: 'call_1', tool: 'update_order', args }]], spread)
  expect(strict.records()).toHaveLength(1)

  const update = await hosts.generateText([[{ id: 'call_1', tool: 'update_order', args }]], again)
  expect(readText(update.prompts[1], 'call_1')).toMatch(/^done\n\n\[handrail\] WARN: [^\n]*$/)
  expect([strict, watch, other].map((guard) => guard.records().length)).toEqual([2, 1, 1])

  const cancel = await hosts.generateText(
    [[{ id: 'call_1', tool: 'cancel_order', args }]],
    guardTools(once, watch),
  )
  expect(readText(cancel.prompts[1], 'call_1')).toMatch(/^\[handrail\] BLOCK: /)
  expect(watch.records().at(-1)?.outcome).toEqual({ intervention: 'OBSERVE', dispatched: true })
  expect(strict.records().at(-1)?.outcome).toEqual({ intervention: 'BLOCK', dispatched: false })
})

test('a streaming tool with two guards still streams when a handler takes its time', async () => {
  const handler = { name: 'slow', handle: async () => undefined as never }
  const execute = async function* () {
    yield 1
    yield 2
  }
  const tools = { update_order: tool({ inputSchema: schema, execute }) }
  const guarded = guardTools(guardTools(tools, { handler }), { handler })
  const options = { toolCallId: 'c', messages: [user], context: undefined } as never
  const outputs: unknown[] = []
  for await (const output of guarded.update_order.execute(args, options) as AsyncIterable<unknown>)
    outputs.push(output)
  expect(outputs).toEqual([1, 2])
})

test('a guarded tool whose execute was replaced is guarded anew', async () => {
  const guard = createGuard({ handler: 'enforce' })
  const once = guardTools({ cancel_order: tool({ inputSchema: schema, execute: async () => 1 }) }, guard)
  const execute = vi.fn(async () => 2)
  const replaced = guardTools({ cancel_order: { ...once.cancel_order, execute } }, guard)
  await hosts.generateText([[{ id: 'call_1', tool: 'cancel_order', args }]], replaced)
  expect(execute).not.toHaveBeenCalled()
})

test('every message is read once in a run, however many calls follow', async () => {
  const reads = vi.fn()
  const watched: ModelMessage = {
    role: 'user',
    get content() {
      reads(new Error().stack?.includes('transcript.ts'))
      return 'Hello'
    },
  }
  const guard = createGuard()
  const guarded = guardTools({ update_order: tool({ inputSchema: schema, execute: async () => 1 }) }, guard)
  const messages = [watched]
  for (let i = 0; i < 5; i++)
    await guarded.update_order.execute({ orderId: `ORD-${i}` }, {
      toolCallId: `c_${i}`,
      messages,
      context: {},
    } as never)
  expect(reads.mock.calls.filter(([byUs]) => byUs)).toHaveLength(1)
})

describe.each(Object.entries(hosts))('%s', (_, play) => {
  test.each([
    ['cut off', '{"orderId": "ORD-77310942"'],
    ['a bare text', '"ORD-77310942"'],
  ])('the SDK’s answer to a broken call is no evidence: %s', async (_, input) => {
    const guard = createGuard({ handler: 'enforce' })
    const cancel = vi.fn(async () => 'done')
    const tools: ToolSet = { cancel_order: tool({ inputSchema: schema, execute: cancel }) }
    const steps = [
      [{ id: 'call_1', tool: 'cancel_order', args, input }],
      [{ id: 'call_2', tool: 'cancel_order', args }],
    ]
    const run = await play(steps, guardTools(tools, guard), { messages: [user] })
    expect(readText(run.prompts[1], 'call_1')).toContain('ORD-77310942')
    expect(readText(run.prompts[2], 'call_2')).toMatch(/^\[handrail\] BLOCK: /)
    expect(cancel).not.toHaveBeenCalled()
  })
})
