import { createGuard } from '@handrail/core'
import { type ToolSet, tool } from 'ai'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { guardTools } from '../src/index.ts'
import { hosts } from './support/host.ts'
import { isEarlySix } from './support/sdk.ts'
import { hideErrors, visibleOf, ways, withoutNotes } from './support/visible.ts'

const args = { orderId: 'ORD-77310942' }
const steps = [[{ id: 'call_1', tool: 'update_order', args }], [{ id: 'call_2', tool: 'get_time', args: {} }]]
const refuse = (reason: unknown) => () => {
  throw reason
}
const cyclic: Record<string, unknown> = {}
cyclic.self = cyclic

/** Tools that do what no tool should, with what they are called. */
const tools: Record<string, { execute?: unknown; toModelOutput?: unknown }> = {
  'returns nothing': { execute: () => undefined },
  'returns nothing, later': { execute: async () => undefined },
  'returns what is no JSON': { execute: async () => 10n },
  'returns what holds itself': { execute: async () => cyclic },
  'returns an error': { execute: async () => new TypeError('no') },
  'returns a promise of its own kind': {
    // biome-ignore lint/suspicious/noThenProperty: that is the point
    execute: () => ({ then: (resolve: (value: string) => void) => resolve('done') }),
  },
  'throws a string': { execute: refuse('no such order') },
  'rejects with a string': { execute: async () => refuse('no such order')() },
  'throws nothing': { execute: refuse(undefined) },
  'throws null': { execute: refuse(null) },
  'throws an object': { execute: refuse({ code: 404 }) },
  'throws an error without a message': { execute: refuse(new Error()) },
  'throws an error that cannot be told': {
    execute: refuse(
      Object.assign(new Error('no'), {
        toString() {
          throw new Error('not even this')
        },
      }),
    ),
  },
  'shows the model parts': {
    toModelOutput: () => ({
      type: 'content',
      value: [
        { type: 'text', text: 'see' },
        { type: 'text', text: 'here' },
      ],
    }),
  },
  'shows the model no parts': { toModelOutput: () => ({ type: 'content', value: [] }) },
  'shows the model an error': { toModelOutput: () => ({ type: 'error-json', value: { code: 404 } }) },
  'shows the model something with options': {
    toModelOutput: () => ({ type: 'text', value: 'see', providerOptions: { acme: { cache: true } } }),
  },
  'shows the model later': {
    toModelOutput: async ({ output }: { output: unknown }) => ({ type: 'text', value: `${output}!` }),
  },
  'throws when it shows the model': { toModelOutput: refuse(new TypeError('cannot be shown')) },
  'rejects when it shows the model': {
    toModelOutput: async () => refuse(new TypeError('cannot be shown'))(),
  },
  'throws a string when it shows the model': { toModelOutput: refuse('cannot be shown') },
  'shows the model nothing': { toModelOutput: () => undefined },
  'shows the model what the SDK does not know': { toModelOutput: () => ({ type: 'hologram', value: 'see' }) },
}

function bareTools({
  execute = async () => 'done',
  toModelOutput,
}: {
  execute?: unknown
  toModelOutput?: unknown
}) {
  const inputSchema = z.object({ orderId: z.string() })
  const ran = vi.fn(execute as () => unknown)
  const set = {
    update_order: tool({ inputSchema, execute: ran, ...(toModelOutput ? { toModelOutput } : {}) } as never),
    get_time: tool({ inputSchema: z.object({}), execute: async () => 'noon' }),
  } as ToolSet
  return { set, ran }
}

beforeAll(hideErrors)

describe.each(ways)('%s', (way) => {
  // The first streams of ai 6 never end when a result cannot be shown to the model.
  const ends = ([name]: [string, unknown]) =>
    !(
      isEarlySix &&
      /(throws|rejects).* when it shows/.test(name) &&
      ['streamText', 'ToolLoopAgent.stream'].includes(way)
    )
  test.each(Object.entries(tools).filter(ends))('a tool that %s does so under a guard', async (_, given) => {
    const bare = bareTools(given)
    const plain = await visibleOf(way, steps, bare.set)
    expect(bare.ran).toHaveBeenCalledTimes(1)

    const observed = bareTools(given)
    expect(await visibleOf(way, steps, guardTools(observed.set))).toEqual(plain)
    expect(observed.ran).toHaveBeenCalledTimes(1)

    const warned = bareTools(given)
    const guard = createGuard({ handler: 'enforce' })
    expect(withoutNotes(await visibleOf(way, steps, guardTools(warned.set, guard)))).toEqual(
      withoutNotes(plain),
    )
    expect(warned.ran).toHaveBeenCalledTimes(1)
    expect(guard.records()[0]?.outcome).toEqual({ intervention: 'WARN', dispatched: true })
    expect(guard.records().flatMap(({ faults }) => faults)).toEqual([])
  })
})

test.each(Object.keys(hosts) as (keyof typeof hosts)[])(
  '%s: a tool that never ends keeps the SDK waiting, or not, as it did',
  async (host) => {
    const settle = async (guarded: boolean) => {
      const controller = new AbortController()
      const { set, ran } = bareTools({ execute: () => new Promise(() => {}) })
      const run = hosts[host](steps, guarded ? guardTools(set, { handler: 'enforce' }) : set, {
        abortSignal: controller.signal,
      })
      const ended = run.then(
        () => 'ended',
        (error) => `rejected: ${error}`,
      )
      await vi.waitFor(() => expect(ran).toHaveBeenCalled())
      controller.abort()
      return Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 300, 'never ended'))])
    }
    const [plain, guarded] = await Promise.all([settle(false), settle(true)])
    expect(guarded).toBe(plain)
  },
)
