import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { TokenClass } from '../../../src/evidence/index/look-up.ts'
import { TokenIndex } from '../../../src/evidence/index/token-index.ts'
import type { NameKind } from '../../../src/evidence/name-kind.ts'
import { RollingHash } from '../../../src/evidence/text/rolling-hash.ts'
import { canonical } from '../naive/canonical.ts'
import { tokensOf } from '../naive/tokens.ts'
import { anyText } from '../naive-texts.ts'

/** Learns texts, each as an entry of its own, under the keys in turn. */
function learned(
  texts: readonly string[],
  hash: RollingHash,
  keys: readonly NameKind[] = ['neutral'],
): TokenIndex {
  const index = new TokenIndex(hash)
  for (const [entry, text] of texts.entries()) {
    const base = index.keep(text, { entry, at: 0, form: 'plain' })
    if (base !== undefined)
      index.learn(text, 0, text.length, base, keys[entry % keys.length] as NameKind, undefined)
  }
  return index
}

function entryOf(index: TokenIndex, kind: TokenClass, token: string): number | undefined {
  const place = index.find(kind, token, Number.POSITIVE_INFINITY)
  return place < 0 ? undefined : index.texts.textAt(place).entry
}

const classes: readonly TokenClass[] = [
  ...(['verbatim', 'word', 'compound', 'squashed', 'number', 'idNumber', 'quantity'] as const),
  ...(['digitAtom', 'digitTail', 'joined', 'prefix', 'padded'] as const),
]

describe('hashes that collide', () => {
  // The hash of a part is its last unit, the sum of its units, or looks at the last few units only.
  test.each([0, 1, -1, 2, 65_536])('with a multiplier of %i no look-up gives a wrong place', (multiplier) => {
    const hash = new RollingHash(multiplier)
    const keys: NameKind[] = ['neutral', 'id', 'quantity']
    fc.assert(
      fc.property(
        fc.array(anyText.map(canonical), { minLength: 1, maxLength: 4 }),
        anyText.map(canonical),
        (texts, other) => {
          const index = learned(texts, hash, keys)
          const tokens = new Map<string, number>()
          const note = (entry: number) => (kind: TokenClass, token: string) => {
            if (!tokens.has(`${kind} ${token}`)) tokens.set(`${kind} ${token}`, entry)
          }
          for (const [entry, text] of texts.entries()) {
            const key = keys[entry % keys.length] as NameKind
            tokensOf(text, key, undefined, note(entry))
          }
          // What stands in another text, in any class, is as often no token of these.
          const asked = new Set<string>()
          tokensOf(other, 'id', undefined, (_, token) => asked.add(token))
          for (const known of tokens.keys()) asked.add(known.slice(known.indexOf(' ') + 1))
          for (const token of asked)
            for (const kind of classes) {
              if (kind === 'padded' && !/^\S+ [0-9]+$/u.test(token)) continue
              const found = entryOf(index, kind, token)
              if (found !== tokens.get(`${kind} ${token}`)) expect.fail(`${kind} ${token}: ${found}`)
            }
        },
      ),
      { numRuns: 400 },
    )
  })

  test('thousands of them fill the index, which says so, within seconds', () => {
    const hash = new RollingHash(0)
    const words = Array.from({ length: 50_000 }, (_, i) => `KX-${i.toString(36)}-a`)
    const started = performance.now()
    const index = learned(words, hash)
    expect(performance.now() - started).toBeLessThan(20_000)
    expect(index.isFull).toBe(true)
    for (let i = 0; i < words.length; i += 37) {
      const found = entryOf(index, 'verbatim', (words[i] as string).toLowerCase())
      expect([i, undefined]).toContain(found)
    }
    expect(entryOf(index, 'verbatim', words[0]?.toLowerCase() as string)).toBe(0)
  })

  test('the same words do not fill an index whose hash spreads', () => {
    const index = learned(
      Array.from({ length: 50_000 }, (_, i) => `KX-${i.toString(36)}-a`),
      new RollingHash(),
    )
    expect(index.isFull).toBe(false)
  })
})

