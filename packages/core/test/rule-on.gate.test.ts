import { describe, expect, expectTypeOf, test, vi } from 'vitest'
import {
  corpusOf,
  createGuard,
  type GatedRuling,
  type Guard,
  type HostRule,
  type Ruling,
  ruleOn,
} from '../src/index.ts'

const call = { toolCallId: 'c', toolName: 'cancel_order', args: { order_id: 'W7700123' } }
const minted = corpusOf([{ kind: 'task', text: 'Cancel my last order.' }])
const known = corpusOf([{ kind: 'task', text: 'Cancel W7700123.' }])
const deferring = {
  handler: 'enforce',
  policy: { onHighConfidence: 'DEFER', onLowConfidence: 'DEFER', ceiling: 'DEFER' },
} as const
const boom = (): never => {
  throw new Error('boom')
}

interface Gate {
  readonly corpus?: typeof known
  readonly canSuspend?: boolean
  readonly rule?: () => HostRule | PromiseLike<HostRule>
  readonly approved?: boolean
  readonly canNote?: boolean
  readonly storeNote?: (note: string) => void | PromiseLike<void>
}

function rule(
  guard: Guard,
  { corpus = known, canSuspend = true, rule = () => 'run', approved, ...rest }: Gate = {},
) {
  return ruleOn(guard, call, () => ({
    ...rest,
    call,
    evidence: () => corpus,
    approved: () => approved ?? false,
    gate: { canSuspend, rule },
  }))
}

const outcome = (guard: Guard) => {
  expect(guard.records()).toHaveLength(1)
  return guard.records()[0]?.outcome
}

describe('at a gate', () => {
  test('DEFER suspends where a person can be asked, and the host is not', () => {
    const guard = createGuard(deferring)
    const host = vi.fn(() => 'run' as const)
    expect(rule(guard, { corpus: minted, rule: host })).toMatchObject({ kind: 'suspend' })
    expect(outcome(guard)).toEqual({ intervention: 'DEFER', dispatched: false, suspended: true })
    expect(host).not.toHaveBeenCalled()
  })

  test('DEFER withholds where nobody can be asked', () => {
    const guard = createGuard(deferring)
    expect(rule(guard, { corpus: minted, canSuspend: false })).toMatchObject({ kind: 'withhold' })
    expect(outcome(guard)).toEqual({ intervention: 'DEFER', dispatched: false })
  })

  test('BLOCK withholds although a person could be asked', () => {
    const guard = createGuard({ handler: 'enforce' })
    expect(rule(guard, { corpus: minted })).toMatchObject({ kind: 'withhold' })
    expect(outcome(guard)).toEqual({ intervention: 'BLOCK', dispatched: false })
  })

  test.each([true, false])('the host rules on what the guard lets run; later: %s', async (later) => {
    for (const [said, kind, expected] of [
      ['run', 'run', { intervention: 'OBSERVE', dispatched: true }],
      ['refuse', 'refuse', { intervention: 'OBSERVE', dispatched: false }],
      ['suspend', 'suspend', { intervention: 'OBSERVE', dispatched: false, suspended: true }],
    ] as const) {
      const guard = createGuard({ handler: 'enforce' })
      const ruling = rule(guard, { rule: () => (later ? Promise.resolve(said) : said) })
      expect(ruling instanceof Promise).toBe(later)
      expect(await ruling).toMatchObject({ kind })
      expect(outcome(guard)).toEqual(expected)
    }
  })

  test('a person who said yes is not asked again, for the guard or for the host', () => {
    for (const [corpus, options] of [
      [minted, deferring],
      [known, { handler: 'enforce' }],
    ] as const) {
      const guard = createGuard(options)
      const ruling = rule(guard, { corpus, approved: true, rule: () => 'suspend' })
      expect(ruling).toMatchObject({ kind: 'run' })
      expect(outcome(guard)).toEqual({ intervention: 'OBSERVE', dispatched: true, approved: true })
    }
    const reads = createGuard({ handler: 'enforce', tools: { cancel_order: { effect: 'read' } } })
    expect(rule(reads, { approved: true, rule: () => 'suspend' })).toMatchObject({ kind: 'run' })
    expect(outcome(reads)).toMatchObject({ dispatched: true })
  })

  test('a host’s no outweighs a person’s yes', () => {
    const guard = createGuard({ handler: 'enforce' })
    expect(rule(guard, { approved: true, rule: () => 'refuse' })).toMatchObject({ kind: 'refuse' })
    expect(outcome(guard)).toEqual({ intervention: 'OBSERVE', dispatched: false, approved: true })
  })

  test.each([boom, async () => boom()])('a rule of the host that throws is a fault', async (failing) => {
    const guard = createGuard({ handler: 'enforce' })
    expect(await rule(guard, { rule: failing })).toEqual({ kind: 'run' })
    expect(guard.records()).toMatchObject([
      { outcome: { dispatched: true }, faults: [expect.stringContaining('boom')] },
    ])
  })

  test('the types tell a gate from a run', () => {
    const guard = createGuard()
    const atRun = ruleOn(guard, call, () => ({ call, evidence: () => known }))
    expectTypeOf(atRun).toEqualTypeOf<Ruling | Promise<Ruling>>()
    expectTypeOf(rule(guard)).toEqualTypeOf<GatedRuling | Promise<GatedRuling>>()
  })
})

describe('a note', () => {
  const warning = { handler: 'enforce', tools: { cancel_order: { effect: 'write' } } } as const

  test('is stored before the call is recorded, and waited for', async () => {
    const guard = createGuard(warning)
    const stored: string[] = []
    const storeNote = async (note: string) => {
      await Promise.resolve()
      expect(guard.records()).toEqual([])
      stored.push(note)
    }
    expect(await rule(guard, { corpus: minted, storeNote })).toMatchObject({ kind: 'run', note: stored[0] })
    expect(stored).toEqual([expect.stringMatching(/^\[handrail\] WARN: /)])
    expect(outcome(guard)).toEqual({ intervention: 'WARN', dispatched: true })
  })

  test('that there is none of is not stored', () => {
    const storeNote = vi.fn()
    rule(createGuard(warning), { storeNote })
    rule(createGuard({ tools: warning.tools }), { corpus: minted, storeNote })
    rule(createGuard({ handler: 'enforce' }), { corpus: minted, storeNote })
    rule(createGuard(warning), { corpus: minted, storeNote, rule: () => 'refuse' })
    expect(storeNote).not.toHaveBeenCalled()
  })

  test.each([boom, async () => boom()])('that cannot be stored is shown all the same', async (storeNote) => {
    const guard = createGuard(warning)
    expect(await rule(guard, { corpus: minted, storeNote })).toHaveProperty('note')
    expect(guard.records()).toMatchObject([
      { outcome: { intervention: 'WARN' }, faults: [expect.stringMatching(/not stored \(.*boom/)] },
    ])
  })

  test('that nobody could show is none, and the record says so', () => {
    const guard = createGuard(warning)
    const ruling = rule(guard, { corpus: minted, canNote: false })
    expect(ruling).toMatchObject({ kind: 'run' })
    expect(ruling).not.toHaveProperty('note')
    expect(outcome(guard)).toEqual({ intervention: 'OBSERVE', dispatched: true })
  })
})
