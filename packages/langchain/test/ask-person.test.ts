import { createGuard, effectProposal, type GuardOptions, type GuardRecord, NOTE_MARKER } from '@handrail/core'
import { type StructuredToolInterface, tool } from '@langchain/core/tools'
import { interrupt, MessagesAnnotation, StateGraph } from '@langchain/langgraph'
import { createAgent, createMiddleware, type HITLRequest, type HITLResponse } from 'langchain'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { z } from 'zod'
import { guardTools } from '../src/index.ts'
import type { ReviewDecision, ReviewRequest } from '../src/person/review.ts'
import { agentGraph, graphs, handWrittenGraph, Talk, toolNodeGraph } from './support/graphs.ts'
import { answerTo, cancelCall, findCall, MINTED, REAL, shop, updateCall, user } from './support/shop.ts'

const deferring = {
  handler: 'enforce',
  policy: { ceiling: 'DEFER', onHighConfidence: 'DEFER', onLowConfidence: 'DEFER' },
} as const satisfies GuardOptions
const OTHER = 'ORD-8888'
const ask = (tools: StructuredToolInterface[], guard = createGuard(deferring)) =>
  guardTools(tools, { guard, defer: 'interrupt' })
const outcomesOf = (records: readonly GuardRecord[], id: string) =>
  records.filter(({ assessment }) => assessment.call.toolCallId === id).map(({ outcome }) => outcome)
const suspended = { intervention: 'DEFER', dispatched: false, suspended: true }

test('the question and the answer are those of LangChain', () => {
  expectTypeOf<ReviewRequest>().toExtend<HITLRequest>()
  expectTypeOf<HITLResponse['decisions'][number]>().toExtend<ReviewDecision>()
})

