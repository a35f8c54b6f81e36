// What we lean on without a promise in how the SDK finds a tool and its outputs. No guard is in play; see contract.test.ts.
import { type ToolSet, tool } from 'ai'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { chunksOf } from './support/chunks.ts'
import { type Call, hosts, readText } from './support/host.ts'
import { isSeven } from './support/sdk.ts'

const call: Call = { id: 'call_1', tool: 'get_order', args: { orderId: 'ORD-1' } }
const toolsOf = (execute: unknown): ToolSet => ({
  get_order: tool({ inputSchema: z.object({ orderId: z.string() }), execute: execute as never }),
})

describe.each(Object.entries(hosts))('%s', (_, play) => {
  // `guardTools` guards the tools that an object has of its own, and drops those that it inherits. The
  // SDK tells the model of none of those, but ai 6 would run them.
  test('only tools of its own are found (ai 6: also others)', async () => {
    const tools = toolsOf(async () => 'found')
    const run = await play([[call]], Object.create(tools))
    const text = isSeven ? /Model tried to call unavailable tool 'get_order'/ : /^found$/
    expect(readText(run.prompts[1], 'call_1')).toMatch(text)
  })
})

// `guardTools` has to say before it asks anybody whether a tool streams, and goes by the kind of its function.
test.each<[string, unknown, number]>([
  [
    'an async generator',
    async function* () {
      yield* [1, 2]
    },
    2,
  ],
  [
    'a function that returns a stream',
    () =>
      (async function* () {
        yield* [1, 2]
      })(),
    2,
  ],
  [
    'an object that can be iterated over',
    () => ({
      async *[Symbol.asyncIterator]() {
        yield* [1, 2]
      },
    }),
    2,
  ],
  [
    'a promise of a stream is a value',
    async () =>
      (async function* () {
        yield* [1, 2]
      })(),
    0,
  ],
  [
    'a generator that is not asynchronous is a value',
    function* () {
      yield* [1, 2]
    },
    0,
  ],
])(
  'a tool streams when what it returns at once can be iterated over: %s',
  async (_, execute, preliminary) => {
    const { parts } = await chunksOf([[call]], toolsOf(execute))
    expect(parts.filter((part) => part.preliminary === true)).toHaveLength(preliminary)
    const results = parts.filter(({ type, preliminary }) => type === 'tool-result' && !preliminary)
    expect(results).toHaveLength(1)
    if (preliminary) expect(results[0]?.output).toBe(2)
  },
)