describe('parts of one text under different keys', () => {
  test('keep to themselves', () => {
    const text = 'KX-1|2|345|0678|user|9'
    const index = new TokenIndex()
    const base = index.keep(text, { entry: 0, at: 0, form: 'plain' }) as number
    const learn = (from: number, to: number, key: NameKind) =>
      index.learn(text, from, to, base, key, undefined)
    learn(0, 4, 'id')
    learn(5, 6, 'id')
    learn(7, 10, 'quantity')
    learn(11, 15, 'neutral')
    const at = (kind: TokenClass, token: string) => index.find(kind, token, Number.POSITIVE_INFINITY)
    expect(at('verbatim', 'kx-1')).toBe(0)
    expect(at('idNumber', '2')).toBe(5)
    expect(at('quantity', '345')).toBe(7)
    expect(at('number', '0678')).toBe(11)
    // Nothing is joined across the parts, and what was not learned is not there.
    for (const [kind, token] of [
      ['joined', '2345'],
      ['joined', '3450678'],
      ['squashed', 'user9'],
      ['word', 'kx-1|2'],
      ['verbatim', 'user'],
      ['number', '345'],
    ] as const)
      expect(at(kind, token)).toBe(-1)
  })

  test('a look-up looks no further than its limit', () => {
    const index = learned(['KX-1 a', 'kx_1 b', 'KX-2 a'], new RollingHash())
    const found = (token: string, limit: number) => index.find('verbatim', token, limit)
    expect([0, 1, 6, 18].map((limit) => found('kx-1', limit))).toEqual([-1, 0, 0, 0])
    expect([6, 7, 18].map((limit) => found('kx_1', limit))).toEqual([-1, 6, 6])
    expect([12, 13].map((limit) => found('kx-2', limit))).toEqual([-1, 12])
  })
})

describe('runs of very many atoms', () => {
  const run = (atoms: number, join: string) => Array.from({ length: atoms }, (_, i) => `a${i}`).join(join)

  test.each(['-', '/'])('are cut after 512, joined by %s', (join) => {
    for (const atoms of [511, 512, 513, 1_024, 1_025]) {
      const text = run(atoms, join)
      const index = learned([text], new RollingHash())
      const tokens = new Map<TokenClass, Set<string>>(classes.map((kind) => [kind, new Set()]))
      tokensOf(text, 'neutral', undefined, (kind, token) => tokens.get(kind)?.add(token))
      const asked = new Set([...tokens.values()].flatMap((set) => [...set]))
      for (const at of [0, 510, 511, 512, 1_023])
        for (const length of [2, 3])
          asked.add(
            text
              .split(join)
              .slice(at, at + length)
              .join(join),
          )
      for (const token of asked)
        for (const kind of ['verbatim', 'word', 'compound', 'squashed', 'digitTail', 'prefix'] as const)
          if ((entryOf(index, kind, token) === 0) !== tokens.get(kind)?.has(token))
            expect.fail(`${kind} ${token}`)
    }
  })

  test('lose no atom', () => {
    const index = learned([run(2_000, '.')], new RollingHash())
    for (let i = 0; i < 2_000; i++) expect(entryOf(index, 'verbatim', `a${i}`)).toBe(0)
  })
})

test('ropes and slices are read like any text', () => {
  const flat = 'see KX-7701, 1,179 and user 12'
  let rope = ''
  for (const letter of flat) rope += letter
  const slice = `${'y'.repeat(50)}${flat}${'z'.repeat(50)}`.slice(50, -50)
  for (const text of [rope, slice, flat.split('').join('')]) {
    const index = learned([text], new RollingHash())
    expect(entryOf(index, 'verbatim', 'kx-7701'.slice(0, 3) + 'kx-7701'.slice(3))).toBe(0)
    expect(entryOf(index, 'joined', `${rope.slice(13, 14)}179`)).toBe(0)
    expect(entryOf(index, 'squashed', 'user12')).toBe(0)
  }
})