describe.each(graphs)('in %s', (_, graphOf, isTaskEach) => {
  const play = async (calls = [cancelCall('c', MINTED), updateCall('u', REAL)]) => {
    const { tools, ran } = shop()
    const guard = createGuard(deferring)
    const talk = new Talk(graphOf, ask(tools, guard), [[findCall], calls])
    await talk.say(user)
    return { talk, ran, guard }
  }

  test('a person is asked once, and an approved call runs once', async () => {
    const { talk, ran, guard } = await play()
    expect(talk.questions).toEqual([
      {
        id: expect.any(String),
        value: {
          actionRequests: [
            {
              name: 'cancel_order',
              args: { order_id: MINTED },
              description: '`order_id`: not seen anywhere in this conversation',
            },
          ],
          reviewConfigs: [
            {
              actionName: 'cancel_order',
              allowedDecisions: ['approve', 'edit', 'reject'],
              argsSchema: expect.objectContaining({ required: ['order_id'] }),
            },
          ],
        },
      },
    ])
    expect(ran).not.toContain(`cancel_order ${MINTED}`)
    await talk.answer(talk.questions[0], { type: 'approve' })
    expect(talk.questions).toEqual([])
    expect(ran.toSorted()).toEqual([`cancel_order ${MINTED}`, 'find_orders', `update_order ${REAL}`])
    expect(answerTo(talk.prompt, 'c')).toMatchObject({ content: 'cancelled', status: 'success' })
    expect(answerTo(talk.prompt, 'u').content).toBe('updated')
    expect(talk.messages.at(-1)?.content).toBe('done')
    expect(outcomesOf(guard.records(), 'c')).toEqual([
      suspended,
      { intervention: 'OBSERVE', dispatched: true, approved: true },
    ])
    expect(outcomesOf(guard.records(), 'u')).toEqual([{ intervention: 'OBSERVE', dispatched: true }])
  })

  test("an edited call runs with the person's arguments, which are not judged", async () => {
    const { talk, ran, guard } = await play()
    const editedAction = { name: 'cancel_order', args: { order_id: OTHER } }
    await talk.answer(talk.questions[0], { type: 'edit', editedAction })
    expect(ran.filter((one) => one.startsWith('cancel'))).toEqual([`cancel_order ${OTHER}`])
    expect(answerTo(talk.prompt, 'c')).toMatchObject({ content: 'cancelled', status: 'success' })
    expect(outcomesOf(guard.records(), 'c')).toEqual([
      suspended,
      { intervention: 'OBSERVE', dispatched: true, approved: true, edited: true },
    ])
    expect(guard.records().at(-1)?.assessment.call.args).toEqual({ order_id: MINTED })
  })

  test.each([
    [{ type: 'reject', message: 'Ask Ada first.' }, 'Ask Ada first.'],
    [{ type: 'reject' }, 'User rejected the tool call for `cancel_order` with id c'],
  ])('of a call that is refused with %o the model reads it', async (decision, content) => {
    const { talk, ran, guard } = await play()
    await talk.answer(talk.questions[0], decision)
    expect(ran.toSorted()).toEqual(['find_orders', `update_order ${REAL}`])
    const { status, name, artifact, additional_kwargs } = answerTo(talk.messages, 'c')
    expect({ status, name, artifact, additional_kwargs }).toEqual({
      status: 'error',
      name: 'cancel_order',
      artifact: undefined,
      additional_kwargs: {},
    })
    expect(answerTo(talk.prompt, 'c').content).toBe(content)
    expect(outcomesOf(guard.records(), 'c')).toEqual([
      suspended,
      { intervention: 'DEFER', dispatched: false, approved: false },
    ])
  })

  test('of several calls each is asked about and recorded once, and runs at most once', async () => {
    const { talk, ran, guard } = await play([
      cancelCall('c1', MINTED),
      cancelCall('g', REAL),
      cancelCall('c2', OTHER),
      cancelCall('c3', 'ORD-7777'),
    ])
    expect(talk.questions).toHaveLength(isTaskEach ? 3 : 1)
    let answered = 0
    while (talk.questions[0]) {
      answered++
      const [question] = talk.questions
      const refuse = question.value.actionRequests[0]?.args.order_id === OTHER
      await talk.answer(question, { type: refuse ? 'reject' : 'approve' })
    }
    expect(answered).toBe(3)
    expect(ran.toSorted()).toEqual([
      `cancel_order ${REAL}`,
      'cancel_order ORD-7777',
      `cancel_order ${MINTED}`,
      'find_orders',
    ])
    expect(['c1', 'g', 'c2', 'c3'].map((id) => answerTo(talk.prompt, id).status)).toEqual([
      ...['success', 'success', 'error', 'success'],
    ])
    const approved = { intervention: 'OBSERVE', dispatched: true, approved: true }
    expect(outcomesOf(guard.records(), 'c1')).toEqual([suspended, approved])
    expect(outcomesOf(guard.records(), 'c3')).toEqual([suspended, approved])
    expect(outcomesOf(guard.records(), 'c2')).toEqual([
      suspended,
      { intervention: 'DEFER', dispatched: false, approved: false },
    ])
    expect(outcomesOf(guard.records(), 'g')).toEqual([{ intervention: 'OBSERVE', dispatched: true }])
  })

  test('another process asks the same and goes on', async () => {
    const { talk, ran } = await play()
    const other = shop()
    const guard = createGuard(deferring)
    talk.restart(graphOf, ask(other.tools, guard))
    await talk.answer(talk.questions[0], { type: 'approve' })
    expect([...ran, ...other.ran].toSorted()).toEqual([
      `cancel_order ${MINTED}`,
      'find_orders',
      `update_order ${REAL}`,
    ])
    expect(outcomesOf(guard.records(), 'c')).toEqual([
      { intervention: 'OBSERVE', dispatched: true, approved: true },
    ])
  })

  test('without a checkpointer the model is sent back', async () => {
    const { tools, ran } = shop()
    const guard = createGuard(deferring)
    const talk = new Talk(graphOf, ask(tools, guard), [[findCall], [cancelCall('c', MINTED)]], null)
    await talk.say(user)
    expect(ran).toEqual(['find_orders'])
    expect(answerTo(talk.prompt, 'c').content).toMatch(/^\[handrail\] DEFER: .*held back/)
    expect(outcomesOf(guard.records(), 'c')).toEqual([{ intervention: 'DEFER', dispatched: false }])
    expect(guard.records().flatMap(({ faults }) => faults)).toEqual([])
  })

  test('an answer that comes twice changes nothing', async () => {
    const { talk, ran, guard } = await play()
    const [question] = talk.questions
    await talk.answer(question, { type: 'approve' })
    const [before, records] = [[...ran], guard.records().length]
    await talk.answer(question, { type: 'approve' })
    expect(ran).toEqual(before)
    expect(guard.records()).toHaveLength(records)
    expect(answerTo(talk.messages, 'c').content).toBe('cancelled')
  })

  test('an answer with a stale id leaves the question open', async () => {
    const { talk, ran, guard } = await play()
    const [question] = talk.questions
    await talk.resume({ [`${'0'.repeat(32)}`]: { decisions: [{ type: 'approve' }] } })
    expect(talk.questions).toEqual([question])
    expect(ran).not.toContain(`cancel_order ${MINTED}`)
    expect(outcomesOf(guard.records(), 'c')).toEqual([suspended])
    await talk.answer(question, { type: 'approve' })
    expect(ran.filter((one) => one === `cancel_order ${MINTED}`)).toHaveLength(1)
  })

  test('what a tool asks a person by itself passes', async () => {
    let starts = 0
    const asking = tool(
      async () => {
        starts++
        return `chose ${interrupt('which one?')}`
      },
      { name: 'update_order', description: 'update', schema: z.object({ order_id: z.string() }) },
    )
    const guard = createGuard(deferring)
    const talk = new Talk(graphOf, ask([asking], guard), [[updateCall('u', REAL), updateCall('w', MINTED)]])
    await talk.say(`Please update ${REAL}.`)
    while (talk.questions[0]) {
      const [{ id, value }] = talk.questions as [{ id: string; value: unknown }]
      if (value === 'which one?') await talk.resume({ [id]: 'blue' })
      else await talk.answer(talk.questions[0], { type: 'approve' })
    }
    expect(answerTo(talk.prompt, 'u').content).toBe('chose blue')
    expect(answerTo(talk.prompt, 'w').content).toMatch(/^chose blue/)
    expect(starts).toBeGreaterThan(2)
  })
})

