import { effectProposal, type GuardOptions } from '@handrail/core'
import { type ToolSet, tool } from 'ai'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { guardTools } from '../src/index.ts'
import { chunksOf } from './support/chunks.ts'
import { readText } from './support/host.ts'

const schema = z.object({ orderId: z.string() })
const steps = [[{ id: 'call_1', tool: 'update_order', args: { orderId: 'ORD-77310942' } }]]
const toolsOf = (execute: unknown): ToolSet => ({
  update_order: tool({ inputSchema: schema, execute: execute as never }),
})

async function* generator() {
  yield { progress: 0.5 }
  await new Promise((resolve) => setTimeout(resolve, 1))
  yield { progress: 0.5 }
  yield 'done'
}

class Source {
  readonly outputs = ['half', 'whole']
  async *[Symbol.asyncIterator]() {
    yield* this.outputs
  }
}

const kinds: readonly [string, unknown, number][] = [
  ['an async generator', generator, 3],
  ['a function that returns a stream', () => generator(), 3],
  ['a function that returns an iterable of its own', () => new Source(), 2],
  ['a stream of nothing', async function* () {}, 0],
  [
    'a stream of undefined',
    async function* () {
      yield undefined
    },
    1,
  ],
  [
    'a stream that breaks off',
    async function* () {
      yield 'half'
      throw new Error('broken')
    },
    1,
  ],
  [
    'a stream that breaks off at once',
    // biome-ignore lint/correctness/useYield: it never gets that far
    async function* () {
      throw new Error('broken')
    },
    0,
  ],
  ['a promise of a stream, which the SDK takes for a value', async () => generator(), 0],
  ['a promise', async () => 'whole', 0],
  ['a value', () => 'whole', 0],
]

const slow = (answer: Parameters<typeof effectProposal>[0]): GuardOptions => ({
  handler: {
    name: 'slow',
    handle: async () => {
      await new Promise((resolve) => setTimeout(resolve, 1))
      return effectProposal(answer)
    },
  },
})

describe.each(kinds)('%s', (_, execute, preliminary) => {
  test('observed: the app, the chat and the model get the same, chunk by chunk', async () => {
    const plain = await chunksOf(steps, toolsOf(execute))
    const run = await chunksOf(steps, guardTools(toolsOf(execute)))
    expect(run).toEqual(plain)
    expect(plain.parts.filter((part) => part.preliminary === true)).toHaveLength(preliminary)
  })

  test('warned about: only the model reads more', async () => {
    const plain = await chunksOf(steps, toolsOf(execute))
    const run = await chunksOf(steps, guardTools(toolsOf(execute), { handler: 'enforce' }))
    const isError = ({ type }: Record<string, unknown>) =>
      type === 'tool-error' || type === 'tool-output-error'
    expect(run.parts.filter((part) => !isError(part))).toEqual(plain.parts.filter((part) => !isError(part)))
    expect(run.ui.map(({ type }) => type)).toEqual(plain.ui.map(({ type }) => type))
    expect(run.ui.filter((part) => !isError(part))).toEqual(plain.ui.filter((part) => !isError(part)))
    expect(readText(run.prompts[1], 'call_1')).toMatch(/\n\n\[handrail\] WARN: [^\n]*orderId[^\n]*$/)
    expect(readText(run.prompts[1], 'call_1')?.split('\n\n[handrail]')[0]).toBe(
      readText(plain.prompts[1], 'call_1'),
    )
  })
})

test('an asynchronous handler delays an async generator and drops none of its outputs', async () => {
  const plain = await chunksOf(steps, toolsOf(generator))
  const options = slow({ intervention: 'OBSERVE', dispatchCall: true })
  expect(await chunksOf(steps, guardTools(toolsOf(generator), options))).toEqual(plain)
})

test('of a stream that nobody could foresee, an asynchronous handler leaves the last output', async () => {
  const plain = await chunksOf(
    steps,
    toolsOf(() => generator()),
  )
  const options = slow({ intervention: 'OBSERVE', dispatchCall: true })
  const run = await chunksOf(
    steps,
    guardTools(
      toolsOf(() => generator()),
      options,
    ),
  )
  expect(run.prompts).toEqual(plain.prompts)
  const final = (parts: typeof run.parts) => parts.filter((part) => part.preliminary !== true)
  expect(run.parts).toEqual(final(plain.parts))
})

test.each<[string, GuardOptions]>([
  ['at once', { handler: 'enforce' }],
  ['later', slow({ intervention: 'BLOCK', dispatchCall: false, note: 'no' })],
])(
  'a stream that is withheld %s never starts, and is one error for the app and the chat',
  async (_, options) => {
    let started = false
    const execute = async function* () {
      started = true
      yield 1
    }
    const guarded = guardTools({ cancel_order: tool({ inputSchema: schema, execute }) }, options)
    const run = await chunksOf(
      [[{ id: 'call_1', tool: 'cancel_order', args: { orderId: 'ORD-77310942' } }]],
      guarded,
    )
    expect(started).toBe(false)
    expect(run.parts.map(({ type }) => type)).toEqual(['tool-call', 'tool-error'])
    expect(run.ui.filter(({ toolCallId }) => toolCallId === 'call_1').map(({ type }) => type)).toEqual([
      'tool-input-available',
      'tool-output-error',
    ])
    expect(readText(run.prompts[1], 'call_1')).toMatch(/^\[handrail\] BLOCK: /)
  },
)
