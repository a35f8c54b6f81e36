import { describe, expect, test } from 'vitest'
import {
  createGuard,
  type EffectProposal,
  type GuardOptions,
  type GuardRecord,
  type TranscriptEntry,
} from '../src/index.ts'

const TASK: TranscriptEntry = { kind: 'task', text: 'Please look after my order W7304918.' }

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

  test('go to each of several sinks, whatever the ones before it do', async () => {
    const seen: string[] = []
    const { last } = recordTimes(1, {
      onRecord: [
        () => {
          throw new Error('the first')
        },
        () => seen.push('second'),
        () => Promise.reject(new Error('the third')),
        () => seen.push('fourth'),
      ],
    })
    expect(seen).toEqual(['second', 'fourth'])
    await new Promise((resolve) => setTimeout(resolve))
    expect(last.faults).toEqual(['onRecord failed: Error: the first', 'onRecord failed: Error: the third'])
    expect(recordTimes(1, { onRecord: [] }).last.faults).toEqual([])
  })

  test('say how long judging took', () => {
    const { last } = recordTimes(1)
    expect(last.assessment.durationMs).toBeGreaterThan(0)
    expect(last.assessment.durationMs).toBeLessThan(60_000)
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
