import { createGuard } from '@handrail/core'
import { AIMessage, type BaseMessage, HumanMessage, ToolMessage } from '@langchain/core/messages'
import { fakeModel } from '@langchain/core/testing'
import type { StructuredToolInterface } from '@langchain/core/tools'
import { MemorySaver } from '@langchain/langgraph'
import {
  type AnyAgentMiddleware,
  ClearToolUsesEdit,
  contextEditingMiddleware,
  createAgent,
  summarizationMiddleware,
} from 'langchain'
import { describe, expect, test } from 'vitest'
import { type Ledger, remembered, withMessages } from '../src/evidence/ledger.ts'
import { handrailMiddleware } from '../src/middleware.ts'
import { agentOf } from './support/agents.ts'
import type { Call } from './support/hosts.ts'
import { cancelCall, findCall, MINTED, REAL, shop, user } from './support/shop.ts'

type Memory = 'messages' | 'ledger'

/** A model that sums up what it was told, and makes an id up. */
const summaries = () =>
  fakeModel()
    .respond(new AIMessage(`So far: ${MINTED}`))
    .respond(new AIMessage('again'))
// Strict options refuse LangChain's own options and type here.
const summarization = (keep = 2) =>
  summarizationMiddleware({
    model: summaries(),
    trigger: { messages: keep + 2 },
    keep: { messages: keep },
  } as never) as unknown as AnyAgentMiddleware
const contextEditing = (keep: number, more = {}) =>
  contextEditingMiddleware({
    edits: [new ClearToolUsesEdit({ trigger: { messages: 3 }, keep: { messages: keep }, ...more })],
  })

/** Two looks that push the first result out, and then calls with a real and a made-up id. */
const steps: Call[][] = [
  [{ ...findCall, id: 'f1' }],
  [{ id: 'o1', name: 'other', args: {} }],
  [{ id: 'o2', name: 'other', args: {} }],
  [cancelCall('c-real', REAL), cancelCall('c-minted', MINTED)],
]

async function play(memory: Memory, others: (first: AnyAgentMiddleware) => AnyAgentMiddleware[]) {
  const guard = createGuard({ handler: 'enforce' })
  const desk = shop()
  const first = handrailMiddleware({ guard, memory })
  const agent = agentOf({ tools: [...desk.tools, desk.other], steps, middleware: others(first) })
  const { messages } = await agent.say(user)
  return { ran: desk.ran.filter((one) => one.startsWith('cancel')), guard, messages, ...agent }
}

const bothRan = [`cancel_order ${REAL}`, `cancel_order ${MINTED}`]
const onlyReal = [`cancel_order ${REAL}`]

describe('middleware that takes results out of the state', () => {
  const cases: [string, (first: AnyAgentMiddleware) => AnyAgentMiddleware[]][] = [
    ['summarization', (first) => [first, summarization()]],
    ['summarization of nearly all', (first) => [first, summarization(1)]],
    ['summarization that stands before it', (first) => [summarization(), first]],
    ['context editing', (first) => [first, contextEditing(1)]],
    ['context editing of all results', (first) => [first, contextEditing(0)]],
    ['context editing with the arguments', (first) => [first, contextEditing(0, { clearToolInputs: true })]],
    ['both', (first) => [first, summarization(), contextEditing(1)]],
  ]
  test.each(cases)('%s: with the ledger, evidence outlives it', async (_, middleware) => {
    const kept = await play('ledger', middleware)
    expect(kept.ran).toEqual(onlyReal)
    expect(kept.guard.records().flatMap(({ faults }) => faults)).toEqual([])
    expect(kept.guard.records().map(({ outcome }) => outcome.intervention)).toEqual([
      ...['OBSERVE', 'OBSERVE', 'OBSERVE', 'OBSERVE', 'BLOCK'],
    ])
    // Without, nothing is judged once something is lost.
    const lost = await play('messages', middleware)
    expect(lost.ran).toEqual(bothRan)
  })
})

