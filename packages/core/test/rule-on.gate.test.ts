import { describe, expect, expectTypeOf, test, vi } from 'vitest'
import {
  corpusOf,
  createGuard,
  type GatedRuling,
  type Guard,
  type HostRule,
  type Ruling,
  ruleAtGate,
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

/** The ruling at the gate. */
function atGate(
  guard: Guard,
  { corpus = known, canSuspend = true, rule = () => 'run', approved, ...rest }: Gate = {},
) {
  return ruleAtGate(
    guard,
    call,
    () => ({ ...rest, call, evidence: () => corpus, approved: () => approved ?? false }),
    { canSuspend, rule },
  )
}

/** The ruling, and what comes of it where the call may run and does. */
async function rule(guard: Guard, gate?: Gate) {
  const ruling = await atGate(guard, gate)
  if (ruling.kind !== 'pass') return ruling
  expect(guard.records()).toEqual([])
  return ruling.begin()
}

const outcome = (guard: Guard) => {
  expect(guard.records()).toHaveLength(1)
  return guard.records()[0]?.outcome
}

describe('at a gate', () => {
  test('DEFER suspends where a person can be asked, and the host is not', async () => {
    const guard = createGuard(deferring)
    const host = vi.fn(() => 'run' as const)
    expect(await rule(guard, { corpus: minted, rule: host })).toMatchObject({ kind: 'suspend' })
    expect(outcome(guard)).toEqual({ intervention: 'DEFER', dispatched: false, suspended: true })
    expect(host).not.toHaveBeenCalled()
  })

  test('DEFER withholds where nobody can be asked', async () => {
    const guard = createGuard(deferring)
    expect(await rule(guard, { corpus: minted, canSuspend: false })).toMatchObject({ kind: 'withhold' })
    expect(outcome(guard)).toEqual({ intervention: 'DEFER', dispatched: false })
  })

  test('BLOCK withholds although a person could be asked', async () => {
    const guard = createGuard({ handler: 'enforce' })
    expect(await rule(guard, { corpus: minted })).toMatchObject({ kind: 'withhold' })
    expect(outcome(guard)).toEqual({ intervention: 'BLOCK', dispatched: false })
  })

  test.each([true, false])('the host rules on what the guard lets run; later: %s', async (later) => {
    for (const [said, kind, expected] of [
      ['run', 'pass', { intervention: 'OBSERVE', dispatched: true }],
      ['refuse', 'refuse', { intervention: 'OBSERVE', dispatched: false }],
      ['suspend', 'suspend', { intervention: 'OBSERVE', dispatched: false, suspended: true }],
    ] as const) {
      const guard = createGuard({ handler: 'enforce' })
      const ruling = atGate(guard, { rule: () => (later ? Promise.resolve(said) : said) })
      expect(ruling instanceof Promise).toBe(later)
      const settled = await ruling
      expect(settled.kind).toBe(kind)
      if (settled.kind === 'pass') expect(await settled.begin()).toMatchObject({ kind: 'run' })
      expect(outcome(guard)).toEqual(expected)
    }
  })

  test('a person who said yes is not asked again, for the guard or for the host', async () => {
    for (const [corpus, options] of [
      [minted, deferring],
      [known, { handler: 'enforce' }],
    ] as const) {
      const guard = createGuard(options)
      const ruling = await rule(guard, { corpus, approved: true, rule: () => 'suspend' })
      expect(ruling).toMatchObject({ kind: 'run' })
      expect(outcome(guard)).toEqual({ intervention: 'OBSERVE', dispatched: true, approved: true })
    }
    const reads = createGuard({ handler: 'enforce', tools: { cancel_order: { effect: 'read' } } })
    expect(await rule(reads, { approved: true, rule: () => 'suspend' })).toMatchObject({ kind: 'run' })
    expect(outcome(reads)).toEqual({ intervention: 'OBSERVE', dispatched: true, approved: true })
  })

  test('a host’s no outweighs a person’s yes', async () => {
    const guard = createGuard({ handler: 'enforce' })
    expect(await rule(guard, { approved: true, rule: () => 'refuse' })).toMatchObject({ kind: 'refuse' })
    expect(outcome(guard)).toEqual({ intervention: 'OBSERVE', dispatched: false, approved: true })
  })

  test.each([boom, async () => boom()])('a rule of the host that throws is a fault', async (failing) => {
    const guard = createGuard({ handler: 'enforce' })
    expect(await rule(guard, { rule: failing })).toEqual({ kind: 'run' })
    expect(guard.records()).toMatchObject([
      { outcome: { dispatched: true }, faults: [expect.stringContaining('boom')] },
    ])
  })

  test('a call that passed and never runs leaves no record', async () => {
    const guard = createGuard({ handler: 'enforce' })
    expect(await atGate(guard)).toMatchObject({ kind: 'pass' })
    expect(guard.records()).toEqual([])
  })

  test.each<[HostRule, object]>([
    ['run', { dispatched: true }],
    ['refuse', { dispatched: false }],
    ['suspend', { dispatched: false, suspended: true }],
  ])('a guard that fails leaves it to the host: %s', async (said, expected) => {
    for (const methods of [{ assess: boom }, { propose: boom }, { propose: async () => boom() }]) {
      const guard = createGuard({ handler: 'enforce' })
      const host = vi.fn(() => said)
      await rule({ ...guard, ...methods } as Guard, { corpus: minted, rule: host })
      expect(host).toHaveBeenCalledTimes(1)
      expect(outcome(guard)).toMatchObject({ intervention: 'OBSERVE', ...expected })
      expect(guard.records()[0]?.faults).toEqual([expect.stringContaining('boom')])
    }
  })

  test('a guard that cannot even record keeps no call from running', async () => {
    const guard = { ...createGuard(), record: boom } as Guard
    expect(await rule(guard)).toMatchObject({ kind: 'run' })
  })

  test('a person is asked however often: asking is no arguing with the model', () => {
    const guard = createGuard({
      ...deferring,
      maxActuations: 0,
      tools: { cancel_order: { effect: 'write' } },
      ceilings: { write: 'DEFER' },
    })
    const asking = { ...call, asksPerson: true }
    expect(guard.assess(call, minted).decision.intervention).toBe('OBSERVE')
    expect(guard.assess(asking, minted).decision.intervention).toBe('DEFER')
  })

  test('the types tell a gate from a run', async () => {
    const guard = createGuard()
    const atRun = ruleOn(guard, call, () => ({ call, evidence: () => known }))
    expectTypeOf(atRun).toEqualTypeOf<Ruling | Promise<Ruling>>()
    const ruling = atGate(guard)
    expectTypeOf(ruling).toEqualTypeOf<GatedRuling | Promise<GatedRuling>>()
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

  test('that there is none of is not stored', async () => {
    const storeNote = vi.fn()
    await rule(createGuard(warning), { storeNote })
    await rule(createGuard({ tools: warning.tools }), { corpus: minted, storeNote })
    await rule(createGuard({ handler: 'enforce' }), { corpus: minted, storeNote })
    await rule(createGuard(warning), { corpus: minted, storeNote, rule: () => 'refuse' })
    expect(storeNote).not.toHaveBeenCalled()
  })

  test.each([boom, async () => boom()])('that cannot be stored is shown all the same', async (storeNote) => {
    const guard = createGuard(warning)
    expect(await rule(guard, { corpus: minted, storeNote })).toHaveProperty('note')
    expect(guard.records()).toMatchObject([
      { outcome: { intervention: 'WARN' }, faults: [expect.stringMatching(/not stored \(.*boom/)] },
    ])
  })

  test('that nobody could show is none, and the record says so', async () => {
    const guard = createGuard(warning)
    const ruling = await rule(guard, { corpus: minted, canNote: false })
    expect(ruling).toMatchObject({ kind: 'run' })
    expect(ruling).not.toHaveProperty('note')
    expect(outcome(guard)).toEqual({ intervention: 'OBSERVE', dispatched: true })
  })
})
