import { describe, expect, test } from 'vitest'
import {
  type Assessment,
  BASE_INTERVENTIONS,
  type Corpus,
  corpusOf,
  createGuard,
  type EffectProposal,
  effectProposal,
  type GuardOptions,
  type GuardRecord,
  InterventionLadder,
  InterventionPolicy,
  type TranscriptEntry,
} from '../src/index.ts'

const TASK: TranscriptEntry = { kind: 'task', text: 'Please look after my order W2378156.' }
const MINTED = 'W9999999'

function assessed(
  options: GuardOptions,
  toolName: string,
  args: unknown = { order_id: MINTED },
  evidence: Corpus = corpusOf([TASK]),
): Assessment {
  return createGuard(options).assess({ toolCallId: 'c', toolName, args }, evidence)
}

const rungOf = (...given: Parameters<typeof assessed>) => assessed(...given).decision.rung.key

describe('ceilings', () => {
  const harsh = { onHighConfidence: 'DEFER', onLowConfidence: 'DEFER', ceiling: 'DEFER' }

  test('a read is never judged, a write is warned about, a destructive call is blocked', () => {
    expect(rungOf({}, 'get_order')).toBe('OBSERVE')
    expect(rungOf({}, 'update_address')).toBe('WARN')
    expect(rungOf({}, 'cancel_order')).toBe('BLOCK')
    expect(assessed({}, 'get_order').verdict.args.map(({ stance }) => stance)).toEqual(['ABSTAIN'])
  })

  test('the reason says where a decision was lowered', () => {
    expect(assessed({}, 'update_address').decision.reason).toContain('the ceiling of write tools -> WARN')
  })

  test('a policy whose own ceiling is DEFER lifts that of destructive tools, unless ceilings are given', () => {
    expect(rungOf({ policy: harsh }, 'cancel_order')).toBe('DEFER')
    expect(rungOf({ policy: new InterventionPolicy(harsh) }, 'cancel_order')).toBe('DEFER')
    expect(rungOf({ policy: harsh }, 'update_address')).toBe('WARN')
    expect(rungOf({ policy: harsh, ceilings: { destructive: 'BLOCK' } }, 'cancel_order')).toBe('BLOCK')
    expect(rungOf({ policy: { ...harsh, ceiling: ' defer ' } }, 'cancel_order')).toBe('DEFER')
  })

  test('a ceiling only ever lowers a rung', () => {
    expect(rungOf({ ceilings: { write: 'DEFER', destructive: 'DEFER' } }, 'cancel_order')).toBe('BLOCK')
    expect(rungOf({ ceilings: { write: 'BLOCK' } }, 'update_address')).toBe('BLOCK')
    expect(rungOf({ ceilings: { destructive: 'OBSERVE' } }, 'cancel_order')).toBe('OBSERVE')
  })

  test('a ceiling picks the highest rung at or below it', () => {
    const ladder = new InterventionLadder({
      specs: [
        { token: 'OBSERVE', rank: 0, dispatches: true },
        { token: 'NUDGE', rank: 5, dispatches: true },
        { token: 'BLOCK', rank: 20, dispatches: false, returnsSynthetic: true },
      ],
      defaultToken: 'OBSERVE',
    })
    const policy = { onLowConfidence: 'NUDGE', floor: 'NUDGE' }
    // The ladder has no WARN: the ceiling keeps the rank that WARN has on the built-in one.
    expect(rungOf({ ladder, policy }, 'update_address')).toBe('NUDGE')
    expect(rungOf({ ladder, policy }, 'cancel_order')).toBe('BLOCK')
  })

  test('a rung of the host is decided, and carried out by its data', () => {
    const ladder = BASE_INTERVENTIONS.extend([{ token: 'NUDGE', rank: 5, dispatches: true }])
    const policy = { onHighConfidence: 'NUDGE', onLowConfidence: 'NUDGE', floor: 'OBSERVE' }
    const guard = createGuard({ ladder, policy, handler: 'enforce' })
    const assessment = guard.assess(
      { toolCallId: 'c', toolName: 'cancel_order', args: { order_id: MINTED } },
      corpusOf([TASK]),
    )
    expect(assessment.decision).toMatchObject({ intervention: 'WARN', rung: { key: 'NUDGE' } })
    expect(guard.propose(assessment)).toMatchObject({ intervention: 'WARN', dispatchCall: true })
  })
})

