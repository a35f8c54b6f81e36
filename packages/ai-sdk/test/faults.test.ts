import { type Assessment, createGuard, type EffectProposal, effectProposal, type Guard } from '@handrail/core'
import { type ToolSet, tool } from 'ai'
import { describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { guardTools, HandrailWithheldError } from '../src/index.ts'
import { appGot, hosts, readText } from './support/host.ts'
import { major } from './support/sdk.ts'

// Of an error, the model reads `toString()` in ai 7 and `message` in ai 6, which the app sees as well.
const shown = (name: string, message: string) => (major < 7 ? message : `${name}: ${message}`)

const schema = z.object({ orderId: z.string() })
const args = { orderId: 'ORD-77310942' }
const one = (name: string) => [[{ id: 'call_1', tool: name, args }]]
const enforce = { handler: 'enforce' } as const
const note = '[handrail] WARN: look it up.'

function toolsOf(
  execute: (input: { orderId: string }, options: unknown) => unknown,
  more: object = {},
): ToolSet {
  return {
    update_order: tool({ inputSchema: schema, execute, ...more } as never),
    cancel_order: tool({ inputSchema: schema, execute, ...more } as never),
  }
}

/** A guard of which some methods are replaced. */
function guardWith(methods: (guard: Guard) => Partial<Guard>): Guard {
  const guard = createGuard(enforce)
  const fake = { ...guard, ...methods(guard) }
  return Object.defineProperty(fake, Symbol.for('handrail.guard'), { value: true })
}

const refuse = () => {
  throw new Error('guard is broken')
}

describe.each(Object.entries(hosts))('%s', (_, play) => {
  test.each<[string, (guard: Guard) => Partial<Guard>]>([
    ['corpus', () => ({ corpus: refuse })],
    ['assess', () => ({ assess: refuse })],
    ['propose', () => ({ propose: refuse })],
    ['propose, later', () => ({ propose: async () => refuse() })],
    ['propose, with nothing', () => ({ propose: () => undefined as unknown as EffectProposal })],
    ['propose, later with nothing', () => ({ propose: async () => undefined as unknown as EffectProposal })],
  ])('a guard that breaks in %s: the tool runs once and the record says so', async (_, methods) => {
    const execute = vi.fn(async () => 'ran')
    const guard = guardWith(methods)
    const run = await play(one('cancel_order'), guardTools(toolsOf(execute), guard))
    expect(execute).toHaveBeenCalledTimes(1)
    expect(readText(run.prompts[1], 'call_1')).toBe('ran')
    expect(guard.records().map(({ outcome, faults }) => [outcome.dispatched, faults])).toEqual([
      [true, [expect.stringContaining('failed')]],
    ])
    expect(guard.records()[0]?.assessment.call).toMatchObject({
      toolCallId: 'call_1',
      toolName: 'cancel_order',
      args,
    })
  })

  test('a handler that breaks the adapter leaves what was judged in the record', async () => {
    const guard = guardWith(() => ({ propose: refuse }))
    await play(
      one('cancel_order'),
      guardTools(
        toolsOf(async () => 'ran'),
        guard,
      ),
    )
    expect(guard.records()[0]?.assessment.decision.intervention).toBe('BLOCK')
    expect(guard.records()[0]?.proposal.dispatchCall).toBe(true)
  })

  test('a guard that cannot record: the tool runs once', async () => {
    const execute = vi.fn(async () => 'ran')
    const run = await play(
      one('cancel_order'),
      guardTools(
        toolsOf(execute),
        guardWith(() => ({ record: refuse })),
      ),
    )
    expect(execute).toHaveBeenCalledTimes(1)
    expect(readText(run.prompts[1], 'call_1')).toBe('ran')
  })

  test('messages that cannot be read: the tool runs once and the record says so', async () => {
    const execute = vi.fn(async () => 'ran')
    const guard = createGuard(enforce)
    const guarded = guardTools(toolsOf(execute), guard)
    const options = {
      toolCallId: 'call_1',
      get messages(): never {
        throw new Error('no messages for you')
      },
    }
    await expect(guarded.cancel_order?.execute?.(args, options as never)).resolves.toBe('ran')
    await expect(
      guarded.cancel_order?.execute?.(args, { toolCallId: 'c', messages: [null] } as never),
    ).resolves.toBe('ran')
    const byHand = guarded.cancel_order?.execute as ((...given: unknown[]) => unknown) | undefined
    await expect(byHand?.(args)).resolves.toBe('ran')
    await expect(byHand?.(args, { toolCallId: 'c' })).resolves.toBe('ran')
    expect(execute).toHaveBeenCalledTimes(4)
    expect(guard.records().map((record) => record.faults[0])).toEqual([
      expect.stringContaining('no messages for you'),
      expect.stringContaining('judging failed'),
      expect.stringContaining('handed over no messages'),
      expect.stringContaining('handed over no messages'),
    ])
  })

  test('a tool that fails by itself fails as it did, once', async () => {
    const failure = new TypeError('no such order')
    const execute = vi.fn(async () => {
      throw failure
    })
    const run = await play(one('update_order'), guardTools(toolsOf(execute)))
    expect(execute).toHaveBeenCalledTimes(1)
    expect(appGot(run, 'call_1').error).toBe(failure)
  })

  test.each<[string, () => unknown]>([
    [
      'rejects',
      async () => {
        throw new OrderError('no such order', 404)
      },
    ],
    [
      'throws',
      () => {
        throw new OrderError('no such order', 404)
      },
    ],
    [
      'breaks off a stream',
      async function* () {
        yield 'half'
        throw new OrderError('no such order', 404)
      },
    ],
    [
      'breaks off a stream of a plain function',
      () =>
        (async function* () {
          yield 'half'
          throw new OrderError('no such order', 404)
        })(),
    ],
  ])('a tool that was warned about and %s: the model reads the error and the note', async (_, fail) => {
    const run = await play(one('update_order'), guardTools(toolsOf(fail), enforce))
    const [text, note] = readText(run.prompts[1], 'call_1')?.split('\n\n') ?? []
    expect(text).toBe(shown('OrderError', 'no such order'))
    expect(note).toMatch(/^\[handrail\] WARN: .*orderId/)
    const { error } = appGot(run, 'call_1')
    if (!(error instanceof OrderError)) throw new Error('expected an OrderError')
    expect(error.message).toBe(major < 7 ? `no such order\n\n${note}` : 'no such order')
    expect(error.name).toBe('OrderError')
    expect(error.code).toBe(404)
    expect(error.secret).toBe('#private')
    expect(error.stack).toContain('faults.test.ts')
    expect(JSON.stringify(error)).toBe('{"code":404}')
    expect({ ...error }).toEqual({ code: 404 })
  })

  test.each<[string, unknown, text: string, noted: boolean]>([
    ['text', 'no such order', 'no such order', true],
    ['an object', { code: 404 }, '{"code":404}', false],
    ['nothing', undefined, 'unknown error', false],
    ['a DOMException', new DOMException('too late', 'TimeoutError'), shown('TimeoutError', 'too late'), true],
    // The language lets nobody change what a frozen object says.
    ['a frozen error', Object.freeze(new Error('no')), shown('Error', 'no'), major >= 7],
    [
      'a frozen error with words of its own',
      Object.freeze(Object.assign(new Error('no'), { toString: () => 'mine' })),
      major < 7 ? 'no' : 'mine',
      false,
    ],
  ])('a warned tool may throw %s', async (_, thrown, expected, noted) => {
    const tools = toolsOf(async () => {
      throw thrown
    })
    const run = await play(one('update_order'), guardTools(tools, enforce))
    const [text, ...notes] = readText(run.prompts[1], 'call_1')?.split('\n\n') ?? []
    expect(text).toBe(expected)
    expect(notes).toEqual(noted ? [expect.stringMatching(/^\[handrail\] WARN: /)] : [])
    if (thrown instanceof DOMException) {
      const { name, code } = appGot(run, 'call_1').error as DOMException
      expect([name, code]).toEqual(['TimeoutError', thrown.code])
    }
  })

  test('an asynchronous handler is waited for, whatever the tool returns', async () => {
    const handler = {
      name: 'slow',
      handle: async (decision: Assessment['decision']) => {
        await new Promise((resolve) => setTimeout(resolve, 1))
        return effectProposal({ intervention: decision.intervention, dispatchCall: true, note })
      },
    }
    const order: string[] = []
    const kinds: Record<string, () => unknown> = {
      a_promise: async () => order.push('a_promise') && 'whole',
      a_value: () => order.push('a_value') && 'whole',
      a_stream: async function* () {
        order.push('a_stream')
        yield 'half'
        yield 'whole'
      },
      a_hidden_stream: () =>
        (async function* () {
          order.push('a_hidden_stream')
          yield 'half'
          yield 'whole'
        })(),
    }
    for (const [kind, execute] of Object.entries(kinds)) {
      const guard = createGuard({ handler })
      const run = await play(one('update_order'), guardTools(toolsOf(execute as never), guard))
      expect(order.splice(0)).toEqual([kind])
      expect(appGot(run, 'call_1')).toEqual({ output: 'whole' })
      expect(readText(run.prompts[1], 'call_1')).toBe(`whole\n\n${note}`)
      expect(guard.records()[0]?.outcome).toEqual({ intervention: 'WARN', dispatched: true })
    }
  })

  test('an asynchronous handler can withhold a call, streaming or not', async () => {
    const handler = {
      name: 'slow',
      handle: async () => effectProposal({ intervention: 'BLOCK', dispatchCall: false, note: 'ask first' }),
    }
    for (const execute of [
      vi.fn(async () => 1),
      vi.fn(async function* () {
        yield 1
      }),
    ]) {
      const run = await play(one('cancel_order'), guardTools(toolsOf(execute), { handler }))
      expect(execute).not.toHaveBeenCalled()
      expect(readText(run.prompts[1], 'call_1')).toBe('[handrail] BLOCK: ask first')
      expect(HandrailWithheldError.isInstance(appGot(run, 'call_1').error)).toBe(true)
    }
  })

  test('a streaming tool is withheld like any other', async () => {
    let started = false
    const execute = async function* () {
      started = true
      yield 1
    }
    const run = await play(one('cancel_order'), guardTools(toolsOf(execute), enforce))
    expect(started).toBe(false)
    expect(readText(run.prompts[1], 'call_1')).toMatch(/^\[handrail\] BLOCK: /)
  })
})

class OrderError extends Error {
  readonly code: number
  readonly #secret = '#private'

  constructor(message: string, code: number) {
    super(message)
    this.code = code
    Object.defineProperty(this, 'name', { value: 'OrderError', enumerable: false })
  }

  get secret() {
    return this.#secret
  }
}

test.each([
  ['a promise', vi.fn(async () => 1)],
  [
    'a stream',
    vi.fn(async function* () {
      yield 1
    }),
  ],
])('a run that is aborted while the handler is asked dispatches nothing: %s', async (_, execute) => {
  const controller = new AbortController()
  const reason = new Error('the user left')
  const handler = {
    name: 'slow',
    handle: async () => {
      controller.abort(reason)
      return effectProposal({ intervention: 'OBSERVE', dispatchCall: true })
    },
  }
  const guard = createGuard({ handler })
  const guarded = guardTools(
    { update_order: tool({ inputSchema: schema, execute: execute as never }) } as ToolSet,
    guard,
  )
  const messages = [{ role: 'user', content: 'Change my order.' }]
  const options = { toolCallId: 'c', messages, abortSignal: controller.signal, context: undefined }
  const result = guarded.update_order?.execute?.(args, options as never)
  const first = Symbol.asyncIterator in (result as object) ? (result as AsyncGenerator).next() : result
  await expect(first).rejects.toBe(reason)
  expect(execute).not.toHaveBeenCalled()
  expect(guard.records().map((record) => record.outcome)).toEqual([
    { intervention: 'OBSERVE', dispatched: false, fault: expect.stringContaining('aborted') },
  ])
})

describe('arguments and results of any kind', () => {
  const cyclic: Record<string, unknown> = { orderId: 'ORD-77310942' }
  cyclic.self = cyclic
  const hostile = {
    get orderId(): never {
      throw new Error('do not look')
    },
  }
  let deep: unknown = 'ORD-77310942'
  for (let level = 0; level < 10_000; level++) deep = { inner: deep }
  test.each<[string, unknown]>([
    ['cyclic', cyclic],
    ['ten thousand levels deep', { deep }],
    ['ten megabytes long', { orderId: 'x7'.repeat(5_000_000) }],
    ['with the key __proto__', JSON.parse('{"__proto__":{"orderId":"ORD-77310942"}}')],
    ['bytes', new Uint8Array([1, 2, 3])],
    ['a getter that throws', hostile],
    ['a proxy that throws', new Proxy({}, { ownKeys: refuse, get: refuse, getPrototypeOf: refuse })],
    ['nothing', undefined],
    ['null', null],
    ['a bigint', 10n],
    ['text', 'ORD-77310942'],
    ['a list', ['ORD-77310942']],
    ['a function', () => 1],
  ])('arguments: %s', async (_, input) => {
    const execute = vi.fn((given: unknown) => Promise.resolve(Object.is(given, input)))
    const tools = toolsOf(execute as never)
    const options = { toolCallId: 'c', messages: [{ role: 'user', content: 'Hello' }] } as never
    const guarded = guardTools(tools, enforce)
    await expect(guarded.update_order?.execute?.(input as never, options)).resolves.toBe(true)
    expect(execute).toHaveBeenCalledTimes(1)
    await guarded.update_order?.toModelOutput?.({ toolCallId: 'c', input, output: 1 } as never)
  })

  test('a warned result that the SDK cannot render fails as it did', async () => {
    for (const output of [10n, cyclic, () => 1, Symbol('s')]) {
      const plain = toolsOf(async () => output)
      const errorOf = (tools: ToolSet) =>
        hosts.generateText(one('update_order'), tools).then(() => 'none', String)
      expect(await errorOf(guardTools(plain, enforce))).toBe(await errorOf(plain))
    }
  })

  // With ai 6, functions and symbols end the run.
  test.each([undefined, null, Number.NaN, ...(major < 7 ? [] : [() => 1, Symbol('s')])])(
    'a warned result may be %s',
    async (output) => {
      const run = await hosts.generateText(
        one('update_order'),
        guardTools(
          toolsOf(async () => output),
          enforce,
        ),
      )
      expect(readText(run.prompts[1], 'call_1')).toMatch(/^null\n\n\[handrail\] WARN: /)
    },
  )
})
