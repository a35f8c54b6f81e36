import { BASE_INTERVENTIONS, InterventionLadder, type InterventionPolicyFields } from '@handrail/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { breakEvenMattered, netDeltaBand } from '../../src/calibrate/net-delta.ts'
import { policyOutcome } from '../../src/calibrate/policy-outcome.ts'
import { emptyTally } from '../../src/calibrate/tally.ts'
import { type ScoreCase, scoreCases } from '../../src/index.ts'
import { exactInterval } from '../../src/stats/exact-interval.ts'

const unknown = { minted: [0, 1], mattered: [0, 1], recovered: [0, 1] } as const
const assumeNothing = {
  minted: [...unknown.minted],
  mattered: [...unknown.mattered],
  recovered: [...unknown.recovered],
} as {
  minted: [number, number]
  mattered: [number, number]
  recovered: [number, number]
}

const verdicts = {
  NONE: { believe: true, unsupported: [], args: [] },
  LOW: shapeOf(['W1', 'W2'], ['W1']),
  HIGH: shapeOf(['W1'], ['W1']),
}

function shapeOf(componentsChecked: string[], componentsUnmatched: string[]) {
  return {
    believe: false,
    unsupported: ['id'],
    args: [{ stance: 'UNSUPPORTED' as const, componentsChecked, componentsUnmatched }],
  }
}

interface Truth {
  readonly confidence: keyof typeof verdicts
  readonly outcome: 'successful' | 'failed' | 'unrated'
  readonly minted: boolean
  readonly mattered: boolean
  readonly recovered: boolean
}

const truth: fc.Arbitrary<Truth> = fc.record({
  confidence: fc.constantFrom('NONE', 'LOW', 'HIGH'),
  outcome: fc.constantFrom('successful', 'failed', 'unrated'),
  minted: fc.boolean(),
  mattered: fc.boolean(),
  recovered: fc.boolean(),
})

function caseOf({ confidence, outcome, minted, mattered, recovered }: Truth): ScoreCase {
  return {
    verdict: verdicts[confidence],
    trulyMinted: minted && confidence !== 'NONE',
    // Whatever a run that reached its goal wrote did no harm.
    matteredToScore: mattered && outcome !== 'successful',
    recoveredIfBlocked: recovered,
    recoveredIfDeferred: recovered,
  }
}

const ladder = new InterventionLadder({
  specs: [
    ...BASE_INTERVENTIONS.specs,
    { token: 'HOLD', rank: 14, dispatches: false, returnsSynthetic: true },
  ],
  defaultToken: 'WARN',
})
const policies: Partial<InterventionPolicyFields>[] = [
  {},
  { onLowConfidence: 'BLOCK' },
  { onHighConfidence: 'DEFER', ceiling: 'DEFER' },
  { onHighConfidence: 'BLOCK', onLowConfidence: 'HOLD' },
  { onHighConfidence: 'WARN' },
  { onLowConfidence: 'BLOCK', onNone: 'BLOCK' },
]

function outcomeOf(
  truths: readonly Truth[],
  policy: Partial<InterventionPolicyFields>,
  assumed = assumeNothing,
) {
  const tally = emptyTally(1)
  for (const { confidence, outcome } of truths) tally.judged.write[confidence][outcome]++
  // Nothing caps the rungs: the instrument knows no ceilings.
  return policyOutcome(
    'one',
    { policy, ladder, ceilings: { write: 'DEFER', destructive: 'DEFER' } },
    tally,
    assumed,
  )
}

function shareOf(all: readonly Truth[], holds: (each: Truth) => boolean): number {
  return all.length === 0 ? 0 : all.filter(holds).length / all.length
}