describe('an answer that is none', () => {
  const wrong: [string, unknown, RegExp][] = [
    ['nothing', null, /Invalid HITLResponse: decisions must be a non-empty array/],
    ['a text', 'yes', /Invalid HITLResponse/],
    [
      'no decisions',
      { decisions: [] },
      /Number of human decisions \(0\) does not match number of hanging tool calls \(1\)\./,
    ],
    [
      'two decisions',
      { decisions: [{ type: 'approve' }, { type: 'approve' }] },
      /Number of human decisions \(2\)/,
    ],
    [
      'a decision of another kind',
      { decisions: [{ type: 'aprove' }] },
      /Decision type 'aprove' is not allowed for tool 'cancel_order'\. Expected one of \["approve","edit","reject"]/,
    ],
    ['a decision that is nothing', { decisions: [null] }, /Unexpected human decision/],
    [
      'an edit of nothing',
      { decisions: [{ type: 'edit' }] },
      /Invalid edited action for tool "cancel_order": name must be a string/,
    ],
    [
      'an edit without arguments',
      { decisions: [{ type: 'edit', editedAction: { name: 'cancel_order' } }] },
      /args must be an object/,
    ],
    [
      'an edit to another tool',
      { decisions: [{ type: 'edit', editedAction: { name: 'find_orders', args: {} } }] },
      /Invalid edited action for tool "cancel_order": name must be "cancel_order", got "find_orders"/,
    ],
    [
      'a refusal that is no text',
      { decisions: [{ type: 'reject', message: 7 }] },
      /Tool call response for "cancel_order" must be a string, got number/,
    ],
  ]

  test.each(wrong)('%s: the person is asked again', async (_, value, text) => {
    for (const [, graphOf] of [...graphs, ['a node of your own', handWrittenGraph] as const]) {
      const { tools, ran } = shop()
      const guard = createGuard(deferring)
      const talk = new Talk(graphOf, ask(tools, guard), [[findCall], [cancelCall('c', MINTED)]])
      await talk.say(user)
      const [question] = talk.questions
      for (const _attempt of [1, 2]) await talk.resume({ [talk.questions[0]?.id ?? '']: value })
      expect(ran).toEqual(['find_orders'])
      const [again] = talk.questions
      const [said, origins] = again?.value.actionRequests[0]?.description?.split('\n') ?? []
      expect(said).toMatch(/^The last answer could not be used: /)
      expect(said).toMatch(text)
      expect(origins).toBe(question?.value.actionRequests[0]?.description)
      await talk.answer(again, { type: 'approve' })
      expect(ran).toEqual(['find_orders', `cancel_order ${MINTED}`])
      expect(answerTo(talk.prompt, 'c').content).toBe('cancelled')
      const wrongly = { ...suspended, fault: expect.stringMatching(text) }
      expect(outcomesOf(guard.records(), 'c')).toEqual([
        suspended,
        wrongly,
        wrongly,
        { intervention: 'OBSERVE', dispatched: true, approved: true },
      ])
    }
  })

  test('among several questions is of one of them', async () => {
    for (const [, graphOf] of graphs) {
      const { cancel, ran } = shop()
      const calls = [cancelCall('c1', MINTED), cancelCall('c2', OTHER)]
      const talk = new Talk(graphOf, ask([cancel]), [calls])
      await talk.say(user)
      await talk.resume({ [talk.questions[0]?.id ?? '']: { decisions: [] } })
      while (talk.questions[0]) {
        const { args } = talk.questions[0].value.actionRequests[0] ?? {}
        await talk.answer(talk.questions[0], { type: args?.order_id === MINTED ? 'reject' : 'approve' })
      }
      expect(ran).toEqual([`cancel_order ${OTHER}`])
      expect(answerTo(talk.prompt, 'c1').status).toBe('error')
    }
  })
})