describe('judging a call', () => {
  test('arguments that are no object become one argument', () => {
    const guard = createGuard()
    for (const args of ['text', 5, null, undefined, ['a'], true]) {
      const { verdict } = guard.assess({ toolCallId: 'c', toolName: 'cancel_order', args }, corpusOf([TASK]))
      expect(verdict.args.map(({ argName }) => argName)).toEqual(['input'])
    }
  })

  test('extra evidence is asked for only when something looks minted', () => {
    let asked = 0
    const extraEvidence = () => {
      asked++
      return [`Orders of today: ${MINTED}`]
    }
    expect(rungOf({ extraEvidence }, 'cancel_order', { order_id: 'W2378156' })).toBe('OBSERVE')
    expect(asked).toBe(0)
    expect(rungOf({ extraEvidence }, 'cancel_order')).toBe('OBSERVE')
    expect(asked).toBe(1)
    expect(rungOf({ extraEvidence: `Orders: ${MINTED}` }, 'cancel_order')).toBe('OBSERVE')
    expect(rungOf({ extraEvidence: 'nothing' }, 'cancel_order')).toBe('BLOCK')
  })

  test('a guard begins with the evidence it was given, and so do those made of it', () => {
    const guard = createGuard().withEvidence([{ kind: 'task', text: `order ${MINTED}` }])
    const judge = (given: typeof guard, id: string) =>
      given.assess({ toolCallId: 'c', toolName: 'cancel_order', args: { order_id: id } }, given.corpus())
        .decision.rung.key
    expect(judge(guard, MINTED)).toBe('OBSERVE')
    expect(judge(guard, 'W1111111')).toBe('BLOCK')
    expect(judge(guard.withEvidence([TASK]), 'W2378156')).toBe('OBSERVE')
    expect(judge(guard, 'W2378156')).toBe('BLOCK')
    const corpus = guard.corpus()
    corpus.append({ kind: 'task', text: 'W1111111' })
    expect(judge(guard, 'W1111111')).toBe('BLOCK')
  })

  let deep: unknown = MINTED
  for (let level = 0; level < 10_000; level++) deep = level % 2 === 0 ? { id: deep } : [deep]
  const cyclic: Record<string, unknown> = { order_id: MINTED }
  cyclic.self = cyclic
  cyclic.list = [cyclic]
  const fail = () => {
    throw new Error('hostile')
  }
  const hostile: Readonly<Record<string, unknown>> = {
    cyclic,
    'ten megabytes of text': { order_id: 'W9'.repeat(5 * 2 ** 20), text: 'a b '.repeat(2 ** 20) },
    'ten thousand levels': { deep },
    'a getter that throws': Object.defineProperty({ ok: 1 }, 'order_id', { enumerable: true, get: fail }),
    'a nested getter that throws': {
      a: Object.defineProperty({}, 'order_id', { enumerable: true, get: fail }),
    },
    'a proxy that throws on every question': new Proxy(
      {},
      { get: fail, ownKeys: fail, has: fail, getPrototypeOf: fail, getOwnPropertyDescriptor: fail },
    ),
    'a revoked proxy': (() => {
      const { proxy, revoke } = Proxy.revocable({}, {})
      revoke()
      return { order_id: proxy }
    })(),
    'the keys of prototypes': JSON.parse(
      `{"__proto__":{"order_id":"${MINTED}"},"constructor":1,"toString":"x"}`,
    ),
    'no prototype': Object.assign(Object.create(null), { order_id: MINTED }),
    'a BigInt': { order_id: 99_999_999_999n },
    functions: { order_id: fail, toJSON: fail },
    undefined: { order_id: undefined },
    'a hundred thousand keys': Object.fromEntries(
      Array.from({ length: 100_000 }, (_, i) => [`order_${i}_id`, i]),
    ),
    'a toString that throws': { order_id: { toString: fail, valueOf: fail } },
    'maps and dates': {
      order_id: new Map([['a', MINTED]]),
      at: new Date(Number.NaN),
      bytes: new Uint8Array(9),
    },
    'half a character': { order_id: `W99\uD800${'\u200B'.repeat(50)}99` },
  }

  test.each(Object.entries(hostile))('never throws on %s', (_, args) => {
    for (const toolName of ['get_order', 'update_address', 'cancel_order']) {
      const guard = createGuard({ handler: 'enforce' })
      const assessment = guard.assess({ toolCallId: 'c', toolName, args }, corpusOf([TASK]))
      const proposal = guard.propose(assessment) as EffectProposal
      const record = guard.record(assessment, proposal, { intervention: 'OBSERVE', dispatched: true })
      expect(record.sequence).toBe(1)
      if (assessment.faults.length > 0) expect(proposal.dispatchCall).toBe(true)
      expect(proposal.note.length).toBeLessThan(100_000)
    }
  })

  test.each([
    [
      'a call whose arguments cannot be read',
      Object.defineProperty({ toolCallId: 'c', toolName: 'x' }, 'args', { get: fail }),
    ],
    ['a call without a name', { toolCallId: 'c', args: {} }],
    ['no call', null],
  ])('never throws on %s', (_, call) => {
    const assessment = createGuard({ handler: 'enforce' }).assess(call as never, corpusOf([TASK]))
    expect(assessment.decision.intervention).toBe('OBSERVE')
    expect(assessment.faults).toHaveLength(1)
  })

  test('a corpus that fails is a fault, and the call is observed', () => {
    const broken = new Proxy(corpusOf([TASK]), { get: fail })
    const assessment = assessed({}, 'cancel_order', { order_id: MINTED }, broken)
    expect(assessment.decision.intervention).toBe('OBSERVE')
    expect(assessment.faults.join()).toContain('hostile')
  })
})

