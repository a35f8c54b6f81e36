import type { InterventionLadder, InterventionPolicy } from '@handrail/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ladderAndPolicy, verdict } from '../../../core/test/support/arbitraries.ts'
import { mergeScores, type ScoreCase, scoreCases } from '../../src/index.ts'
import { worthOf } from './support.ts'

const scoreCase: fc.Arbitrary<ScoreCase> = fc.record({
  verdict,
  trulyMinted: fc.boolean(),
  matteredToScore: fc.boolean(),
  recoveredIfBlocked: fc.boolean(),
  recoveredIfDeferred: fc.boolean(),
})
const cases = fc.array(scoreCase, { maxLength: 30 })

/** Checks a law for any policy on any ladder, and any cases. */
function forAny(
  law: (cases: ScoreCase[], options: { policy: InterventionPolicy; ladder: InterventionLadder }) => void,
): void {
  fc.assert(fc.property(cases, ladderAndPolicy, law), { numRuns: 500 })
}

describe('the laws of the score', () => {
  it('counts every case once', () => {
    forAny((all, options) => {
      const { n, grid, actuation, byRung } = scoreCases(all, options)
      expect(n).toBe(all.length)
      expect(grid.trueRelevant + grid.trueIrrelevant + grid.falseFlag).toBe(n)
      expect(actuation.actuated + actuation.informedOnly).toBe(n)
      expect(actuation.actuated).toBe(
        actuation.actuatedRelevant + actuation.actuatedIrrelevant + actuation.actuatedFalseFlag,
      )
      expect(actuation.recovered).toBeLessThanOrEqual(actuation.actuatedRelevant)
      expect(new Set(byRung.map((each) => each.rung)).size).toBe(byRung.length)
    })
  })

  it('is the mean of what each case is worth', () => {
    forAny((all, options) => {
      const worth = all.map((each) => worthOf(each, options.policy, options.ladder))
      const mean = all.length > 0 ? worth.reduce((a, b) => a + b, 0) / all.length : 0
      const report = scoreCases(all, options)
      expect(report.netTaskDelta).toBeCloseTo(mean, 10)
      expect(report.netHarmful).toBe(report.netTaskDelta < 0)
      expect(Math.abs(report.netTaskDelta)).toBeLessThanOrEqual(1)
    })
  })

  it('gives rates from 0 to 1', () => {
    forAny((all, options) => {
      for (const rate of Object.values(scoreCases(all, options).rates)) {
        expect(rate).toBeGreaterThanOrEqual(0)
        expect(rate).toBeLessThanOrEqual(1)
      }
    })
  })

  it('gives 0 to a policy that withholds nothing', () => {
    forAny((all, { policy, ladder }) => {
      const gentle = scoreCases(all, { policy, ladder })
      fc.pre(gentle.byRung.every((rung) => rung.dispatches))
      expect(gentle).toMatchObject({ netTaskDelta: 0, sumDisruptionCost: 0, netHarmful: false })
    })
  })

  it('merges parts into exactly the report of the whole, however they are split and ordered', () => {
    fc.assert(
      fc.property(cases, ladderAndPolicy, fc.array(fc.nat(4), { minLength: 30 }), (all, options, parts) => {
        const shards = [0, 1, 2, 3, 4].map((shard) =>
          scoreCases(
            all.filter((_, index) => parts[index] === shard),
            options,
          ),
        )
        const whole = scoreCases(all, options)
        expect(mergeScores(shards)).toEqual(whole)
        expect(mergeScores(JSON.parse(JSON.stringify(shards.reverse())))).toEqual(whole)
      }),
      { numRuns: 300 },
    )
  })
})
