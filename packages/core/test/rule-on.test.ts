import { describe, expect, test, vi } from 'vitest'
import { corpusOf, createGuard, effectProposal, type Guard, observeCall, ruleOn } from '../src/index.ts'

const call = { toolCallId: 'c', toolName: 'cancel_order', args: { order_id: 'W7700123' } }
const corpus = corpusOf([{ kind: 'task', text: 'Cancel my last order.' }])
const about = () => ({ call, evidence: () => corpus })
const boom = () => {
  throw new Error('boom')
}

/** A guard of which some methods are replaced. */
function broken(guard: Guard, methods: Partial<Guard>): Guard {
  return { ...guard, ...methods }
}

describe('a ruling', () => {
  test('withholds, and is recorded', () => {
    const guard = createGuard({ handler: 'enforce' })
    expect(ruleOn(guard, call, about)).toMatchObject({
      kind: 'withhold',
      proposal: { intervention: 'BLOCK' },
    })
    expect(guard.records()).toMatchObject([
      { outcome: { intervention: 'BLOCK', dispatched: false }, faults: [] },
    ])
  })

  test('runs with a note', () => {
    const guard = createGuard({ handler: 'enforce', tools: { cancel_order: { effect: 'write' } } })
    expect(ruleOn(guard, call, about)).toMatchObject({
      kind: 'run',
      note: expect.stringMatching(/^\[handrail\] WARN: /),
    })
    expect(guard.records()).toMatchObject([{ outcome: { intervention: 'WARN', dispatched: true } }])
  })

  test('a call that a person approved runs, and the record says so', () => {
    const guard = createGuard({ handler: 'enforce' })
    const ruling = ruleOn(guard, call, () => ({ ...about(), approved: () => true }))
    expect(ruling).toMatchObject({ kind: 'run' })
    expect(ruling).not.toHaveProperty('note')
    expect(guard.records()).toMatchObject([
      { outcome: { intervention: 'OBSERVE', dispatched: true, approved: true } },
    ])
  })

  test('what the host put into the arguments is recorded and not judged', async () => {
    const guard = createGuard({ handler: 'enforce' })
    await ruleOn(guard, call, () => ({ ...about(), call: { ...call, judgedArgs: {} } }))
    expect(guard.records()).toMatchObject([
      { assessment: { call: { args: call.args } }, outcome: { dispatched: true } },
    ])
    await ruleOn(guard, call, () => ({ ...about(), call: { ...call, args: {}, judgedArgs: call.args } }))
    expect(guard.records()[1]).toMatchObject({
      assessment: { call: { args: {} } },
      outcome: { dispatched: false },
    })
  })

  test('evidence is asked for only when the call is judged', () => {
    const evidence = vi.fn(() => corpus)
    const read = { ...call, toolName: 'get_order' }
    expect(ruleOn(createGuard({ handler: 'enforce' }), read, () => ({ call: read, evidence }))).toMatchObject(
      { kind: 'run' },
    )
    expect(evidence).not.toHaveBeenCalled()
  })

  test.each<[string, () => ReturnType<typeof about>, (guard: Guard) => Partial<Guard>]>([
    ['what the adapter says', boom, () => ({})],
    ['the evidence', () => ({ call, evidence: boom }), () => ({})],
    ['the judgement', about, () => ({ assess: boom })],
    ['the handler’s side', about, () => ({ propose: boom })],
    ['the handler’s side, later', about, () => ({ propose: () => Promise.reject(new Error('boom')) })],
  ])('when %s fails, the call runs and the record says why', async (_, request, methods) => {
    const guard = createGuard({ handler: 'enforce' })
    const ruling = await ruleOn(broken(guard, methods(guard)), call, request)
    expect(ruling).toMatchObject({ kind: 'run' })
    expect(ruling).not.toHaveProperty('note')
    expect(guard.records()).toHaveLength(1)
    expect(guard.records()[0]).toMatchObject({
      assessment: { call: { toolName: 'cancel_order' } },
      outcome: { dispatched: true },
      faults: [expect.stringContaining('boom')],
    })
  })

  test('a guard that cannot even record lets the call run', () => {
    expect(ruleOn(broken(createGuard(), { record: boom }), call, about)).toEqual({ kind: 'run' })
  })

  test('an abort while the handler is asked ends the call', async () => {
    const controller = new AbortController()
    const handler = { name: 'slow', handle: () => new Promise<never>(() => {}) }
    const guard = createGuard({ handler })
    const ruling = ruleOn(guard, call, () => ({ ...about(), abortSignal: controller.signal }))
    controller.abort('the user left')
    expect(await ruling).toEqual({ kind: 'abort', reason: 'the user left' })
    expect(guard.records()).toMatchObject([{ outcome: { dispatched: false } }])
  })

  test('nothing waits for a handler that can do no more than observe', () => {
    const handle = vi.fn(() => new Promise<never>(() => {}))
    const guard = createGuard({ handler: { name: 'slow', handle } })
    const known = corpusOf([{ kind: 'task', text: 'Cancel W7700123.' }])
    expect(ruleOn(guard, call, () => ({ call, evidence: () => known }))).toMatchObject({ kind: 'run' })
    expect(guard.records()).toMatchObject([{ outcome: { intervention: 'OBSERVE' }, faults: [] }])
  })

  test('a handler of another kind of promise is waited for', async () => {
    const proposal = effectProposal({ intervention: 'BLOCK', dispatchCall: false })
    // biome-ignore lint/suspicious/noThenProperty: a promise of another library
    const thenable = { then: (settle: (value: unknown) => void) => settle(proposal) }
    const guard = createGuard({ handler: { name: 'other', handle: () => thenable as never } })
    expect(await ruleOn(guard, call, about)).toMatchObject({ kind: 'withhold' })
  })
})

test('a host that only listens records what would have been decided', () => {
  const guard = createGuard({ handler: 'enforce' })
  observeCall(guard, call, about)
  observeCall(guard, call, boom)
  expect(guard.records()).toMatchObject([
    {
      assessment: { decision: { intervention: 'BLOCK' } },
      outcome: { intervention: 'OBSERVE', dispatched: true },
      faults: [],
    },
    { outcome: { dispatched: true }, faults: [expect.stringContaining('boom')] },
  ])
})
