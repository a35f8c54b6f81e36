import { createGuard, effectProposal, type GuardOptions } from '@handrail/core'
import { type ToolSet, tool } from 'ai'
import { describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { guardTools } from '../src/index.ts'
import { isEarlySix, isSeven } from './support/sdk.ts'
import { visibleOf, type Way, ways, withoutNotes } from './support/visible.ts'

const steps = [
  [{ id: 'call_1', tool: 'update_order', args: { orderId: 'ORD-77310942' } }],
  [{ id: 'call_2', tool: 'get_time', args: {} }],
]

type Execute = (controller: AbortController, signal: AbortSignal | undefined) => unknown

/** Waits until the signal aborts and then fails as `fetch` does. */
const untilAborted: Execute = (_, signal) =>
  new Promise((_, reject) => {
    // The first versions of ai 6 know no time limits.
    if (!signal) return reject(new Error('no timeout'))
    if (signal.aborted) reject(signal.reason)
    signal.addEventListener('abort', () => reject(signal.reason))
  })

const abortLater = (controller: AbortController, reason?: unknown) => {
  setTimeout(() => controller.abort(reason), 5)
}

/** Long enough for all that came before to reach the app. */
const pause = () => new Promise((resolve) => setTimeout(resolve, 5))

/** Tools in whose run the user leaves. */
const tools: [string, Execute][] = [
  ...['as it comes', new Error('the user left'), 'the user left', undefined].map(
    (reason): [string, Execute] => [
      `notices it (${reason})`,
      (controller, signal) => {
        abortLater(controller, ...(reason === 'as it comes' ? [] : [reason]))
        return untilAborted(controller, signal)
      },
    ],
  ),
  [
    'ends all the same',
    async (controller) => {
      await pause()
      controller.abort()
      return 'too late'
    },
  ],
  [
    'fails for a reason of its own',
    async (controller) => {
      await pause()
      controller.abort()
      throw new TypeError('too late')
    },
  ],
  [
    'is a stream that notices',
    async function* (controller, signal) {
      yield 'half'
      abortLater(controller)
      await untilAborted(controller, signal)
    },
  ],
  [
    'is a stream that goes on',
    async function* (controller) {
      yield 'half'
      controller.abort()
      yield 'whole'
    },
  ],
]

function bareTools(execute: unknown): ToolSet {
  const inputSchema = z.object({ orderId: z.string() })
  return {
    update_order: tool({ inputSchema, execute: execute as never }),
    get_time: tool({ inputSchema: z.object({}), execute: async () => 'noon' }),
  }
}

/** The run of a tool in which the user may leave, and how often the tool ran. */
async function play(way: Way, execute: Execute, options?: GuardOptions, settings?: object, before = false) {
  const controller = new AbortController()
  const ran = vi.fn((_, { abortSignal }: { abortSignal?: AbortSignal }) => execute(controller, abortSignal))
  const isStream = Object.prototype.toString.call(execute) === '[object AsyncGeneratorFunction]'
  async function* streamed(...given: Parameters<typeof ran>) {
    yield* ran(...given) as AsyncIterable<unknown>
  }
  const bare = bareTools(isStream ? streamed : ran)
  if (before) controller.abort()
  const set = options ? guardTools(bare, options) : bare
  const given = settings ? { settings } : { abortSignal: controller.signal }
  const seen = withoutNotes(await visibleOf(way, steps, set, given))
  return { seen, calls: ran.mock.calls.length }
}

const patient: GuardOptions = {
  handler: {
    name: 'patient',
    handle: async () => {
      await pause()
      return effectProposal({ intervention: 'OBSERVE', dispatchCall: true })
    },
  },
}
const observed = { intervention: 'OBSERVE', dispatched: true }

const guards: [string, GuardOptions][] = [
  ['observed', {}],
  ['warned about', { handler: 'enforce' }],
  ['asked about', patient],
]

describe.each(ways)('%s', (way) => {
  describe.each(guards)('a call that is %s', (_, options) => {
    test.each(tools)('the user leaves while the tool runs, which %s', async (_, execute) => {
      const plain = await play(way, execute)
      expect(plain.calls).toBe(1)
      expect(await play(way, execute, options)).toEqual(plain)
    })

    test('the user left before', async () => {
      const execute = async () => 'ran'
      const plain = await play(way, execute, undefined, undefined, true)
      const run = await play(way, execute, options, undefined, true)
      // The first versions of ai 6 may not even notice.
      if (run.calls === plain.calls || !isEarlySix) expect(run.seen).toEqual(plain.seen)
      // Without a guard the SDK may run the tool all the same; where a handler is asked first, nobody wants it any more.
      expect(run.calls).toBeLessThanOrEqual(plain.calls)
    })

    // An agent takes a time limit with the run, which the harness has no place for. A loaded machine may reach it early.
    const timeouts = [50, { totalMs: 50 }, { stepMs: 50 }, ...(isSeven ? [{ toolMs: 50 }] : [])]
    if (!way.startsWith('ToolLoopAgent'))
      test.each(timeouts)('it takes too long: %j', { retry: 3 }, async (timeout) => {
        const { seen } = await play(way, untilAborted, undefined, { timeout })
        expect((await play(way, untilAborted, options, { timeout })).seen).toEqual(seen)
        expect(JSON.stringify(seen)).toMatch(/timeout/i)
      })
  })

  test('the user leaves while a handler is asked: it ends as if the tool had noticed, which never ran', async () => {
    const plain = await play(way, tools[0]?.[1] as Execute)
    const guard = createGuard({ handler: { name: 'hanging', handle: () => new Promise(() => {}) } })
    const execute = vi.fn(async () => 'ran')
    const controller = new AbortController()
    abortLater(controller)
    const guarded = guardTools(bareTools(execute), guard)
    const seen = await visibleOf(way, steps, guarded, { abortSignal: controller.signal })
    expect(seen).toEqual(plain.seen)
    expect(execute).not.toHaveBeenCalled()
    expect(guard.records().map((record) => record.outcome)).toEqual([
      { intervention: 'OBSERVE', dispatched: false, fault: expect.stringContaining('aborted') },
      // The first versions of ai 6 go on all the same.
      ...(isEarlySix && !way.includes('stream') && way !== 'chunks' ? [observed] : []),
    ])
  })
})
