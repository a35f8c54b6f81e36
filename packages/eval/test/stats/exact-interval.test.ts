import { HandrailError } from '@handrail/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { exactInterval } from '../../src/stats/exact-interval.ts'
import { fewestMore } from '../../src/stats/fewest-more.ts'

/** The probability of each number of hits, computed by itself: sums of logarithms. */
function binomial(of: number, rate: number): number[] {
  let logarithm = of * Math.log1p(-rate)
  return Array.from({ length: of + 1 }, (_, hits) => {
    if (hits > 0) logarithm += Math.log(((of - hits + 1) / hits) * (rate / (1 - rate)))
    return Math.exp(logarithm)
  })
}

describe('exactInterval', () => {
  // scipy.stats.beta.ppf(0.025, k, n - k + 1) and ppf(0.975, k + 1, n - k), SciPy 1.17.1.
  it.each([
    [0, 1, 0, 0.975],
    [0, 10, 0, 0.3084971078187607],
    [1, 10, 0.0025285785444617848, 0.4450161170281954],
    [5, 10, 0.18708602844739855, 0.8129139715526015],
    [10, 10, 0.6915028921812392, 1],
    [3, 408, 0.0015189277178225412, 0.021337007370413472],
    [700, 1000, 0.670538321302634, 0.7282788878708555],
    [999, 1000, 0.9944410757201734, 0.9999746825125088],
    [1, 1_000_000, 2.5317807663794178e-8, 5.571630655166939e-6],
    [14, 20_000_000, 3.8269656496310074e-7, 1.1744807775612508e-6],
  ])('of %i in %i', (hits, of, low, high) => {
    const found = exactInterval(hits, of)
    expect(Math.abs(found.low - low)).toBeLessThanOrEqual(2e-8 * low)
    expect(Math.abs(found.high - high)).toBeLessThanOrEqual(2e-8 * high)
  })

  it('holds the true rate as often as it says, for every small number of cases', () => {
    for (let of = 1; of <= 25; of++) {
      const intervals = Array.from({ length: of + 1 }, (_, hits) => exactInterval(hits, of))
      // Where an interval ends the coverage jumps: just beside those ends it is at its least.
      const rates = intervals.flatMap(({ low, high }) => [low - 1e-9, low + 1e-9, high - 1e-9, high + 1e-9])
      for (const rate of rates.filter((p) => p > 0 && p < 1)) {
        const covered = binomial(of, rate).reduce((sum, chance, hits) => {
          const { low, high } = intervals[hits] ?? { low: 0, high: 1 }
          return rate >= low && rate <= high ? sum + chance : sum
        }, 0)
        expect(covered).toBeGreaterThanOrEqual(0.95 - 1e-6)
      }
    }
  })

  const cases = fc
    .integer({ min: 1, max: 1_000_000 })
    .chain((of) => fc.tuple(fc.integer({ min: 0, max: of }), fc.constant(of)))

  it('holds the observed rate, mirrors, and moves with the hits', () => {
    fc.assert(
      fc.property(cases, ([hits, of]) => {
        const { low, high } = exactInterval(hits, of)
        expect(low).toBeLessThanOrEqual(hits / of)
        expect(high).toBeGreaterThanOrEqual(hits / of)
        const mirrored = exactInterval(of - hits, of)
        expect(mirrored.low).toBeCloseTo(1 - high, 7)
        if (hits === of) return
        const next = exactInterval(hits + 1, of)
        expect(next.low).toBeGreaterThan(low)
        expect(next.high).toBeGreaterThanOrEqual(high)
      }),
    )
  })

  it('narrows with more cases and widens with more confidence', () => {
    fc.assert(
      fc.property(cases, ([hits, of]) => {
        expect(exactInterval(hits, of + 1).high).toBeLessThanOrEqual(exactInterval(hits, of).high)
        expect(exactInterval(hits, of, 0.99).low).toBeLessThanOrEqual(exactInterval(hits, of).low)
        expect(exactInterval(hits, of, 0.99).high).toBeGreaterThanOrEqual(exactInterval(hits, of).high)
      }),
    )
  })

  it('says nothing of nothing', () => {
    expect(exactInterval(0, 0)).toEqual({ low: 0, high: 1 })
  })

  it.each([
    [-1, 3, 0.95],
    [4, 3, 0.95],
    [0.5, 3, 0.95],
    [0, Number.NaN, 0.95],
    [1, 3, 1],
    [1, 3, 0],
    [1, 3, Number.NaN],
  ])('refuses %d of %d at %d', (hits, of, confidence) => {
    expect(() => exactInterval(hits, of, confidence)).toThrow(HandrailError)
  })
})

describe('fewestMore', () => {
  it('finds the first number that is enough', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 29 }), (enough) => {
        expect(fewestMore((more) => more >= enough)).toBe(enough)
      }),
    )
  })

  it('says so when none is', () => {
    expect(fewestMore(() => false)).toBeUndefined()
  })
})
