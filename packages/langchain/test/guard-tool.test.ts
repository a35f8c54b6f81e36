import { createGuard, effectProposal, type Guard, type GuardOptions, NOTE_MARKER } from '@handrail/core'
import { AIMessage, HumanMessage, ToolMessage } from '@langchain/core/messages'
import { RunnableLambda } from '@langchain/core/runnables'
import {
  DynamicTool,
  StructuredTool,
  type StructuredToolInterface,
  ToolInputParsingException,
  tool,
} from '@langchain/core/tools'
import { Command, GraphInterrupt, ParentCommand } from '@langchain/langgraph'
import { createAgent, createMiddleware } from 'langchain'
import { describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { guardTool, guardTools } from '../src/index.ts'
import { createAgentHost, reactAgentHost } from './support/hosts.ts'
import { answerTo, cancelCall, findCall, MINTED, REAL, shop, updateCall, user } from './support/shop.ts'

const history = [new HumanMessage('Please update my order.')]
const judged = { state: { messages: history } } as object
const toolCall = (name: string, args: Record<string, unknown> = { order_id: MINTED }) => ({
  id: 'c',
  name,
  args,
  type: 'tool_call' as const,
})
const schema = z.object({ order_id: z.string() })
const writer = (func: (input: { order_id: string }) => unknown, more: object = {}) =>
  tool(async (input) => func(input), { name: 'update_order', description: 'update', schema, ...more })
const enforce = (more: GuardOptions = {}) => createGuard({ handler: 'enforce', ...more })

test('a guarded tool says which guards it has, for whoever asks', () => {
  const mark = Symbol.for('handrail.guarded-tool')
  const guard = enforce()
  const { update } = shop()
  expect(mark in update).toBe(false)
  expect(Reflect.get(guardTool(update, guard), mark)).toEqual({ guards: [guard] })
})

describe('a tool stays what it was', () => {
  test('its class, fields and schema', () => {
    const { update } = shop()
    const guarded = guardTool(update)
    expect(guarded).toBeInstanceOf(StructuredTool)
    expect(guarded.name).toBe('update_order')
    expect(guarded.schema).toBe(update.schema)
    expect(guarded.constructor).toBe(update.constructor)
    expect(guarded.lc_id).toEqual(update.lc_id)
    expect(guarded.getName()).toBe(update.getName())
    guarded.returnDirect = true
    expect(update.returnDirect).toBe(true)
  })

  test('private fields work, read and set, in methods and accessors', async () => {
    class Counting extends StructuredTool {
      name = 'update_order'
      description = 'update'
      schema = schema
      #count = 0
      get count() {
        return this.#count
      }
      set count(value: number) {
        this.#count = value
      }
      reset() {
        this.#count = 0
      }
      async _call() {
        this.#count++
        return 'updated'
      }
    }
    const guarded = guardTool(new Counting(), enforce())
    await guarded.invoke(toolCall('update_order'), judged)
    await guarded.call({ order_id: MINTED }, judged)
    expect(guarded.count).toBe(2)
    guarded.count = 7
    expect(guarded.count).toBe(7)
    guarded.reset()
    expect(guarded.count).toBe(0)
  })

  test('it is judged once, however often it is guarded', async () => {
    const { update } = shop()
    const guard = enforce()
    const once = guardTool(update, guard)
    expect(guardTool(once, enforce())).toBe(once)
    const { content } = await once.invoke(toolCall('update_order'), judged)
    expect(String(content).split(NOTE_MARKER)).toHaveLength(2)
    expect(guard.records()).toHaveLength(1)
  })

  test('a wrong option is an error at once, for a guarded tool too', () => {
    const { update } = shop()
    expect(() => guardTool(update, { handler: 'enfroce' })).toThrow(/enforce, observe/)
    expect(() => guardTool(guardTool(update), { handler: 'enfroce' })).toThrow(/enforce, observe/)
  })
})

describe('every way in is guarded', () => {
  const ways: Record<string, (guarded: StructuredToolInterface & StructuredTool) => Promise<unknown>> = {
    invoke: (guarded) => guarded.invoke(toolCall('cancel_order'), judged),
    call: (guarded) => guarded.call(toolCall('cancel_order'), judged),
    'invoke with the call in the config': (guarded) =>
      guarded.invoke({ order_id: MINTED }, { ...judged, toolCall: toolCall('cancel_order') }),
    batch: async (guarded) => (await guarded.batch([toolCall('cancel_order')], judged))[0],
    stream: async (guarded) => {
      for await (const chunk of await guarded.stream(toolCall('cancel_order'), judged)) return chunk
    },
    transform: async (guarded) => {
      const input = async function* () {
        yield toolCall('cancel_order')
      }
      for await (const chunk of guarded.transform(input(), judged)) return chunk
    },
    pipe: (guarded) =>
      guarded
        .pipe(new RunnableLambda({ func: (answer: unknown) => answer }))
        .invoke(toolCall('cancel_order'), judged),
    withConfig: (guarded) => guarded.withConfig(judged).invoke(toolCall('cancel_order')),
    withRetry: (guarded) => guarded.withRetry().invoke(toolCall('cancel_order'), judged),
    withFallbacks: (guarded) => guarded.withFallbacks([guarded]).invoke(toolCall('cancel_order'), judged),
    asTool: (guarded) =>
      guarded
        .asTool({ name: 'x', schema })
        .invoke({ order_id: MINTED }, { ...judged, toolCall: toolCall('cancel_order') } as object),
    streamEvents: async (guarded) => {
      const events = guarded.streamEvents(toolCall('cancel_order'), { ...judged, version: 'v2' })
      for await (const { event, data } of events)
        if (event === 'on_tool_end' || event === 'on_chain_end') return data.output
      return 'withheld without an event'
    },
  }
  test.each(Object.entries(ways))('%s', async (_, way) => {
    const { cancel, ran } = shop()
    const guard = enforce()
    const answer = await way(guardTool(cancel, guard) as never)
    expect(ran).toEqual([])
    expect(guard.records()).toMatchObject([{ outcome: { intervention: 'BLOCK', dispatched: false } }])
    if (ToolMessage.isInstance(answer)) expect(answer.content).toContain(NOTE_MARKER)
  })
})

describe('WARN on results of every form', () => {
  test('block content gets a block of its own', async () => {
    const content = [{ type: 'text', text: 'updated' }]
    const guarded = guardTool(
      writer(() => content),
      enforce(),
    )
    const answer = await guarded.invoke(toolCall('update_order'), judged)
    expect(answer.content).toEqual([
      { type: 'text', text: 'updated' },
      { type: 'text', text: expect.stringContaining('[handrail] WARN') },
    ])
    expect(content).toHaveLength(1)
  })

  test('a message of the tool is copied with everything it holds', async () => {
    const own = new ToolMessage({
      content: 'failed',
      tool_call_id: 'c',
      id: 'm1',
      name: 'other',
      status: 'error',
      artifact: { a: 1 },
      metadata: { m: 1 },
      additional_kwargs: { k: 1 },
      response_metadata: { r: 1 },
    })
    const guarded = guardTool(
      writer(() => own),
      enforce(),
    )
    const answer = await guarded.invoke(toolCall('update_order'), judged)
    expect(answer).not.toBe(own)
    expect(own.content).toBe('failed')
    expect(answer).toMatchObject({
      content: expect.stringMatching(/^failed\n\n\[handrail\] WARN/),
      ...{
        tool_call_id: 'c',
        id: 'm1',
        name: 'other',
        status: 'error',
        artifact: { a: 1 },
        metadata: { m: 1 },
      },
      additional_kwargs: { k: 1, handrail: { intervention: 'WARN', unsupported: ['order_id'] } },
      response_metadata: { r: 1 },
    })
    // What a checkpointer writes down.
    expect(JSON.parse(JSON.stringify(answer)).kwargs).toMatchObject({
      id: 'm1',
      status: 'error',
      artifact: { a: 1 },
    })
  })

  test('content and artifact', async () => {
    const guarded = guardTool(
      writer(() => ['updated', { rows: 1 }], { responseFormat: 'content_and_artifact' }),
      enforce(),
    )
    const { content, artifact } = await guarded.invoke(toolCall('update_order'), judged)
    expect(content).toContain('[handrail] WARN')
    expect(artifact).toEqual({ rows: 1 })
  })

  test('a command is left alone', async () => {
    const command = new Command({ update: {} })
    const guarded = guardTool(
      writer(() => command),
      enforce(),
    )
    expect(await guarded.invoke(toolCall('update_order'), judged)).toBe(command)
  })

  test('bare arguments: text gets the note, anything else is left alone', async () => {
    const text = guardTool(
      writer(() => 'updated'),
      enforce(),
    )
    expect(await text.invoke({ order_id: MINTED }, judged)).toMatch(/^updated\n\n\[handrail\] WARN/)
    const rows = { rows: 1 }
    const data = guardTool(
      writer(() => rows),
      enforce(),
    )
    expect(await data.invoke({ order_id: MINTED }, judged)).toBe(rows)
  })

  test('a generator', async () => {
    const generating = tool(
      async function* () {
        yield 'working'
        return 'updated'
      },
      { name: 'update_order', description: 'update', schema },
    )
    const guarded = guardTool(generating, enforce()) as unknown as StructuredToolInterface
    const answer = await guarded.invoke(toolCall('update_order'), judged)
    expect(answer.content).toMatch(/^updated\n\n\[handrail\] WARN/)
  })

  test('a tool that takes a string', async () => {
    const inputs: string[] = []
    const string = new DynamicTool({
      name: 'update_order',
      description: 'update',
      func: async (input) => `updated ${inputs.push(input)}`,
    })
    const guard = enforce({ tools: { update_order: { args: { input: 'reference' } } } })
    const guarded = guardTool(string, guard)
    const id = 'c4f2a9d07b13'
    expect((await guarded.invoke(toolCall('update_order', { input: id }), judged)).content).toContain(
      'updated 1',
    )
    expect(await guarded.invoke(id, judged)).toContain('updated 2')
    expect(await guarded.call(id, judged)).toContain('updated 3')
    expect(inputs).toEqual([id, id, id])
    expect(
      guard.records().map(({ assessment }) => assessment.verdict.args.map(({ argName }) => argName)),
    ).toEqual([['input'], ['input'], ['input']])
  })
})

test('each message is read once for all tools of a guard', async () => {
  let reads = 0
  const message = new HumanMessage('Please update my order.')
  Object.defineProperty(message, 'additional_kwargs', { get: () => ({ reads: ++reads }) })
  const guard = enforce()
  for (const own of [...guardTools([shop().cancel, shop().cancel], guard), guardTool(shop().cancel, guard)])
    await own.invoke(toolCall(own.name), { state: { messages: [message] } } as object)
  expect(reads).toBe(1)
})

describe('BLOCK', () => {
  test('bare arguments are answered with the note', async () => {
    const { cancel, ran } = shop()
    const answer = await guardTool(cancel, enforce()).invoke({ order_id: MINTED }, judged)
    expect(answer).toMatch(/^\[handrail\] BLOCK: /)
    expect(ran).toEqual([])
  })

  test('a tool that returns directly does not end the run', async () => {
    const { cancel, find, ran } = shop()
    cancel.returnDirect = true
    const { messages } = await createAgentHost({
      tools: guardTools([find, cancel], enforce()),
      steps: [[findCall], [cancelCall('c', MINTED)], [cancelCall('g', REAL)]],
      user,
    })
    expect(ran).toEqual(['find_orders', `cancel_order ${REAL}`])
    expect(messages.at(-1)).toMatchObject({ content: 'cancelled' })
  })

  test('content_and_artifact tools are withheld too', async () => {
    const guarded = guardTool(
      tool(async () => ['cancelled', 1], {
        name: 'cancel_order',
        description: 'c',
        schema,
        responseFormat: 'content_and_artifact',
      }),
      enforce(),
    )
    const answer = await guarded.invoke(toolCall('cancel_order'), judged)
    expect(answer).toMatchObject({
      status: 'error',
      artifact: { handrail: { result: { handrail_blocked: true } } },
    })
  })
})

describe('what is judged', () => {
  test('the arguments of the model, not what the schema makes of them', async () => {
    const got: unknown[] = []
    const parsing = tool(async (input) => `updated ${got.push(input)}`, {
      name: 'update_order',
      description: 'update',
      schema: z.object({
        order_id: z.string().transform((id) => `shop-77-${id}`),
        region_id: z.string().default('eu-4711'),
      }),
    })
    const guard = enforce()
    const messages = [new HumanMessage(`Update ${REAL}.`)]
    const answer = await guardTool(parsing, guard).invoke(toolCall('update_order', { order_id: REAL }), {
      state: { messages },
    } as object)
    expect(answer.content).toBe('updated 1')
    expect(got).toEqual([{ order_id: `shop-77-${REAL}`, region_id: 'eu-4711' }])
    expect(guard.records()[0]?.assessment.call.args).toEqual({ order_id: REAL })
  })

  test('not what a middleware put in or changed', async () => {
    const { update, ran } = shop()
    const guard = enforce()
    const inject = createMiddleware({
      name: 'Inject',
      wrapToolCall: (request, handler) =>
        handler({
          ...request,
          toolCall: { ...request.toolCall, args: { ...request.toolCall.args, order_id: 'ORD-5555' } },
        }),
    })
    const { fakeModel } = await import('@langchain/core/testing')
    const model = fakeModel()
      .respond(
        new AIMessage({ content: '', tool_calls: [{ ...updateCall('u', MINTED), type: 'tool_call' }] }),
      )
      .respond(new AIMessage('done'))
    const agent = createAgent({ model, tools: [guardTool(update, guard)], middleware: [inject] })
    const { messages } = await agent.invoke({ messages: history })
    expect(ran).toEqual(['update_order ORD-5555'])
    expect(answerTo(messages, 'u').content).toBe('updated')
  })

  test('not a call that another tool makes', async () => {
    const { cancel, ran } = shop()
    const guard = enforce()
    const inner = guardTool(cancel, guard)
    const outer = tool(async (_input, runtime) => inner.invoke({ order_id: 'ORD-5555' }, runtime), {
      name: 'cancel_latest',
      description: 'cancel',
      schema: z.object({}),
    })
    await createAgentHost({ tools: [outer], steps: [[{ id: 'o', name: 'cancel_latest', args: {} }]], user })
    expect(ran).toEqual(['cancel_order ORD-5555'])
    expect(guard.records()).toMatchObject([
      {
        outcome: { intervention: 'OBSERVE', dispatched: true },
        faults: [expect.stringContaining('another tool')],
      },
    ])
  })

  test('not a call that the code of a node makes', async () => {
    const { cancel, ran } = shop()
    const guard = enforce()
    const inner = guardTool(cancel, guard)
    const outer = tool(async () => inner.invoke({ order_id: 'ORD-5555' }), {
      name: 'cancel_latest',
      description: 'cancel',
      schema: z.object({}),
    })
    await createAgentHost({ tools: [outer], steps: [[{ id: 'o', name: 'cancel_latest', args: {} }]], user })
    expect(ran).toEqual(['cancel_order ORD-5555'])
    expect(guard.records()).toMatchObject([{ faults: [expect.stringContaining('does not hold the call')] }])
  })

  test('nothing without a conversation: the call runs and the record says why', async () => {
    const { cancel, ran } = shop()
    const guard = enforce().withEvidence([{ kind: 'task', text: 'Be kind.' }])
    await guardTool(cancel, guard).invoke(toolCall('cancel_order'))
    await guardTool(cancel, guard).call({ order_id: MINTED }, [] as object)
    expect(ran).toHaveLength(2)
    for (const { assessment, outcome, faults } of guard.records()) {
      expect(assessment.effect.effect).toBe('destructive')
      expect(assessment.verdict.believe).toBe(true)
      expect(outcome).toMatchObject({ intervention: 'OBSERVE', dispatched: true })
      expect(faults).toEqual([expect.stringContaining('there was no conversation to judge by')])
    }
  })

  test('a state that is the messages alone', async () => {
    const { cancel, ran } = shop()
    await guardTool(cancel, enforce()).invoke(toolCall('cancel_order'), { state: history } as object)
    expect(ran).toEqual([])
  })

  test('the hints of an MCP server raise the effect', async () => {
    const ran: string[] = []
    const hinted = tool(async () => ran.push('x'), {
      name: 'order_thing',
      description: 'x',
      schema,
      metadata: { annotations: { destructiveHint: true } },
    })
    await guardTool(hinted, enforce()).invoke(toolCall('order_thing'), judged)
    expect(ran).toEqual([])
  })

  test('the system prompt of an agent only as extra evidence', async () => {
    const play = async (options: GuardOptions) => {
      const { cancel, ran } = shop()
      await createAgentHost({
        tools: [guardTool(cancel, enforce(options))],
        steps: [[cancelCall('c', MINTED)]],
        user,
        system: `The test order is ${MINTED}.`,
      })
      return ran
    }
    expect(await play({})).toEqual([])
    expect(await play({ extraEvidence: `The test order is ${MINTED}.` })).toEqual([`cancel_order ${MINTED}`])
  })
})

describe('a tool that throws', () => {
  class NotFound extends Error {
    override name = 'NotFound'
    code = 404
  }
  const failing = (error: unknown) =>
    writer(() => {
      throw error
    })

  test('the app gets the same error, the model reads the note with it', async () => {
    const error = new NotFound('no such order')
    const thrown = await guardTool(failing(error), enforce())
      .invoke(toolCall('update_order'), judged)
      .catch((reason: unknown) => reason)
    expect(thrown).toBeInstanceOf(NotFound)
    expect(thrown).toMatchObject({
      message: 'no such order',
      name: 'NotFound',
      code: 404,
      stack: error.stack,
    })
    expect(String(thrown)).toMatch(/^NotFound: no such order\n\[handrail\] WARN: /)
    expect(String(error)).toBe('NotFound: no such order')

    const { find } = shop()
    const { prompt } = await createAgentHost({
      tools: guardTools([find, failing(error)], enforce()),
      steps: [[findCall], [updateCall('u', MINTED)]],
      user,
    })
    expect(answerTo(prompt, 'u').content).toMatch(
      /^NotFound: no such order\n\[handrail\] WARN: .*\n Please fix/,
    )
  })

  test('a string gets the note as well', async () => {
    const thrown = await guardTool(failing('boom'), enforce())
      .invoke(toolCall('update_order'), judged)
      .catch((reason: unknown) => reason)
    expect(thrown).toMatch(/^boom\n\[handrail\] WARN: /)
  })

  test('private fields and keys stay, and once the run is aborted everything does', async () => {
    class Coded extends Error {
      #code = 5
      status = 404
      get code() {
        return this.#code
      }
    }
    const error = new Coded('no such order')
    const controller = new AbortController()
    const run = () =>
      guardTool(failing(error), enforce())
        .invoke(toolCall('update_order'), { ...judged, signal: controller.signal })
        .catch((reason: unknown) => reason)
    const thrown = (await run()) as Coded
    expect([thrown.code, JSON.stringify(thrown), { ...thrown }]).toEqual([
      5,
      '{"status":404}',
      { status: 404 },
    ])
    expect(Object.prototype.toString.call(thrown)).toBe('[object Error]')

    const enough = new Error('enough')
    const late = writer(() => {
      controller.abort(enough)
      throw enough
    })
    const config = { ...judged, signal: controller.signal }
    const reason = await guardTool(late, enforce())
      .invoke(toolCall('update_order'), config)
      .catch((thrown: unknown) => thrown)
    expect(reason).toBe(enough)
  })

  test('an error that cannot even be asked goes on as it was', async () => {
    const evil = new Error('x')
    Object.defineProperty(evil, 'is_bubble_up', { get: () => JSON.parse('{') })
    Object.defineProperty(evil, 'name', { get: () => JSON.parse('{') })
    const thrown = await guardTool(failing(evil), enforce())
      .invoke(toolCall('update_order'), judged)
      .catch((reason: unknown) => reason)
    expect(thrown).toBe(evil)
  })

  test('prebuilt nodes show the message of an error, which we do not touch', async () => {
    const { prompt } = await reactAgentHost({
      tools: [guardTool(failing(new Error('no such order')), enforce())],
      steps: [[updateCall('u', MINTED)]],
      user,
    })
    expect(answerTo(prompt, 'u').content).toBe('Error: no such order\n Please fix your mistakes.')
  })

  test.each([
    ['an interrupt', new GraphInterrupt([])],
    ['a command for the parent graph', new ParentCommand(new Command({ goto: 'x' }))],
    ['an abort', new DOMException('stop', 'AbortError')],
    ['nothing', undefined],
  ])('%s goes on as it was', async (_, error) => {
    const thrown = await guardTool(failing(error), enforce())
      .invoke(toolCall('update_order'), judged)
      .then(
        () => 'nothing was thrown',
        (reason: unknown) => reason,
      )
    expect(thrown).toBe(error)
  })

  test('arguments that the schema refuses are answered as ever: the tool did not run', async () => {
    const { update, ran } = shop()
    const { prompt } = await createAgentHost({
      tools: [guardTool(update, enforce({ tools: { update_order: { effect: 'write' } } }))],
      steps: [[{ id: 'u', name: 'update_order', args: { order_id: 9999, order_ref: MINTED } }]],
      user,
    })
    expect(ran).toEqual([])
    expect(answerTo(prompt, 'u').content).toContain('did not match expected schema')
    expect(answerTo(prompt, 'u').content).not.toContain(NOTE_MARKER)

    const guard = enforce()
    const call = toolCall('update_order', { order_id: 9999, order_ref: MINTED })
    const error = await guardTool(update, guard)
      .invoke(call, judged)
      .catch((reason: unknown) => reason)
    expect(guard.records()).toMatchObject([{ outcome: { intervention: 'WARN' } }])
    expect(error).toBeInstanceOf(ToolInputParsingException)
    expect(String(error)).not.toContain(NOTE_MARKER)
  })
})

describe('a handler that takes its time', () => {
  const slow = (ms: number, then?: () => void) => ({
    name: 'slow',
    async handle() {
      await new Promise((resolve) => setTimeout(resolve, ms))
      then?.()
      return effectProposal({ intervention: 'BLOCK', dispatchCall: false, note: 'asked' })
    },
  })

  test('is waited for', async () => {
    const { cancel, ran } = shop()
    const answer = await guardTool(cancel, { handler: slow(5) }).invoke(toolCall('cancel_order'), judged)
    expect(answer.content).toBe('[handrail] BLOCK: asked')
    expect(ran).toEqual([])
  })

  test('an abort does not wait for its answer', async () => {
    const { cancel, ran } = shop()
    const controller = new AbortController()
    const never = { name: 'never', handle: () => new Promise<never>(() => {}) }
    const guarded = guardTool(cancel, { handler: never, handlerTimeoutMs: Number.POSITIVE_INFINITY })
    const running = guarded.invoke(toolCall('cancel_order'), { ...judged, signal: controller.signal })
    controller.abort(new Error('enough'))
    await expect(running).rejects.toThrow('enough')
    expect(ran).toEqual([])
  })

  test('a run that was aborted meanwhile does not go on', async () => {
    const { cancel, ran } = shop()
    const controller = new AbortController()
    const reason = new Error('enough')
    const guard = createGuard({ handler: slow(5, () => controller.abort(reason)) })
    const running = guardTool(cancel, guard).invoke(toolCall('cancel_order'), {
      ...judged,
      signal: controller.signal,
    })
    await expect(running).rejects.toBe(reason)
    expect(ran).toEqual([])
    expect(guard.records()).toMatchObject([
      { outcome: { dispatched: false, fault: expect.stringContaining('the run was aborted') } },
    ])
  })
})

describe('a fault of ours never reaches the run', () => {
  const broken = (
    part: Partial<Record<'corpus' | 'assess' | 'propose' | 'record', unknown>>,
  ): [Guard, ReturnType<typeof createGuard>] => {
    const guard = enforce()
    const fake = { ...guard, ...part }
    Object.defineProperty(fake, Symbol.for('handrail.guard'), { value: true })
    return [fake as unknown as Guard, guard]
  }
  const boom = () => {
    throw new Error('boom')
  }

  test.each([
    ['assess', { assess: boom }],
    ['propose', { propose: boom }],
    ['an asynchronous propose', { propose: () => Promise.reject(new Error('boom')) }],
    ['corpus', { corpus: boom }],
  ])('%s', async (_, part) => {
    const { cancel, ran } = shop()
    const [fake, guard] = broken(part)
    const answer = await guardTool(cancel, fake).invoke(toolCall('cancel_order'), judged)
    expect(answer.content).toBe('cancelled')
    expect(ran).toEqual([`cancel_order ${MINTED}`])
    expect(guard.records()).toMatchObject([
      {
        outcome: { intervention: 'OBSERVE', dispatched: true },
        faults: [expect.stringContaining('failed (Error: boom)')],
      },
    ])
  })

  test('record', async () => {
    const { cancel, ran } = shop()
    const record = vi.fn(boom)
    const [fake] = broken({ record })
    const answer = await guardTool(cancel, fake).invoke(toolCall('cancel_order'), judged)
    expect(answer.content).toBe('cancelled')
    expect(ran).toHaveLength(1)
    expect(record).toHaveBeenLastCalledWith(
      expect.anything(),
      expect.anything(),
      expect.objectContaining({ fault: expect.stringContaining('Error: boom') }),
    )
  })

  /** A tool that does not look at its config, which is only the guard's trouble here. */
  class Careless extends StructuredTool {
    name = 'cancel_order'
    description = 'cancel'
    schema = schema
    runs = 0
    override async invoke(): Promise<never> {
      return `ran ${++this.runs}` as never
    }
    async _call() {}
  }

  test.each([
    [
      'a state',
      {
        get state() {
          return boom()
        },
      },
    ],
    [
      'messages',
      {
        state: {
          get messages() {
            return boom()
          },
        },
      },
    ],
  ])('%s that throws: the tool runs exactly once', async (_, config) => {
    const careless = new Careless()
    const guard = enforce()
    const guarded: StructuredToolInterface = guardTool(careless, guard)
    await guarded.invoke(toolCall('cancel_order'), config as object)
    expect(careless.runs).toBe(1)
    expect(guard.records()).toMatchObject([
      { outcome: { intervention: 'OBSERVE', dispatched: true }, faults: [expect.stringContaining('boom')] },
    ])
  })

  test('messages that are none cannot be read, which is no fault', async () => {
    const { cancel, ran } = shop()
    const guard = enforce()
    const config = { state: { messages: ['hello', null, 7] } } as object
    await guardTool(cancel, guard).invoke(toolCall('cancel_order'), config)
    expect(ran).toHaveLength(1)
    expect(guard.records()).toMatchObject([{ outcome: { intervention: 'WARN' }, faults: [] }])
  })

  test('a result that cannot be noted', async () => {
    const odd = Object.assign(new ToolMessage({ content: '', tool_call_id: 'c' }), { content: undefined })
    const guarded = guardTool(
      writer(() => odd),
      enforce(),
    )
    expect(await guarded.invoke(toolCall('update_order'), judged)).toBe(odd)
  })

  test('the tool runs once although it fails', async () => {
    let runs = 0
    const failing = writer(() => {
      runs++
      throw new Error('kaboom')
    })
    await expect(guardTool(failing, enforce()).invoke(toolCall('update_order'), judged)).rejects.toThrow(
      'kaboom',
    )
    await expect(guardTool(failing).invoke(toolCall('update_order'), judged)).rejects.toThrow('kaboom')
    expect(runs).toBe(2)
  })
})
