import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  aloneAt,
  drawMint,
  IdPool,
  leavesOf,
  mutationFamilies,
  placeOf,
  randomOf,
  replacedAt,
  SearchableText,
  valueAt,
} from '../../src/families/index.ts'

const ids = fc.stringMatching(/^(?:[A-Z]{1,3}-)?[0-9]{3,8}$/)

describe('drawMint', () => {
  it('never gives what stands in the evidence, nor another spelling of the same', () => {
    fc.assert(
      fc.property(ids, fc.integer(), (value, seed) => {
        const held = new Set<unknown>()
        for (const family of mutationFamilies) {
          const context = {
            random: randomOf(seed, family.name),
            key: 'order_id',
            others: ['Z-1'],
            prefixes: ['Q-'],
          }
          const minted = drawMint(family, value, context, (drawn) => held.has(drawn))
          if (minted === undefined) continue
          expect(held.has(minted)).toBe(false)
          expect(String(minted).replaceAll('-', '').toLowerCase()).not.toBe(
            value.replaceAll('-', '').toLowerCase(),
          )
          held.add(minted)
        }
      }),
    )
  })

  it.each([
    ['W١٢٣٤٥', 'W12345'],
    ['W１２３４５', 'W-12345'],
    ['0012345678', '12345678'],
    ['12345678', '0012345678'],
  ])('takes %s and %s for spellings of one id', (value, drawn) => {
    const context = { random: randomOf(1), key: 'id', others: [], prefixes: [] }
    const fits = () => true
    const family = { name: 'one', fits, draw: () => drawn }
    expect(drawMint(family, value, context, () => false)).toBeUndefined()
    expect(drawMint({ name: 'other', fits, draw: () => `${drawn}9` }, value, context, () => false)).toBe(
      `${drawn}9`,
    )
  })

  it('gives a number for a number', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1_000, max: 1e9 }), fc.integer(), (value, seed) => {
        for (const family of mutationFamilies) {
          const context = {
            random: randomOf(seed, family.name),
            key: 'id',
            others: ['42', 'W1'],
            prefixes: [],
          }
          const minted = drawMint(family, value, context, () => false)
          if (minted !== undefined) expect(minted).toBeTypeOf('number')
        }
      }),
    )
  })

  it('gives up where everything stands in the evidence', () => {
    for (const family of mutationFamilies) {
      const context = { random: randomOf(1), key: 'id', others: ['W2'], prefixes: ['Q-'] }
      expect(drawMint(family, 'W1234567', context, () => true)).toBeUndefined()
    }
  })
})

describe('IdPool', () => {
  const pooled = fc.record({
    value: ids,
    key: fc.constantFrom('order_id', 'user_id'),
    conversation: fc.constantFrom('a', 'b', 'c'),
  })

  it('gives ids of other conversations only, and of the same key where it has any', () => {
    fc.assert(
      fc.property(fc.array(pooled), pooled, (given, { value, key, conversation }) => {
        const pool = new IdPool()
        for (const id of given) pool.add(id)
        const foreign = given.filter((id) => id.conversation !== conversation)
        const others = pool.others(conversation, key, value)
        for (const other of others) expect(foreign.map((id) => id.value)).toContain(other)
        const isMixed = (text: string) => /[A-Z]/.test(text)
        const same = foreign.filter((id) => id.key === key && isMixed(id.value) === isMixed(value))
        if (same.length > 0) for (const other of others) expect(same.map((id) => id.value)).toContain(other)
        expect(pool.size).toBe(new Set(given.map((id) => JSON.stringify(id))).size)
      }),
    )
  })
})

describe('SearchableText', () => {
  it('finds whole values, in any case, in text that is added at any time', () => {
    const text = new SearchableText(['Order W-12 of Ada'])
    expect(text.holds('w-12')).toBe(true)
    expect(text.holds('W-1')).toBe(false)
    expect(text.holds('')).toBe(false)
    expect(text.holds(77)).toBe(false)
    text.add('and 77.')
    expect(text.holds(77)).toBe(true)
    expect(placeOf('ada', 'Order of Ada')).toBe(9)
  })
})

describe('paths', () => {
  it('lead to their values, and what is put there is found there', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (args) => {
        for (const { path, value } of leavesOf(args)) {
          expect(valueAt(args, path)).toBe(value)
          expect(valueAt(replacedAt(args, path, 'put'), path)).toBe('put')
          expect(leavesOf(aloneAt(path, value)).map((leaf) => leaf.value)).toEqual([value])
        }
      }),
    )
  })

  it('stop in what is too deep to be meant', () => {
    let deep: unknown = 'W1234567'
    for (let i = 0; i < 50_000; i++) deep = [deep]
    expect(leavesOf({ deep, order_id: 'W1' })).toEqual([{ path: ['order_id'], value: 'W1' }])
  })

  it('take a key of any name for a key', () => {
    const args = JSON.parse('{"__proto__":{"id":"W1"},"constructor":"W2"}')
    for (const { path } of leavesOf(args)) expect(valueAt(replacedAt(args, path, 'put'), path)).toBe('put')
    expect(Object.getPrototypeOf(replacedAt(args, ['__proto__', 'id'], 'put'))).toBe(Object.prototype)
  })
})