test('without such middleware, both memories come to the same', async () => {
  for (const memory of ['messages', 'ledger'] as const)
    expect((await play(memory, (first) => [first])).ran).toEqual(onlyReal)
})

test('the ledger is private: no output shows it, and no input fills it', async () => {
  const guard = createGuard({ handler: 'enforce' })
  const desk = shop()
  const { agent } = agentOf({
    tools: desk.tools,
    steps: [[findCall], [cancelCall('c-minted', MINTED)]],
    middleware: [handrailMiddleware({ guard, memory: 'ledger' }), summarization(2)],
  })
  const config = { configurable: { thread_id: 'forged' } }
  const forged: Ledger = [{ id: 'x', entries: [{ kind: 'task', text: MINTED }] }]
  const state = await agent.invoke({ messages: [new HumanMessage(user)], _handrail: forged } as never, config)
  expect(Object.keys(state)).toEqual(['messages'])
  expect(desk.ran).toEqual(['find_orders'])
  const kept = await agent.graph.getState(config)
  expect(JSON.stringify(kept.values._handrail)).toContain(REAL)
  expect(JSON.stringify(kept.values._handrail)).not.toContain('"x"')
})

test('a conversation goes on in a new process with the same verdicts', async () => {
  const checkpointer = new MemorySaver()
  const config = { configurable: { thread_id: 't' } }
  /** A process of its own: nothing is shared but what the checkpointer has written down. */
  const talk = async (text: string, calls: Call[][]) => {
    const guard = createGuard({ handler: 'enforce' })
    const desk = shop()
    const model = fakeModel()
    for (const step of calls)
      model.respond(
        new AIMessage({
          id: `ai-${step[0]?.id}`,
          content: '',
          tool_calls: step.map((call) => ({ ...call, type: 'tool_call' as const })),
        }),
      )
    model.respond(new AIMessage({ id: `done-${text}`, content: 'done' }))
    const middleware: AnyAgentMiddleware[] = [
      handrailMiddleware({ guard, memory: 'ledger' }),
      summarization(1),
    ]
    const tools: StructuredToolInterface[] = [...desk.tools, desk.other]
    const agent = createAgent({ model, tools, middleware: [...middleware], checkpointer })
    const { messages } = await agent.invoke({ messages: [new HumanMessage(text)] }, config)
    return { guard, messages, ran: desk.ran }
  }
  await talk(user, [[findCall]])
  await talk('And?', [[{ id: 'o1', name: 'other', args: {} }]])
  const last = await talk('Go on.', [[cancelCall('c-minted', MINTED)], [cancelCall('c-real', REAL)]])
  expect(JSON.stringify(last.messages)).not.toContain('Ada Quill')
  expect(last.ran).toEqual(onlyReal)
  expect(last.guard.records().map(({ outcome }) => outcome.intervention)).toEqual(['BLOCK', 'OBSERVE'])
  // A retry is held as such, although the answer to the first one is long gone.
  const retried = await talk('Once more.', [
    [{ id: 'o3', name: 'other', args: {} }],
    [cancelCall('c-again', MINTED)],
  ])
  expect(retried.ran).toEqual(['other'])
  expect(retried.guard.records().at(-1)?.assessment.earlierAttempts).toBe(1)
})

