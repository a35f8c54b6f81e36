import { createGuard } from '@handrail/core'
import { dynamicTool, generateText, jsonSchema, type ToolSet, tool } from 'ai'
import { describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { guardTools } from '../src/index.ts'
import { appGot, hosts, readOutput, readText, scriptedModel } from './support/host.ts'

const schema = z.object({ orderId: z.string() })
const args = { orderId: 'ORD-77310942' }
const one = (name: string) => [[{ id: 'call_1', tool: name, args }]]
const enforce = { handler: 'enforce' } as const
const warned = /\n\n\[handrail\] WARN: /

describe.each(Object.entries(hosts))('%s', (_, play) => {
  test('a tool without execute is left as it is', async () => {
    const tools = { update_order: tool({ inputSchema: schema, outputSchema: z.string() }) }
    const guarded = guardTools(tools, enforce)
    expect(guarded.update_order).toBe(tools.update_order)
    const run = await play(one('update_order'), guarded)
    expect(run.prompts).toHaveLength(1)
  })

  test('a class tool keeps its #private fields, its state and what it inherits', async () => {
    class Base {
      #calls: string[] = []
      get description() {
        return `Called ${this.#calls.length} times.`
      }
      get inputSchema() {
        this.#calls.push('inputSchema')
        return schema
      }
      onInputAvailable() {
        this.#calls.push('onInputAvailable')
      }
      toModelOutput({ output }: { output: unknown }) {
        this.#calls.push('toModelOutput')
        return { type: 'text', value: `${output}!` } as const
      }
      get calls() {
        return this.#calls.filter((name) => name !== 'inputSchema')
      }
      protected note(name: string) {
        this.#calls.push(name)
      }
    }
    class UpdateOrder extends Base {
      readonly type = 'function' as const
      seen = 0
      async execute() {
        this.note('execute')
        this.seen++
        return `updated ${this.seen}`
      }
    }
    const unguarded = new UpdateOrder()
    await play(one('update_order'), { update_order: unguarded } as unknown as ToolSet)
    const original = new UpdateOrder()
    const guarded = guardTools({ update_order: original } as unknown as ToolSet, enforce)
    expect(guarded.update_order).toBeInstanceOf(UpdateOrder)
    const run = await play(one('update_order'), guarded)
    expect(appGot(run, 'call_1')).toEqual({ output: 'updated 1' })
    expect(readText(run.prompts[1], 'call_1')).toMatch(/^updated 1!\n\n\[handrail\] WARN: /)
    expect(original.calls).toEqual(unguarded.calls)
    expect(original.calls).toEqual(expect.arrayContaining(['execute', 'toModelOutput']))
    expect(original.seen).toBe(1)
  })

  test('a plain tool that counts on `this` shares its state with its callbacks', async () => {
    const stateful = () => ({
      update_order: {
        inputSchema: schema,
        prepared: 0,
        onInputAvailable() {
          this.prepared++
        },
        async execute() {
          return `prepared ${this.prepared} times`
        },
      },
    })
    const before = await play(one('update_order'), stateful() as unknown as ToolSet)
    const after = await play(one('update_order'), guardTools(stateful() as unknown as ToolSet))
    expect(appGot(after, 'call_1')).toEqual(appGot(before, 'call_1'))
    expect(appGot(after, 'call_1').output).toMatch(/^prepared \d times$/)
  })

  test('a streaming tool streams', async () => {
    const execute = vi.fn(async function* () {
      yield 'half'
      yield 'whole'
    })
    const stream = async function* (this: unknown) {
      yield* execute()
    }
    const tools = { update_order: tool({ inputSchema: schema, execute: stream }) }
    const run = await play(one('update_order'), guardTools(tools, enforce))
    expect(execute).toHaveBeenCalledTimes(1)
    expect(appGot(run, 'call_1')).toEqual({ output: 'whole' })
    expect(readText(run.prompts[1], 'call_1')).toMatch(/^whole\n\n\[handrail\] WARN: /)
  })

  test('a dynamic tool is guarded and stays dynamic', async () => {
    const tools = { update_order: dynamicTool({ inputSchema: schema, execute: async () => ['done'] }) }
    const run = await play(one('update_order'), guardTools(tools, enforce))
    const result = run.steps[0]?.content.find((part) => part.type === 'tool-result')
    expect(result).toMatchObject({ dynamic: true, output: ['done'] })
    expect(readText(run.prompts[1], 'call_1')).toMatch(/^\["done"\]\n\n\[handrail\] WARN: /)
  })

  test('a tool that the provider runs is left as it is; what it found in this step may be missing', async () => {
    const search = {
      type: 'provider',
      id: 'acme.search',
      isProviderExecuted: true,
      args: {},
      inputSchema: jsonSchema({ type: 'object' }),
    }
    const cancelled = vi.fn()
    const tools = {
      search,
      cancel_order: tool({ inputSchema: schema, execute: async () => cancelled() }),
    } as unknown as ToolSet
    const guard = createGuard(enforce)
    const guarded = guardTools(tools, guard)
    expect(guarded.search).toBe(search)
    const found = { id: 'p_1', tool: 'search', args: {}, providerResult: [{ title: 'No ids here' }] }
    const run = await play([[found, { id: 'call_1', tool: 'cancel_order', args }]], guarded)
    expect(run.prompts).toHaveLength(2)
    expect(cancelled).toHaveBeenCalledTimes(1)
    expect(guard.records().map((record) => record.outcome.intervention)).toEqual(['WARN'])
  })

  test('what a provider found in an earlier step is evidence', async () => {
    const search = {
      type: 'provider',
      id: 'acme.search',
      isProviderExecuted: true,
      args: {},
      inputSchema: jsonSchema({}),
    }
    const lookUp = tool({ inputSchema: z.object({}), execute: async () => 'nothing' })
    const cancel = tool({ inputSchema: schema, execute: async () => 'done' })
    const guard = createGuard(enforce)
    const found = { id: 'p_1', tool: 'search', args: {}, providerResult: [args] }
    const steps = [
      [found, { id: 'call_0', tool: 'get_time', args: {} }],
      [{ id: 'call_1', tool: 'cancel_order', args }],
    ]
    await play(
      steps,
      guardTools({ search, get_time: lookUp, cancel_order: cancel } as unknown as ToolSet, guard),
    )
    expect(guard.records().at(-1)?.assessment.verdict.args[0]?.stance).toBe('SUPPORTED')
  })

  test.each([
    [
      'text',
      { type: 'text', value: 'ok' },
      { type: 'text', value: expect.stringMatching(/^ok\n\n\[handrail\] WARN: /) },
    ],
    [
      'json',
      { type: 'json', value: { ok: 1 } },
      { type: 'text', value: expect.stringMatching(/^\{"ok":1\}\n\n\[handrail\]/) },
    ],
    [
      'error-text',
      { type: 'error-text', value: 'no' },
      { type: 'error-text', value: expect.stringMatching(warned) },
    ],
    [
      'error-json',
      { type: 'error-json', value: [1] },
      { type: 'error-text', value: expect.stringMatching(/^\[1\]\n\n/) },
    ],
    [
      'content',
      { type: 'content', value: [{ type: 'text', text: 'ok' }] },
      {
        type: 'content',
        value: [
          { type: 'text', text: 'ok' },
          { type: 'text', text: expect.stringMatching(/^\[handrail\]/) },
        ],
      },
    ],
  ])('the own rendering of a tool stays under a note: %s', async (_, output, expected) => {
    const execute = async () => 'for the app'
    for (const toModelOutput of [() => output, async () => output]) {
      const tools = {
        update_order: tool({ inputSchema: schema, execute, toModelOutput: toModelOutput as never }),
      }
      const run = await play(one('update_order'), guardTools(tools as ToolSet, enforce))
      expect(readOutput(run.prompts[1], 'call_1')).toEqual(expected)
      expect(appGot(run, 'call_1')).toEqual({ output: 'for the app' })
    }
  })
})

test.each([
  ['nothing', undefined],
  ['null', null],
  ['a number', 7],
  ['a date', new Date(0)],
  ['an object with toJSON', { toJSON: () => ({ a: 1 }) }],
  ['a function', () => 1],
  ['undefined inside', { a: undefined, b: [undefined] }],
  ['an odd key', JSON.parse('{"__proto__":{"a":1}}')],
  ['text', 'text'],
])('without a note the model reads what it read before: %s', async (_, output) => {
  const tools = { get_order: tool({ inputSchema: schema, execute: async () => output as unknown }) }
  const read = (tools: ToolSet) =>
    hosts.generateText(one('get_order'), tools).then((run) => [run.prompts, appGot(run, 'call_1')], String)
  expect(await read(guardTools(tools, enforce))).toEqual(await read(tools))
})

test.each(['constructor', 'toString', '__proto__', 'hasOwnProperty', 'valueOf'])(
  'a tool may be called %s',
  async (name) => {
    const execute = vi.fn(async () => 'ran')
    const tools: ToolSet = Object.fromEntries([[name, tool({ inputSchema: schema, execute })]])
    const guarded = guardTools(tools, enforce)
    expect(Object.keys(guarded)).toEqual([name])
    const run = await hosts.generateText(one(name), guarded)
    expect(execute).toHaveBeenCalledTimes(1)
    expect(readText(run.prompts[1], 'call_1')).toBe('ran')
  },
)

test('a plain tool gives its result at once, as it did', () => {
  const tools = { get_time: tool({ inputSchema: z.object({}), execute: () => 5 }) }
  const options = { toolCallId: 'c', messages: [], context: undefined }
  const run = guardTools(tools).get_time.execute as (...args: unknown[]) => unknown
  expect(run({}, options)).toBe(5)
})

test('the options of a call reach the tool untouched', async () => {
  let received: unknown
  const tools = {
    get_time: tool({
      inputSchema: z.object({}),
      execute: async (_input, options) => {
        received = options
      },
    }),
  }
  const options = { toolCallId: 'c', messages: [], context: { user: 1 } }
  await guardTools(tools as ToolSet).get_time?.execute?.({}, options as never)
  expect(received).toBe(options)
})

test('a frozen tool, an absent tool and a tool with hidden fields survive', async () => {
  const hidden = Symbol('hidden')
  const base = tool({ inputSchema: schema, execute: async () => 'ran' })
  const frozen = Object.freeze(Object.defineProperty({ ...base }, hidden, { value: 1 }))
  const tools = { frozen, absent: undefined } as unknown as ToolSet
  const { absent, ...guarded } = guardTools(tools)
  expect(absent).toBeUndefined()
  expect(Reflect.get(guarded.frozen as object, hidden)).toBe(1)
  const run = await hosts.generateText(one('frozen'), guarded)
  expect(appGot(run, 'call_1')).toEqual({ output: 'ran' })
})

test('an app that throws in its own toModelOutput gets what it got before', async () => {
  const toModelOutput = () => {
    throw new Error('rendering failed')
  }
  const tools = { update_order: tool({ inputSchema: schema, execute: async () => 1, toModelOutput }) }
  const { model } = scriptedModel(one('update_order'))
  const run = (set: ToolSet) => generateText({ model, tools: set, prompt: 'Hello' })
  await expect(run(guardTools(tools, enforce))).rejects.toThrow('rendering failed')
})