describe('limits of LangGraph', () => {
  test('an answer without an id goes to all questions', async () => {
    const { tools, ran } = shop()
    const calls = [cancelCall('c1', MINTED), cancelCall('c2', OTHER)]
    const talk = new Talk(agentGraph('v2'), ask(tools), [calls])
    await talk.say(user)
    await talk.resume({ decisions: [{ type: 'approve' }] })
    expect(ran).toEqual([`cancel_order ${MINTED}`, `cancel_order ${OTHER}`])
  })

  test.each([
    ['v1', ['find_orders', 'find_orders', 'find_orders', `cancel_order ${MINTED}`, `cancel_order ${OTHER}`]],
    ['v2', ['find_orders', `cancel_order ${MINTED}`, `cancel_order ${OTHER}`]],
  ] as const)('%s runs an unguarded tool beside two questions again or not', async (version, expected) => {
    const { find, cancel, ran } = shop()
    const calls = [findCall, cancelCall('c1', MINTED), cancelCall('c2', OTHER)]
    const talk = new Talk(agentGraph(version), [find, ...ask([cancel])], [calls])
    await talk.say(user)
    while (talk.questions[0]) await talk.answer(talk.questions[0], { type: 'approve' })
    expect(ran).toEqual(expected)
  })

  test('a node of your own runs again what it called before the question', async () => {
    const { tools, ran } = shop()
    const calls = [updateCall('u', REAL), cancelCall('c', MINTED)]
    const talk = new Talk(handWrittenGraph, ask(tools), [[findCall], calls])
    await talk.say(user)
    await talk.answer(talk.questions[0], { type: 'approve' })
    expect(ran).toEqual([
      'find_orders',
      ...[`update_order ${REAL}`, `update_order ${REAL}`],
      `cancel_order ${MINTED}`,
    ])
    expect(answerTo(talk.prompt, 'c').content).toBe('cancelled')
  })
})

