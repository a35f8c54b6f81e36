import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MOST_TEXT, TextStore } from '../../../src/evidence/index/text-store.ts'
import { Class, SQUASHED } from '../../../src/evidence/index/token-class.ts'
import { LONGEST_TOKEN, TokenTable } from '../../../src/evidence/index/token-table.ts'
import { RollingHash } from '../../../src/evidence/text/rolling-hash.ts'

const kinds = Object.values(Class)
const source = { entry: 0, at: 0, form: 'plain' } as const

/** A table over one text, and the text. */
function tableOf(text: string): TokenTable {
  const texts = new TextStore()
  texts.add(text, source)
  return new TokenTable(texts)
}

test('the classes are different numbers of four bits, and the squashed ones come first', () => {
  expect(new Set(kinds).size).toBe(kinds.length)
  for (const kind of kinds) expect(kind).toBeGreaterThan(0)
  expect(Math.max(...kinds)).toBeLessThan(16)
  expect(kinds.filter((kind) => kind <= SQUASHED)).toEqual([
    ...[Class.COMPOUND, Class.PREFIX, Class.JOINED, Class.SPOKEN, Class.STEM],
  ])
})

describe('a table does what a map does', () => {
  const operation = fc.record({
    kind: fc.constantFrom(...kinds.filter((kind) => kind > SQUASHED)),
    from: fc.nat(600),
    length: fc.oneof(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 256 })),
  })
  // Few letters, so that tokens come again.
  const text = fc.string({ unit: fc.constantFrom(...'abA1'), minLength: 860, maxLength: 860 })

  test.each([
    ['a hash that spreads', undefined],
    ['a hash of one value', () => 0],
    ['a hash of two values', (hash: number) => hash & 1],
    ['a hash of high bits only', (hash: number) => hash & 0xff000000],
  ])('with %s, through growth', (_, worse) => {
    const hashing = new RollingHash()
    fc.assert(
      fc.property(
        text,
        fc.array(operation, { minLength: 100, maxLength: 400, size: 'max' }),
        (text, operations) => {
          const table = tableOf(text)
          const map = new Map<string, number>()
          const hashOf = (from: number, to: number) => {
            const hash = hashing.ofPart(text, from, to)
            return worse ? worse(hash) : hash
          }
          for (const { kind, from, length } of operations) {
            const key = `${kind} ${text.slice(from, from + length).toLowerCase()}`
            const hash = hashOf(from, from + length)
            const known = map.get(key)
            if (table.find(kind, length, hash, text, from) !== (known ?? -1)) expect.fail(`find ${key}`)
            if (table.add(kind, length, hash, from, text, from) !== (known ?? from)) expect.fail(`add ${key}`)
            if (known === undefined) map.set(key, from)
          }
          expect(table.size).toBe(map.size)
          expect(table.byteLength).toBeGreaterThanOrEqual(8 * map.size)
          for (const { kind, from, length } of operations) {
            const key = `${kind} ${text.slice(from, from + length).toLowerCase()}`
            if (table.find(kind, length, hashOf(from, from + length), text, from) !== map.get(key))
              expect.fail(key)
          }
        },
      ),
      { numRuns: 150 },
    )
  })

  test('by letters and digits, where a class is kept by them', () => {
    const stored = 'ab-c ab_c abc xab'
    const table = tableOf(stored)
    expect(table.add(Class.COMPOUND, 3, 7, 0, stored, 0)).toBe(0)
    expect(table.add(Class.COMPOUND, 3, 7, 5, stored, 5)).toBe(0)
    expect(table.find(Class.COMPOUND, 3, 7, 'ABC', 0)).toBe(0)
    expect(table.find(Class.COMPOUND, 2, 7, 'ab', 0)).toBe(-1)
    expect(table.find(Class.COMPOUND, 3, 7, 'abd', 0)).toBe(-1)
    expect(table.find(Class.COMPOUND, 3, 8, 'abc', 0)).toBe(-1)
    expect(table.find(Class.SPOKEN, 3, 7, 'abc', 0)).toBe(-1)
  })
})

describe('tokens that share a hash', () => {
  test('are told apart by class, length and text', () => {
    const text = 'aaaa aaab'
    const table = tableOf(text)
    for (const kind of kinds)
      for (let length = 1; length <= 4; length++) table.add(kind, length, 5, 0, text, 0)
    expect(table.size).toBe(kinds.length * 4)
    for (const kind of kinds) {
      for (let length = 1; length <= 4; length++) expect(table.find(kind, length, 5, text, 0)).toBe(0)
      expect(table.find(kind, 4, 5, text, 5)).toBe(-1)
      expect(table.find(kind, 3, 5, text, 5)).toBe(0)
    }
  })

  test('fill a chain, then the table says that it is full, keeps what it has, and takes no more', () => {
    const text = Array.from({ length: 100_000 }, (_, i) => i.toString(36).padStart(4, '0')).join('')
    const table = tableOf(text)
    const places = Array.from({ length: 100_000 }, (_, i) => 4 * i)
    const started = performance.now()
    for (const place of places) table.add(Class.PART, 4, 77, place, text, place)
    // Whoever makes tokens collide must not make every later one slow.
    expect(performance.now() - started).toBeLessThan(5_000)
    expect(table.isFull).toBe(true)
    expect(table.size).toBe(4_096)
    for (const place of places) {
      if (place % 400 > 0 && place >= 4 * 4_200) continue
      const expected = place < 4 * 4_096 ? place : -1
      if (table.find(Class.PART, 4, 77, text, place) !== expected) expect.fail(`${place}`)
    }
    expect(table.add(Class.PART, 4, 78, 0, text, 0)).toBe(-1)
  })
})

test('places of 28 bits and lengths of 256', () => {
  const texts = new TextStore()
  const token = 'k7'.repeat(LONGEST_TOKEN / 2)
  texts.add('x'.repeat(MOST_TEXT - LONGEST_TOKEN), source)
  const base = texts.add(token, source) as number
  const table = new TokenTable(texts)
  for (const kind of kinds) {
    for (const length of [1, 2, 255, 256]) {
      expect(table.add(kind, length, length, base, token, 0)).toBe(base)
      expect(table.find(kind, length, length, token, 0)).toBe(base)
    }
    expect(table.add(kind, 1, -1, MOST_TEXT - 1, token, 255)).toBe(MOST_TEXT - 1)
    expect(table.find(kind, 1, -1, token, 255)).toBe(MOST_TEXT - 1)
  }
})

test('what is empty or too long is neither taken nor found', () => {
  const text = 'x'.repeat(300)
  const table = tableOf(text)
  for (const length of [0, 257, 300]) {
    expect(table.add(Class.PART, length, 1, 0, text, 0)).toBe(-1)
    expect(table.find(Class.PART, length, 1, text, 0)).toBe(-1)
  }
  expect([table.size, table.byteLength, table.isFull]).toEqual([0, 0, false])
})
