import { describe, expect, test } from 'vitest'
import {
  corpusOf,
  createGuard,
  decideOn,
  type Guard,
  type GuardOptions,
  type OpenRuling,
} from '../src/index.ts'

const call = { toolCallId: 'c', toolName: 'cancel_order', args: { order_id: 'W7700123' } }
const minted = corpusOf([{ kind: 'task', text: 'Cancel my last order.' }])
const deferring = {
  handler: 'enforce',
  policy: { onHighConfidence: 'DEFER', onLowConfidence: 'DEFER', ceiling: 'DEFER' },
} as const satisfies GuardOptions

function decide(guard: Guard, more: object = {}): OpenRuling {
  const ruling = decideOn(guard, call, () => ({ call, evidence: () => minted, ...more }))
  if (ruling instanceof Promise || ruling.kind !== 'open') throw new Error('expected an open ruling')
  expect(guard.records()).toEqual([])
  return ruling
}

const outcomes = (guard: Guard) => guard.records().map(({ outcome }) => outcome)

describe('a call that is decided and left open', () => {
  test('is recorded when it is carried out, as it would have been at once', () => {
    const guard = createGuard({ handler: 'enforce' })
    const open = decide(guard)
    expect(open.suspends).toBe(false)
    expect(open.carryOut()).toMatchObject({ kind: 'withhold', proposal: { intervention: 'BLOCK' } })
    expect(outcomes(guard)).toEqual([{ intervention: 'BLOCK', dispatched: false }])
  })

  test('suspends on DEFER, and runs with the consent of a person', () => {
    const guard = createGuard(deferring)
    const open = decide(guard)
    expect(open.suspends).toBe(true)
    open.suspend()
    expect(open.carryOut({ approved: true })).toMatchObject({ kind: 'run' })
    expect(outcomes(guard)).toEqual([
      { intervention: 'DEFER', dispatched: false, suspended: true },
      { intervention: 'OBSERVE', dispatched: true, approved: true },
    ])
  })

  test('is not warned about when a person changed it', () => {
    const guard = createGuard({ handler: 'enforce', ceilings: { destructive: 'WARN' } })
    expect(decide(guard).carryOut({ approved: true })).toHaveProperty('note')
    const other = createGuard({ handler: 'enforce', ceilings: { destructive: 'WARN' } })
    expect(decide(other).carryOut({ approved: true, edited: true })).not.toHaveProperty('note')
    expect(outcomes(other)).toEqual([
      { intervention: 'OBSERVE', dispatched: true, approved: true, edited: true },
    ])
  })

  test('is recorded when a person refuses', () => {
    const guard = createGuard(deferring)
    decide(guard).refuse()
    expect(outcomes(guard)).toEqual([{ intervention: 'DEFER', dispatched: false, approved: false }])
  })

  test('sends the model back on DEFER, or blocks where that is asked for', () => {
    const guard = createGuard(deferring)
    expect(decide(guard).carryOut()).toMatchObject({
      kind: 'withhold',
      proposal: { intervention: 'DEFER', syntheticResult: null },
    })
    const other = createGuard(deferring)
    const ruling = decide(other).carryOutUnasked()
    expect(ruling).toMatchObject({
      kind: 'withhold',
      proposal: { intervention: 'BLOCK', note: expect.stringMatching(/^\[handrail] BLOCK: .*NOT executed/) },
    })
    expect(outcomes(other)).toEqual([{ intervention: 'BLOCK', dispatched: false }])
    expect(JSON.stringify(ruling)).toContain('order_id')
  })

  test('leaves what need not be asked as it is where nobody can be', () => {
    const guard = createGuard({ handler: 'enforce', ceilings: { destructive: 'WARN' } })
    expect(decide(guard).carryOutUnasked()).toMatchObject({ kind: 'run', note: expect.any(String) })
  })

  test('runs with a fault in the record when something of ours fails', () => {
    const guard = createGuard(deferring)
    const ruling = decideOn(guard, call, () => {
      throw new Error('boom')
    }) as OpenRuling
    expect(ruling.suspends).toBe(false)
    expect(ruling.carryOut()).toMatchObject({ kind: 'run' })
    expect(guard.records()[0]?.faults.join()).toContain('boom')
  })

  test('is aborted when the host gives up while the handler is asked', async () => {
    const controller = new AbortController()
    const guard = createGuard({
      handler: {
        name: 'slow',
        handle: async () => {
          controller.abort('enough')
          throw new Error('late')
        },
      },
    })
    const ruling = await decideOn(guard, call, () => ({
      call,
      evidence: () => minted,
      abortSignal: controller.signal,
    }))
    expect(ruling).toEqual({ kind: 'abort', reason: 'enough' })
  })

  test('never throws, not even when the guard cannot record', () => {
    const guard = createGuard(deferring)
    const broken: Guard = {
      ...guard,
      record() {
        throw new Error('boom')
      },
    }
    const open = decide(broken)
    expect(() => open.suspend()).not.toThrow()
    expect(() => open.refuse()).not.toThrow()
    expect(open.carryOut()).toEqual({ kind: 'run' })
    expect(open.carryOutUnasked()).toEqual({ kind: 'run' })
  })
})

describe('a guard knows whether it may defer', () => {
  test.each<[boolean, GuardOptions]>([
    [false, {}],
    [false, { handler: 'enforce' }],
    [true, deferring],
    [false, { ...deferring, handler: 'observe' }],
    [false, { ...deferring, ceilings: { destructive: 'BLOCK' } }],
    [true, { ...deferring, ceilings: { write: 'DEFER', destructive: 'BLOCK' } }],
    [false, { handler: 'enforce', policy: { ceiling: 'DEFER' } }],
    [true, { handler: 'enforce', policy: { onHighConfidence: 'DEFER', ceiling: 'DEFER' } }],
    [true, { handler: { name: 'own', handle: () => undefined as never }, policy: deferring.policy }],
  ])('%s with %o', (expected, options) => {
    const guard = createGuard(options)
    expect(guard.mayDefer).toBe(expected)
    expect(guard.withEvidence([]).mayDefer).toBe(expected)
  })
})