test('in one node the answers go to the calls in their order, however long the handler thinks about each', async () => {
  let handled = 0
  const slow = {
    name: 'slow',
    async handle() {
      // The first call is the slow one the first time, and the quick one from then on.
      const ms = handled++ === 0 ? 20 : handled % 2 === 0 ? 1 : 10
      await new Promise((resolve) => setTimeout(resolve, ms))
      return effectProposal({ intervention: 'DEFER', dispatchCall: false, note: 'asked' })
    },
  }
  const { cancel, ran } = shop()
  const guard = createGuard({ ...deferring, handler: slow })
  const calls = [cancelCall('c1', MINTED), cancelCall('c2', OTHER)]
  const talk = new Talk(toolNodeGraph, ask([cancel], guard), [calls])
  await talk.say(user)
  const asked: unknown[] = []
  while (talk.questions[0]) {
    const id = talk.questions[0].value.actionRequests[0]?.args.order_id
    asked.push(id)
    await talk.answer(talk.questions[0], { type: id === MINTED ? 'reject' : 'approve' })
  }
  expect(asked).toEqual([MINTED, OTHER])
  expect(ran).toEqual([`cancel_order ${OTHER}`])
})

test('what an interface does to the question stays out of the conversation', async () => {
  const { cancel, ran } = shop()
  const talk = new Talk(toolNodeGraph, ask([cancel]), [[cancelCall('c', MINTED)]])
  await talk.say(user)
  const [question] = talk.questions
  const args = question?.value.actionRequests[0]?.args ?? {}
  args.order_id = OTHER
  await talk.answer(question, { type: 'approve' })
  expect(ran).toEqual([`cancel_order ${MINTED}`])
})

test('a guard that cannot defer asks nobody, and one that observes runs the call', async () => {
  for (const [options, expected] of [
    [{ handler: 'enforce' }, []],
    [{ ...deferring, handler: 'observe' }, [`cancel_order ${MINTED}`]],
  ] as const) {
    const { tools, ran } = shop()
    const talk = new Talk(toolNodeGraph, ask(tools, createGuard(options)), [[cancelCall('c', MINTED)]])
    await talk.say(user)
    expect(talk.questions).toEqual([])
    expect(ran).toEqual(expected)
  }
})

describe('a refused call', () => {
  test('that the model makes again is asked about again', async () => {
    const { update, ran } = shop()
    const guard = createGuard({ ...deferring, ceilings: { write: 'DEFER' } })
    const steps = [[updateCall('u1', MINTED)], [updateCall('u2', MINTED)], [updateCall('u3', MINTED)]]
    const talk = new Talk(agentGraph('v2'), ask([update], guard), steps)
    await talk.say(user)
    for (const type of ['reject', 'reject', 'approve']) await talk.answer(talk.questions[0], { type })
    expect(ran).toEqual([`update_order ${MINTED}`])
    expect(talk.messages.at(-1)?.content).toBe('done')
  })

  test.each([
    [`Take ${REAL} instead.`, [`cancel_order ${REAL}`]],
    ['No.', []],
  ])('says what else to do: %s', async (message, expected) => {
    const { cancel, ran } = shop()
    const talk = new Talk(agentGraph('v2'), ask([cancel]), [
      [cancelCall('c', MINTED)],
      [cancelCall('g', REAL)],
    ])
    await talk.say(user)
    await talk.answer(talk.questions[0], { type: 'reject', message })
    expect(ran).toEqual(expected)
    expect(talk.questions).toHaveLength(1 - expected.length)
  })
})

test.each(['v1', 'v2'] as const)(
  'a middleware around the tools of an agent %s lets the question pass',
  async (version) => {
    const around = createMiddleware({
      name: 'Around',
      wrapToolCall: async (request, handler) => handler(request),
    })
    const { tools, ran } = shop()
    const calls = [cancelCall('c1', MINTED), updateCall('u', REAL), cancelCall('c2', OTHER)]
    const talk = new Talk(
      ({ model, tools: own, checkpointer }) =>
        createAgent({
          model,
          tools: own,
          version,
          middleware: [around],
          ...(checkpointer && { checkpointer }),
        }) as never,
      ask(tools),
      [[findCall], calls],
    )
    await talk.say(user)
    while (talk.questions[0]) await talk.answer(talk.questions[0], { type: 'approve' })
    expect(ran.toSorted()).toEqual([
      `cancel_order ${OTHER}`,
      `cancel_order ${MINTED}`,
      'find_orders',
      `update_order ${REAL}`,
    ])
  },
)

