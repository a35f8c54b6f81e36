import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { emptyNamed, entryOf } from '../../src/calibrate/named.ts'
import { hashOf, rankOf } from '../../src/calibrate/rank.ts'
import { addTo, admits, emptySample, type Ranked } from '../../src/calibrate/sample.ts'

const item = fc.record({ rank: fc.integer({ min: 0, max: 20 }), tie: fc.stringMatching(/^[a-c]{1,3}$/) })

function sampleOf(items: readonly Ranked[], size: number) {
  const sample = emptySample<Ranked>(size)
  for (const each of items) addTo(sample, each)
  return sample
}

describe('a sample', () => {
  it('is the same whatever the order, and whoever saw which', () => {
    const parts = fc.array(fc.array(item), { maxLength: 5 })
    fc.assert(
      fc.property(parts, fc.integer({ min: 1, max: 6 }), (given, size) => {
        const whole = sampleOf(given.flat(), size)
        const merged = sampleOf(
          given.toReversed().flatMap((part) => sampleOf(part, size).items),
          size,
        )
        expect(merged.items).toEqual(whole.items)
        const lowest = given.flat().sort((a, b) => a.rank - b.rank || (a.tie < b.tie ? -1 : 1))
        expect(whole.items).toEqual(lowest.slice(0, size))
      }),
    )
  })

  it('admits what it would keep', () => {
    fc.assert(
      fc.property(fc.array(item), item, (given, next) => {
        const sample = sampleOf(given, 3)
        const before = sample.items.slice()
        addTo(sample, next)
        if (!admits({ size: 3, items: before }, next.rank)) expect(sample.items).toEqual(before)
      }),
    )
  })
})

describe('counts by name', () => {
  const counted = (names: readonly string[], size: number) => {
    const named = emptyNamed<{ count: number }>(size)
    for (const name of names) {
      const entry = entryOf(named, name, () => ({ count: 0 }))
      if (entry) entry.count++
    }
    return named
  }

  it('are whole for every name that is kept, whatever the order and the parts', () => {
    const names = fc.array(fc.stringMatching(/^[a-f]{1,2}$/), { maxLength: 60 })
    fc.assert(
      fc.property(fc.array(names, { maxLength: 4 }), fc.integer({ min: 1, max: 8 }), (parts, size) => {
        const merged = emptyNamed<{ count: number }>(size)
        for (const part of parts.toReversed())
          for (const [name, { count }] of counted(part, size).byName) {
            const entry = entryOf(merged, name, () => ({ count: 0 }))
            if (entry) entry.count += count
          }
        const all = parts.flat()
        expect(merged.byName.size).toBe(Math.min(size, new Set(all).size))
        for (const [name, { count }] of merged.byName)
          expect(count).toBe(all.filter((each) => each === name).length)
        expect(new Map([...counted(all, size).byName].sort())).toEqual(new Map([...merged.byName].sort()))
      }),
    )
  })
})

describe('lots', () => {
  it('are spread evenly, and differ by text and number', () => {
    const lots = Array.from({ length: 10_000 }, (_, i) => rankOf(hashOf(`["run ${i >> 3}",${i}]`), i % 8))
    for (let tenth = 0; tenth < 10; tenth++) {
      const within = lots.filter((lot) => lot >= tenth / 10 && lot < (tenth + 1) / 10).length
      // Five standard deviations.
      expect(Math.abs(within - 1_000)).toBeLessThan(150)
    }
    expect(new Set(lots).size).toBe(lots.length)
  })
})
