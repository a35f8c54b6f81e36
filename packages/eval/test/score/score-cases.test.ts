import { BASE_INTERVENTIONS, HandrailError, InterventionLadder, InterventionPolicy } from '@handrail/core'
import { describe, expect, it } from 'vitest'
import { scoreCases } from '../../src/index.ts'
import { always, caseOf } from './support.ts'

const BLOCK = 2 / 3 // rank 20 of 0 to 30

describe('scoreCases', () => {
  it('scores every cell of the table', () => {
    const deltaOf = (rung: string, each: ReturnType<typeof caseOf>) =>
      scoreCases([each], { policy: always(rung) }).netTaskDelta
    const recovers = { blocked: true, deferred: true }
    expect(deltaOf('BLOCK', caseOf('HIGH', 'relevant', recovers))).toBeCloseTo(1 - BLOCK, 12)
    expect(deltaOf('BLOCK', caseOf('HIGH', 'relevant'))).toBe(-BLOCK)
    expect(deltaOf('BLOCK', caseOf('HIGH', 'irrelevant', recovers))).toBe(-BLOCK)
    expect(deltaOf('BLOCK', caseOf('HIGH', 'false', recovers))).toBe(-BLOCK)
    expect(deltaOf('DEFER', caseOf('HIGH', 'relevant', recovers))).toBe(0)
    expect(deltaOf('DEFER', caseOf('HIGH', 'relevant'))).toBe(-1)
    expect(deltaOf('DEFER', caseOf('LOW', 'irrelevant'))).toBe(-1)
    expect(deltaOf('DEFER', caseOf('LOW', 'false'))).toBe(-1)
    for (const rung of ['OBSERVE', 'WARN'])
      for (const truth of ['relevant', 'irrelevant', 'false'] as const)
        expect(deltaOf(rung, caseOf('HIGH', truth, recovers)), `${rung} ${truth}`).toBe(0)
  })

  it('asks each arm for its own answer', () => {
    const onlyBlocked = caseOf('HIGH', 'relevant', { blocked: true })
    const onlyDeferred = caseOf('HIGH', 'relevant', { deferred: true })
    expect(scoreCases([onlyBlocked, onlyDeferred], { policy: always('BLOCK') }).actuation.recovered).toBe(1)
    expect(scoreCases([onlyBlocked], { policy: always('DEFER') }).actuation.recovered).toBe(0)
    expect(scoreCases([onlyDeferred], { policy: always('DEFER') }).actuation.recovered).toBe(1)
  })

  it('gives the whole report, worked out by hand', () => {
    const report = scoreCases([
      caseOf('HIGH', 'relevant', { blocked: true }), // BLOCK: +1/3
      caseOf('HIGH', 'relevant'), // BLOCK: -2/3
      caseOf('HIGH', 'irrelevant'), // BLOCK: -2/3
      caseOf('HIGH', 'false'), // BLOCK: -2/3
      caseOf('LOW', 'relevant', { blocked: true }), // WARN: 0
      caseOf('LOW', 'irrelevant'), // WARN: 0
      caseOf('NONE', 'false'), // OBSERVE: 0
    ])
    expect(report).toEqual({
      n: 7,
      netTaskDelta: expect.closeTo((1 - 4 * BLOCK) / 7, 12),
      grid: { trueRelevant: 3, trueIrrelevant: 2, falseFlag: 2 },
      actuation: {
        actuated: 4,
        informedOnly: 3,
        actuatedRelevant: 2,
        actuatedIrrelevant: 1,
        actuatedFalseFlag: 1,
        recovered: 1,
      },
      rates: {
        disruptionEfficiency: 1 / 4,
        wastedDisruptionRate: 1 / 2,
        dangerousCellRate: 1 / 2,
        coverage: 2 / 3,
      },
      sumDisruptionCost: expect.closeTo(4 * BLOCK, 12),
      netHarmful: true,
      byRung: [
        expect.objectContaining({ rung: 'OBSERVE', falseFlag: 1, trueRelevant: 0, cost: 0 }),
        expect.objectContaining({ rung: 'WARN', trueRelevant: 1, trueIrrelevant: 1, recovered: 0 }),
        expect.objectContaining({ rung: 'BLOCK', trueRelevant: 2, recovered: 1, cost: BLOCK }),
      ],
    })
    expect(JSON.parse(JSON.stringify(report))).toEqual(report)
  })

  it('divides nothing by nothing', () => {
    const zero = { disruptionEfficiency: 0, wastedDisruptionRate: 0, dangerousCellRate: 0, coverage: 0 }
    const nothing = {
      n: 0,
      netTaskDelta: 0,
      rates: zero,
      sumDisruptionCost: 0,
      netHarmful: false,
      byRung: [],
    }
    expect(scoreCases([])).toMatchObject(nothing)
    expect(scoreCases([caseOf('NONE', 'false')])).toMatchObject({ n: 1, netTaskDelta: 0, rates: zero })
  })

  it('carries a rung of the host out by what it does', () => {
    const ladder = BASE_INTERVENTIONS.extend([
      { token: 'STAND_IN', rank: 15, dispatches: false, returnsSynthetic: true },
      { token: 'ASK', rank: 40, dispatches: false },
      { token: 'NUDGE', rank: 12, dispatches: true },
    ])
    const each = caseOf('HIGH', 'relevant', { blocked: true })
    const scoreOn = (rung: string) => scoreCases([each], { policy: always(rung, ladder), ladder })
    expect(scoreOn('STAND_IN').netTaskDelta).toBe(1 - 15 / 40)
    expect(scoreOn('ASK').netTaskDelta).toBe(-1)
    expect(scoreOn('NUDGE')).toMatchObject({ netTaskDelta: 0, actuation: { actuated: 0, informedOnly: 1 } })
  })

  it('takes the costs from the ladder', () => {
    const ladder = new InterventionLadder({
      specs: [
        { token: 'WARN', rank: 0, dispatches: true },
        { token: 'BLOCK', rank: 1, dispatches: false, returnsSynthetic: true },
        { token: 'DEFER', rank: 100, dispatches: false },
      ],
    })
    const policy = always('BLOCK', ladder)
    expect(scoreCases([caseOf('HIGH', 'false')], { policy, ladder }).netTaskDelta).toBe(-0.01)
  })

  it('finds a policy harmless whose gain and cost cancel out', () => {
    // 1 - 49 * (1 / 49) is 1.1e-16 in floating point, and as many sums come out below 0.
    for (const top of [3, 30, 49, 98, 103, 107, 161, 187]) {
      const ladder = new InterventionLadder({
        specs: [
          { token: 'WARN', rank: 0, dispatches: true },
          { token: 'BLOCK', rank: 1, dispatches: false, returnsSynthetic: true },
          { token: 'DEFER', rank: top, dispatches: false },
        ],
      })
      const gain = caseOf('HIGH', 'relevant', { blocked: true })
      const loss = Array.from({ length: top - 1 }, () => caseOf('HIGH', 'false'))
      const score = (cases: ReturnType<typeof caseOf>[]) =>
        scoreCases(cases, { policy: always('BLOCK', ladder), ladder })
      expect(score([gain, ...loss]), `rank ${top}`).toMatchObject({ netTaskDelta: 0, netHarmful: false })
      expect(score([gain, ...loss, caseOf('HIGH', 'false')]).netHarmful).toBe(true)
      expect(score([gain, ...loss.slice(1)]).netTaskDelta).toBeGreaterThan(0)
    }
  })

  it('scores a policy that throws as the default rung of the ladder', () => {
    const policy = Object.create(InterventionPolicy.prototype, {
      validateAgainst: {
        value: () => {
          throw new Error('flaky')
        },
      },
    }) as InterventionPolicy
    const cases = [caseOf('HIGH', 'relevant', { blocked: true }), caseOf('NONE', 'false')]
    expect(scoreCases(cases, { policy }).byRung).toMatchObject([
      { rung: 'WARN', trueRelevant: 1, falseFlag: 1 },
    ])
  })

  it('scores a policy of another ladder as the default rung of this one', () => {
    const ladder = new InterventionLadder({
      defaultToken: 'BLOCK',
      specs: [
        { token: 'OBSERVE', rank: 0, dispatches: true },
        { token: 'BLOCK', rank: 1, dispatches: false, returnsSynthetic: true },
      ],
    })
    const report = scoreCases([caseOf('HIGH', 'false')], { policy: always('WARN'), ladder })
    expect(report).toMatchObject({ netTaskDelta: -1, byRung: [{ rung: 'BLOCK', falseFlag: 1 }] })
  })

  it('takes the fields of a policy, and refuses such that make none', () => {
    const cases = [caseOf('HIGH', 'false')]
    expect(scoreCases(cases, { policy: { onHighConfidence: 'WARN' } }).netTaskDelta).toBe(0)
    expect(() => scoreCases(cases, { policy: { ceiling: 'PANIC' } })).toThrow(HandrailError)
  })

  it('observes on an empty ladder', () => {
    const ladder = new InterventionLadder()
    const report = scoreCases([caseOf('HIGH', 'relevant')], { policy: always('BLOCK'), ladder })
    expect(report).toMatchObject({ n: 1, netTaskDelta: 0, byRung: [{ rung: 'OBSERVE', cost: 0 }] })
  })

  it('scores cases that are still being read', async () => {
    const cases = [caseOf('HIGH', 'relevant', { blocked: true }), caseOf('LOW', 'false')]
    const asTheyCome = (async function* () {
      yield* cases
    })()
    expect(await scoreCases(asTheyCome)).toEqual(scoreCases(cases))
  })
})