test('an agent inside of another graph asks through it', async () => {
  const { tools, ran } = shop()
  const talk = new Talk(
    ({ model, tools: own, checkpointer }) =>
      new StateGraph(MessagesAnnotation)
        .addNode('agent', createAgent({ model, tools: own }).graph as never)
        .addEdge('__start__', 'agent')
        .compile({ checkpointer: checkpointer as never }) as never,
    ask(tools),
    [[findCall], [cancelCall('c', MINTED)]],
  )
  await talk.say(user)
  await talk.answer(talk.questions[0], { type: 'approve' })
  expect(ran).toEqual(['find_orders', `cancel_order ${MINTED}`])
})

describe('a tool that returns directly', () => {
  test('does not end the run of an agent with a refusal', async () => {
    const { cancel, ran } = shop()
    cancel.returnDirect = true
    const talk = new Talk(agentGraph('v2'), ask([cancel]), [[cancelCall('c', MINTED)]])
    await talk.say(user)
    await talk.answer(talk.questions[0], { type: 'reject' })
    expect(ran).toEqual([])
    expect(talk.messages.at(-1)?.content).toBe('done')
  })
})

describe('where asking fails', () => {
  const call = { ...cancelCall('c', MINTED), type: 'tool_call' as const }
  const invoke = async (interrupt: unknown, args: object = call.args, guard = createGuard(deferring)) => {
    const { cancel, ran } = shop()
    const config = {
      interrupt,
      state: { messages: [{ role: 'user', content: user }] },
      configurable: { __pregel_scratchpad: {}, __pregel_checkpointer: {} },
    }
    const [guarded] = ask([cancel], guard) as [StructuredToolInterface]
    const answer = await guarded
      .invoke({ ...call, args } as never, config as never)
      .catch((error: unknown) => error)
    return { answer, ran, guard }
  }
  const boom = () => {
    throw new Error('boom')
  }

  test.each<[string, unknown, object, RegExp]>([
    ['an interrupt that breaks', boom, call.args, /nobody could be asked \(boom\)/],
    [
      'an interrupt that is not of LangGraph',
      () => 'yes',
      call.args,
      /nobody could be asked \(Invalid HITLResponse/,
    ],
    [
      'arguments that cannot be kept',
      () => ({}),
      { order_id: MINTED, size: 1n },
      /nobody could be asked \(.*BigInt/,
    ],
  ])('%s: the model is sent back, and the record says why', async (_, interrupt, args, fault) => {
    const { answer, ran, guard } = await invoke(interrupt, args)
    expect(answer).toMatchObject({
      status: 'error',
      content: expect.stringContaining(`${NOTE_MARKER} DEFER`),
    })
    expect(ran).toEqual([])
    expect(guard.records()).toMatchObject([
      { outcome: { dispatched: false }, faults: [expect.stringMatching(fault)] },
    ])
  })

  test.each([
    ['no interrupt', undefined],
    ['an interrupt that is none', 'interrupt'],
  ])('%s: the model is sent back', async (_, interrupt) => {
    const { answer, guard } = await invoke(interrupt)
    expect(answer).toMatchObject({ content: expect.stringContaining(`${NOTE_MARKER} DEFER`) })
    expect(guard.records()).toMatchObject([{ outcome: { dispatched: false }, faults: [] }])
  })

  test('a guard that cannot record changes nothing', async () => {
    const guard = createGuard(deferring)
    const broken = Object.defineProperty({ ...guard, record: boom }, Symbol.for('handrail.guard'), {
      value: true,
    })
    const { answer, ran } = await invoke(boom, call.args, broken as typeof guard)
    expect(answer).toMatchObject({ content: expect.stringContaining(`${NOTE_MARKER} DEFER`) })
    expect(ran).toEqual([])
  })
})
