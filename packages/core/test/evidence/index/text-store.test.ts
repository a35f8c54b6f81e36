import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { corpusOf } from '../../../src/evidence/corpus.ts'
import { MOST_TEXT, TextStore } from '../../../src/evidence/index/text-store.ts'
import { result, stanceOn, user } from '../transcripts.ts'

const source = (entry: number) => ({ entry, at: 0, form: 'plain' }) as const

test('a place lies in the text that was added there, at both its borders and in any order', () => {
  const texts = fc.array(fc.string({ maxLength: 5 }), { minLength: 1, maxLength: 12 })
  fc.assert(
    fc.property(texts, fc.array(fc.nat(), { maxLength: 30 }), (texts, order) => {
      const store = new TextStore()
      const owners: number[] = []
      for (const [entry, text] of texts.entries()) {
        expect(store.length).toBe(owners.length)
        expect(store.add(text, source(entry))).toBe(owners.length)
        for (let i = 0; i < text.length; i++) owners.push(entry)
      }
      expect(store.size).toBe(texts.length)
      if (owners.length === 0) return
      const places = [
        ...order.map((nat) => nat % owners.length),
        ...owners.keys(),
        ...[...owners.keys()].reverse(),
      ]
      for (const place of places) {
        const { entry, text, base } = store.textAt(place)
        expect(entry).toBe(owners[place])
        expect(text).toBe(texts[entry])
        expect(place - base).toBeLessThan(text.length)
      }
    }),
    { numRuns: 2_000 },
  )
})

describe('what a place holds', () => {
  const letters = fc.string({ unit: fc.constantFrom(...'abAB1-_ ', 'é', '\uD835', '\uDCB3'), maxLength: 10 })
  const lower = (text: string) => text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase())

  test('as it stands: the units of both texts, but for ASCII case', () => {
    fc.assert(
      fc.property(letters, letters, letters, fc.nat(10), fc.nat(10), (before, stored, text, at, from) => {
        const store = new TextStore()
        store.add(before, source(0))
        const base = store.add(stored, source(1)) as number
        fc.pre(at < stored.length && from < text.length)
        for (let length = 1; from + length <= text.length && at + length <= stored.length; length++) {
          const same = lower(stored.slice(at, at + length)) === lower(text.slice(from, from + length))
          expect(store.holds(base + at, text, from, length)).toBe(same)
        }
        // A text that goes on is not the same as one that ends.
        expect(store.holds(base + at, `${text}xxxxxxxxxxx`, from, 11)).toBe(false)
      }),
      { numRuns: 3_000 },
    )
  })

  test('by letters and digits: whatever stands between them', () => {
    fc.assert(
      fc.property(letters, letters, (stored, text) => {
        const store = new TextStore()
        store.add(stored, source(0))
        const [here, there] = [stored, text].map((each) => lower(each.replaceAll(/[^\p{L}\p{N}]/gu, '')))
        const most = Math.min(here?.length ?? 0, there?.length ?? 0)
        for (let length = 1; length <= most; length++)
          expect(store.holdsSquashed(0, text, 0, length)).toBe(
            here?.slice(0, length) === there?.slice(0, length),
          )
        expect(store.holdsSquashed(0, `${text}xxxxxxxxxxx`, 0, 11)).toBe(false)
      }),
      { numRuns: 3_000 },
    )
  })

  test('what is before the first unit of a text is no part of it', () => {
    const store = new TextStore()
    store.add('ab', source(0))
    store.add('7c-d', source(1))
    expect([0, 1, 2, 3, 4, 5].map((place) => store.isWithinAtom(place))).toEqual([
      false,
      true,
      false,
      true,
      true,
      false,
    ])
  })
})

describe('more text than one store holds', () => {
  test('is told, and what fits is taken', () => {
    const store = new TextStore()
    // A text that is never looked at costs no memory.
    expect(store.add('x'.repeat(MOST_TEXT - 5), source(0))).toBe(0)
    expect(store.add('123456', source(1))).toBe(undefined)
    expect(store.add('12345', source(2))).toBe(MOST_TEXT - 5)
    expect(store.add('', source(3))).toBe(MOST_TEXT)
    expect(store.add('1', source(4))).toBe(undefined)
    expect(store.textAt(MOST_TEXT - 1).entry).toBe(2)
    expect(store.textAt(MOST_TEXT - 6).entry).toBe(0)
    expect(store.holds(MOST_TEXT - 5, '12345', 0, 5)).toBe(true)
    expect(MOST_TEXT).toBe(2 ** 28 - 1)
  })

  test('makes a corpus abstain instead of calling a value minted', { timeout: 60_000 }, () => {
    const text = (i: number) => `see KX-7702 ${i} ${' '.repeat(2 ** 22)}`
    const corpus = corpusOf([user('see KX-7701')])
    for (let i = 0; i < 63; i++) corpus.append(result(text(i)))
    expect(corpus.hasGap('lost')).toBe(false)
    expect(stanceOn(corpus, 'id', 'KX-7703')).toBe('UNSUPPORTED')
    const before = corpus.fork()
    corpus.append(result(text(63)))
    corpus.append(user('see KX-7704'))
    expect(corpus.hasGap('lost')).toBe(true)
    for (const each of [corpus, corpus.fork(), corpus.at(corpus.version - 1)])
      for (const id of ['KX-7701', 'KX-7702', 'KX-7703', 'KX-7704'])
        expect(stanceOn(each, 'id', id)).toBe('ABSTAIN')
    expect(corpus.find('verbatim', 'kx-7704')).toBe(65)
    expect(corpus.at(64).hasGap('lost')).toBe(false)
    expect(stanceOn(before, 'id', 'KX-7703')).toBe('UNSUPPORTED')
  })
})
