import { describe, expect, it } from 'vitest'
import { Openings } from '../../src/replay/openings.ts'
import { system, user } from './support/conversations.ts'

describe('Openings', () => {
  it('take the same instructions in once, up to what a user says', () => {
    const openings = new Openings()
    const first = openings.of([system('Be kind.'), system('Be brief.'), user('Hi'), system('Go on.')])
    expect(first?.version).toBe(2)
    expect(openings.of([system('Be kind.'), system('Be brief.')])).toBe(first)
  })

  it('tell others apart, of the same length too', () => {
    const openings = new Openings()
    const texts = [['Be kind.'], ['Be hard.'], ['Be kin', 'd.'], ['Be kind.', '']]
    const all = texts.map((each) => openings.of(each.map(system)))
    expect(new Set(all).size).toBe(4)
    for (const [at, each] of texts.entries())
      expect(all[at]?.entry(each.length - 1)).toEqual(system(each.at(-1) ?? ''))
  })

  it('are none without instructions, and of instructions that are too long', () => {
    const openings = new Openings()
    expect(openings.of([user('Hi'), system('Be kind.')])).toBeUndefined()
    expect(openings.of([system('x'.repeat(2 ** 20 + 1))])).toBeUndefined()
  })

  it('forget those that were not used for the longest time', () => {
    const openings = new Openings()
    const kept = openings.of([system('kept')])
    const lost = openings.of([system('lost')])
    for (let n = 0; n < 15; n++) {
      openings.of([system('kept')])
      openings.of([system(`other ${n}`)])
    }
    expect(openings.of([system('kept')])).toBe(kept)
    expect(openings.of([system('lost')])).not.toBe(lost)
  })
})