describe('the band of the net task delta', () => {
  it('holds what the instrument measures, whatever is true', () => {
    fc.assert(
      fc.property(fc.array(truth, { minLength: 1 }), fc.constantFrom(...policies), (truths, policy) => {
        const measured = 1_000 * scoreCases(truths.map(caseOf), { policy, ladder }).netTaskDelta
        const { netDelta } = outcomeOf(truths, policy)
        expect(measured).toBeGreaterThanOrEqual(netDelta.low - 1e-6)
        expect(measured).toBeLessThanOrEqual(netDelta.high + 1e-6)
      }),
    )
  })

  it('holds it where shares are assumed that are true, at their place in the plot too', () => {
    fc.assert(
      fc.property(fc.array(truth, { minLength: 1 }), fc.constantFrom(...policies), (truths, policy) => {
        const score = scoreCases(truths.map(caseOf), { policy, ladder })
        const withheld = (each: Truth) => {
          const { byRung } = scoreCases([caseOf(each)], { policy, ladder })
          return byRung.some(({ rung }) => !ladder.dispatches(rung))
        }
        const open = truths.filter(
          (each) => each.outcome !== 'successful' && each.confidence !== 'NONE' && withheld(each),
        )
        const minted = open.filter((each) => each.minted)
        const mattered = minted.filter((each) => each.mattered)
        const p = shareOf(open, (each) => each.minted)
        const m = shareOf(minted, (each) => each.mattered)
        const r = shareOf(mattered, (each) => each.recovered)
        // Their product is the mean only where the shares are the same on all rungs: with one rung that withholds.
        const rungs = score.byRung.filter(({ rung }) => !ladder.dispatches(rung))
        fc.pre(rungs.length <= 1)
        const { netDelta } = outcomeOf(truths, policy, {
          minted: [p, p],
          mattered: [m, m],
          recovered: [r, r],
        })
        expect(1_000 * score.netTaskDelta).toBeGreaterThanOrEqual(netDelta.low - 1e-6)
        expect(1_000 * score.netTaskDelta).toBeLessThanOrEqual(netDelta.high + 1e-6)
        for (const [i, point] of netDelta.points.entries()) {
          expect(point.low).toBeLessThanOrEqual(point.high)
          const next = netDelta.points[i + 1]
          if (next) expect(next.high).toBeGreaterThanOrEqual(point.high)
        }
      }),
    )
  })

  it('breaks even exactly where the instrument does', () => {
    fc.assert(
      fc.property(fc.array(truth, { minLength: 1 }), fc.constantFrom(...policies), (truths, policy) => {
        const score = scoreCases(truths.map(caseOf), { policy, ladder })
        fc.pre(score.actuation.actuated > 0)
        const open = truths.filter((each) => each.outcome !== 'successful' && each.confidence !== 'NONE')
        const openWithheld = open.filter(
          (each) => scoreCases([caseOf(each)], { policy, ladder }).actuation.actuated === 1,
        )
        const { breakEven } = outcomeOf(truths, policy).netDelta
        // With all of them minted and recovered, the share that mattered is the share that was won.
        const share = openWithheld.length === 0 ? 0 : score.actuation.recovered / openWithheld.length
        const pays = breakEven.best !== null && share >= breakEven.best - 1e-9
        expect(score.netTaskDelta >= -1e-9).toBe(pays)
        expect(breakEven.worst).toBe(score.sumDisruptionCost === 0 ? 0 : null)
      }),
    )
  })

  it('never pays for withholding calls that were not flagged', () => {
    const clean = {
      confidence: 'NONE',
      outcome: 'unrated',
      minted: false,
      mattered: false,
      recovered: false,
    } as const
    const { netDelta } = outcomeOf([clean, clean], { onLowConfidence: 'BLOCK', onNone: 'BLOCK' })
    expect(netDelta.breakEven.best).toBeNull()
  })

  it('is nothing for a policy under which every call runs', () => {
    const { netDelta, withheld, cost } = outcomeOf([], { onHighConfidence: 'WARN' })
    expect({
      ...netDelta,
      points: netDelta.points.filter(({ low, high }) => low !== 0 || high !== 0),
    }).toMatchObject({
      low: 0,
      high: 0,
      points: [],
      breakEven: { best: null, worst: null },
    })
    expect([withheld, cost]).toEqual([0, 0])
  })

  it('narrows with what is assumed, and with the calls', () => {
    const flags = { calls: 10, cost: 2 / 3, open: true }
    const wide = netDeltaBand([flags], 1_000, assumeNothing)
    const narrow = netDeltaBand([flags], 1_000, {
      minted: [0.9, 1],
      mattered: [0.8, 0.9],
      recovered: [0.9, 0.95],
    })
    expect(narrow.low).toBeGreaterThan(wide.low)
    expect(narrow.high).toBeLessThan(wide.high)
    const more = netDeltaBand([{ ...flags, calls: 1_000 }], 100_000, assumeNothing)
    expect(more.high - more.low).toBeLessThan(wide.high - wide.low)
  })

  const group = fc.record({
    calls: fc.nat({ max: 30 }),
    cost: fc.constantFrom(0, 1 / 3, 2 / 3, 1),
    open: fc.boolean(),
  })

  it('ends where a search over all rates within their intervals ends, which add up to one at most', () => {
    fc.assert(
      fc.property(
        fc.tuple(group, group),
        fc.nat({ max: 40 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        ([one, other], clean, m) => {
          const judged = one.calls + other.calls + clean
          const { low, high } = netDeltaBand([one, other], judged, { ...assumeNothing, mattered: [0, m] })
          const found = [one, other].map(({ calls }) => exactInterval(calls, judged, 0.975))
          const [a, b] = found as [(typeof found)[number], (typeof found)[number]]
          // Linear in each rate: its least and its greatest value are at corners of what is possible.
          const corners = [
            ...[a.low, a.high].flatMap((x) => [b.low, b.high].map((y) => [x, y] as const)),
            ...[a.low, a.high].map((x) => [x, 1 - x] as const),
            ...[b.low, b.high].map((y) => [1 - y, y] as const),
          ].filter(
            ([x, y]) =>
              x + y <= 1 + 1e-12 && x >= a.low && x <= a.high + 1e-12 && y >= b.low && y <= b.high + 1e-12,
          )
          const worth = ([x, y]: readonly [number, number], won: number) =>
            1_000 * (x * ((one.open ? won : 0) - one.cost) + y * ((other.open ? won : 0) - other.cost))
          expect(low).toBeCloseTo(Math.min(...corners.map((corner) => worth(corner, 0))), 6)
          expect(high).toBeCloseTo(Math.max(...corners.map((corner) => worth(corner, m))), 6)
        },
      ),
    )
  })

  it('costs no more than every call withheld, however few were judged', () => {
    const none = { calls: 0, cost: 2 / 3 }
    const { low, high } = netDeltaBand(
      [
        { ...none, open: true },
        { ...none, open: false },
      ],
      0,
      assumeNothing,
    )
    expect(low).toBeCloseTo(-2_000 / 3, 9)
    expect(high).toBeCloseTo(1_000 / 3, 9)
  })

  it('is not widened for runs that reached their goal where nobody says how runs ended', () => {
    const clean = { confidence: 'NONE', minted: false, mattered: false, recovered: false } as const
    const unrated = Array.from({ length: 500 }, () => ({ ...clean, outcome: 'unrated' }) as const)
    const { netDelta } = outcomeOf(unrated, { onHighConfidence: 'BLOCK', onLowConfidence: 'BLOCK' })
    expect(netDelta.low).toBeCloseTo((-2_000 / 3) * exactInterval(0, 500).high, 6)
    const rated = outcomeOf([...unrated, { ...clean, outcome: 'failed' }], { onHighConfidence: 'BLOCK' })
    expect(rated.netDelta.low).toBeLessThan(netDelta.low)
  })

  it('lies below 0 where all flags are in runs that reached their goal', () => {
    expect(netDeltaBand([{ calls: 10, cost: 2 / 3, open: false }], 1_000, assumeNothing).high).toBeLessThan(0)
  })
})

describe('the break-even share', () => {
  it.each([
    ['BLOCK alone', [{ calls: 3, cost: 2 / 3, open: true }], 1, 1, 2 / 3],
    [
      'half of it in successful runs',
      [
        { calls: 3, cost: 2 / 3, open: true },
        { calls: 3, cost: 2 / 3, open: false },
      ],
      1,
      1,
      null,
    ],
    ['a quarter of it recovered', [{ calls: 8, cost: 1 / 5, open: true }], 1, 1 / 4, 4 / 5],
    ['DEFER at best', [{ calls: 3, cost: 1, open: true }], 1, 1, 1],
    ['no flag yet', [{ calls: 0, cost: 2 / 3, open: true }], 1, 1, 2 / 3],
    ['nothing recovered', [{ calls: 1, cost: 2 / 3, open: true }], 1, 0, null],
    ['a rung that costs nothing', [{ calls: 1, cost: 0, open: true }], 0, 0, 0],
    ['nothing withheld', [], 1, 1, null],
  ])('%s', (_name, withheld, minted, recovered, share) => {
    const found = breakEvenMattered(withheld, minted, recovered)
    if (share === null) expect(found).toBeNull()
    else expect(found).toBeCloseTo(share, 12)
  })
})