describe('proposing', () => {
  const call = { toolCallId: 'c', toolName: 'cancel_order', args: { order_id: MINTED } }
  const proposed = (options: GuardOptions) => {
    const guard = createGuard(options)
    return guard.propose(guard.assess(call, corpusOf([TASK])))
  }
  const withNote = (note: string): GuardOptions => ({
    handler: {
      name: 'own',
      handle: ({ intervention }) => effectProposal({ intervention, dispatchCall: false, note }),
    },
  })

  test('asks `observe` by default: the call runs, and nobody hears of it', () => {
    expect(proposed({})).toMatchObject({ intervention: 'OBSERVE', dispatchCall: true, handler: 'observe' })
  })

  test('is synchronous when the handler is, and a promise when it is not', async () => {
    expect(proposed({ handler: 'enforce' })).not.toBeInstanceOf(Promise)
    const handle = async () => effectProposal({ intervention: 'WARN', dispatchCall: true })
    const later = proposed({ handler: { name: 'own', handle } })
    expect(later).toBeInstanceOf(Promise)
    expect(await later).toMatchObject({
      intervention: 'WARN',
      note: expect.stringMatching(/^\[handrail\] WARN: /),
    })
  })

  test.each([
    ['', /^\[handrail\] BLOCK: .*order_id/],
    ['  ', /^\[handrail\] BLOCK: .*order_id/],
    ['Ask Ann.\nThen retry.', /^\[handrail\] BLOCK: Ask Ann\. Then retry\.$/],
    ['[handrail] BLOCK: Ask Ann.', /^\[handrail\] BLOCK: Ask Ann\.$/],
    ['[handrail] Ask Ann.', /^\[handrail\] BLOCK: Ask Ann\.$/],
  ])('makes one marked line of the note %j', (note, line) => {
    expect((proposed(withNote(note)) as EffectProposal).note).toMatch(line)
  })

  test('passes the signal of the host to the handler', () => {
    const { signal } = new AbortController()
    let seen: AbortSignal | undefined
    const guard = createGuard({
      handler: {
        name: 'own',
        handle(_, context) {
          seen = context.abortSignal
          return effectProposal({ intervention: 'OBSERVE', dispatchCall: true })
        },
      },
    })
    void guard.propose(guard.assess(call, corpusOf([TASK])), { abortSignal: signal })
    expect(seen).toBe(signal)
  })
})

describe('records', () => {
  const call = { toolCallId: 'c', toolName: 'cancel_order', args: {} }

  function recordTimes(times: number, options: GuardOptions = {}) {
    const guard = createGuard(options)
    const assessment = guard.assess(call, guard.corpus())
    const proposal = guard.propose(assessment) as EffectProposal
    const last = Array.from({ length: times }, () =>
      guard.record(assessment, proposal, { intervention: 'OBSERVE', dispatched: true }),
    ).at(-1) as GuardRecord
    return { guard, last }
  }

  test('are the last thousand, the oldest first, numbered from 1', () => {
    const { guard } = recordTimes(1_003)
    const numbers = guard.records().map(({ sequence }) => sequence)
    expect(numbers).toHaveLength(1_000)
    expect([numbers[0], numbers.at(-1)]).toEqual([4, 1_003])
    ;(guard.records() as GuardRecord[]).length = 0
    expect(guard.records()).toHaveLength(1_000)
  })

  test('are shared with the guards made for runs within the run', () => {
    const { guard } = recordTimes(1)
    expect(guard.withEvidence([TASK]).records()).toHaveLength(1)
  })

  test('go to the sink, and hold what was decided and what took effect', () => {
    const seen: GuardRecord[] = []
    const { last } = recordTimes(1, { onRecord: (record) => seen.push(record) })
    expect(seen).toEqual([last])
    expect(last).toMatchObject({
      sequence: 1,
      faults: [],
      outcome: { intervention: 'OBSERVE', dispatched: true },
    })
    expect(last.time).toBeGreaterThan(1.7e12)
    expect(Object.isFrozen(last)).toBe(true)
  })

  test('say what went wrong while carrying out', () => {
    const guard = createGuard()
    const assessment = guard.assess(call, guard.corpus())
    const outcome = { intervention: 'OBSERVE', dispatched: true, fault: 'no channel' } as const
    expect(guard.record(assessment, guard.propose(assessment) as EffectProposal, outcome).faults).toEqual([
      'no channel',
    ])
  })

  test.each([
    [
      'throws',
      () => {
        throw new Error('full')
      },
    ],
    [
      'throws no error',
      () => {
        throw Symbol('full')
      },
    ],
    ['rejects', () => Promise.reject(new Error('full'))],
    [
      'answers with a thenable that throws',
      () =>
        Object.defineProperty({}, 'then', {
          value: () => {
            throw new Error('full')
          },
        }),
    ],
    [
      'answers with a getter that throws',
      () =>
        Object.defineProperty({}, 'then', {
          get: () => {
            throw new Error('full')
          },
        }),
    ],
  ])('are kept when the sink %s, which the record says', async (_, onRecord) => {
    const { guard, last } = recordTimes(1, { onRecord })
    await new Promise((resolve) => setTimeout(resolve))
    expect(last.faults.join()).toMatch(/onRecord failed: .*full/)
    expect(guard.records()).toHaveLength(1)
  })
})