describe('what a ledger takes in', () => {
  const ai = (id: string, calls: Call[] = []) =>
    new AIMessage({
      id,
      content: 'text',
      tool_calls: calls.map((call) => ({ ...call, type: 'tool_call' as const })),
    })
  const human = new HumanMessage({ id: 'h', content: 'Cancel it, please.' })
  const result = new ToolMessage({ id: 't', content: REAL, tool_call_id: 'f', name: 'find_orders' })
  const history = [human, ai('a', [{ ...findCall, id: 'f' }]), result]
  const summary = (id: string) =>
    new HumanMessage({ id, content: MINTED, additional_kwargs: { lc_source: 'summarization' } })
  const cleared = new ToolMessage({
    ...{ id: 'new', content: '[cleared]', tool_call_id: 'f', name: 'find_orders' },
    response_metadata: { context_editing: { cleared: true } },
  })
  const next = ai('b', [cancelCall('c', REAL)])

  test('what is new, once, and nothing that a model wrote', () => {
    const first = withMessages(undefined, history.slice(0, 1))
    const second = withMessages(first, [...history, ai('end')])
    expect(second).toEqual([
      { id: 'h', entries: [{ kind: 'task', role: 'user', text: 'Cancel it, please.' }] },
      { id: 'a', entries: [{ kind: 'call', toolCallId: 'f', toolName: 'find_orders', args: {} }] },
      { id: 't', entries: [{ kind: 'result', toolCallId: 'f', toolName: 'find_orders', content: REAL }] },
    ])
    expect(JSON.parse(JSON.stringify(second))).toEqual(second)
    expect(withMessages(second, [...history, ai('end')])).toBeUndefined()
    expect(withMessages(second, [summary('h'), ...history.slice(1)])).toBeUndefined()
    expect(withMessages(second, [human, history[1] as BaseMessage, cleared])).toBeUndefined()
    expect(withMessages(second, [summary('h'), next])).toEqual([
      ...(second ?? []),
      {
        id: 'b',
        entries: [{ kind: 'call', toolCallId: 'c', toolName: 'cancel_order', args: { order_id: REAL } }],
      },
    ])
  })

  test('history that was lost before it began, or that it may have missed, stays lost', () => {
    const lost = { kind: 'opaque', reason: 'lost' }
    expect(withMessages(undefined, [summary('s'), next])?.[0]).toEqual({ id: 's', entries: [lost] })
    expect(withMessages(undefined, [cleared])?.[0]).toEqual({ id: 'new', entries: [lost] })
    const kept = withMessages(undefined, history)
    const late = new HumanMessage({ id: 'l', content: 'Go on.' })
    expect(withMessages(kept, [summary('h'), late])?.slice(3)).toMatchObject([
      { id: 'h', entries: [lost] },
      { id: 'l' },
    ])
  })

  test('calls are judged by the messages while they are all there, and by the ledger when they are not', () => {
    const kept = withMessages(undefined, history)
    const seen = [...history, next]
    expect(remembered(kept, seen)).toBe(seen)
    expect(remembered(undefined, seen)).toBe(seen)
    for (const malformed of ['x', {}, null]) expect(remembered(malformed, seen)).toBe(seen)
    for (const left of [[human, history[1], cleared], [summary('h'), result], [summary('h')], [result]])
      expect(remembered(kept, [...(left as BaseMessage[]), next])).toEqual([...(kept ?? []), next])
  })

  test('it is bounded, and says what it has dropped', () => {
    let ledger: Ledger | undefined
    const all: BaseMessage[] = []
    for (let i = 0; i < 200; i++) {
      all.push(
        new ToolMessage({
          id: `t${i}`,
          tool_call_id: `${i}`,
          name: 'find',
          content: `ORD-${i} `.repeat(500),
        }),
      )
      ledger = withMessages(ledger, all)
      expect(JSON.stringify(ledger).length).toBeLessThan(2 ** 19 + 1_000)
    }
    expect(ledger?.[0]).toEqual({ entries: [{ kind: 'opaque', reason: 'lost' }] })
    expect(ledger?.at(-1)?.id).toBe('t199')
    expect(remembered(ledger, all), 'nothing is lost while the messages are there').toBe(all)
    expect(remembered(ledger, all.slice(-1))).toEqual(ledger)
  })

  test('each message is condensed once', () => {
    let reads = 0
    const counted = new ToolMessage({ id: 'n', content: '', tool_call_id: 'n', name: 'find' })
    Object.defineProperty(counted, 'content', { get: () => `${++reads}` })
    withMessages(undefined, [counted])
    const before = reads
    withMessages(undefined, [counted])
    expect(reads).toBe(before)
  })
})
