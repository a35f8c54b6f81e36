import fc from 'fast-check'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { corpusOf } from '../../src/evidence/corpus.ts'
import {
  type ArgProvenance,
  type Corpus,
  createGuard,
  type EffectProposal,
  type Likeness,
  type NearMiss,
  nearestInEvidence,
  type Origin,
} from '../../src/index.ts'
import { isOneOff } from '../../src/provenance/nearest/likeness.ts'
import { argOn, call, result, user } from '../evidence/transcripts.ts'
import { textsIn } from '../support/texts.ts'

/** What is nearest to a value that looks minted. */
function nearest(corpus: Corpus, value: unknown, name = 'record_id'): readonly NearMiss[] {
  const arg = argOn(corpus, name, value)
  if (arg.stance !== 'UNSUPPORTED') throw new Error(`${String(value)} is ${arg.stance}`)
  return nearestInEvidence(arg, corpus)
}

const texts = (misses: readonly NearMiss[]) => misses.map(({ text, why }) => [text, why])

describe('what is nearest to a value that is found nowhere', () => {
  test.each<[string, string, unknown, string, Likeness]>([
    ['another prefix', 'see credit_card_2907351', 'gift_card_2907351', 'credit_card_2907351', 'same digits'],
    ['no prefix', 'at 12:30, inc-1 and 2907351', 'inc_2907351', '2907351', 'same digits'],
    ['other zeros before it', 'see CHG0044214', 'INC44214', 'chg0044214', 'same digits'],
    ['a changed digit', 'see W1234567', 'W1234568', 'w1234567', 'one character off'],
    ['a changed letter', 'see KXA-12-B', 'KXA-12-C', 'kxa-12-b', 'one character off'],
    ['a dropped digit', 'see W1234567', 'W123456', 'w1234567', 'one character off'],
    ['a doubled digit', 'see W1234567', 'W12344567', 'w1234567', 'one character off'],
    ['swapped digits', 'see W1234567', 'W1235467', 'w1234567', 'one character off'],
    ['other digits', 'see W1234567', 'W7654321', 'w1234567', 'same prefix'],
    [
      'a digit in a UUID',
      'see 0b9f2d3c-1a5e-4c77-9a0d-2f6b8e4c1d90',
      '0b9f2d3c-1a5e-4c77-9a0d-2f6b8e4c1d91',
      '0b9f2d3c-1a5e-4c77-9a0d-2f6b8e4c1d90',
      'one character off',
    ],
    [
      'a letter in an address',
      'mail mary.roe@acme-corp.io',
      'mary.rae@acme-corp.io',
      'mary.roe@acme-corp.io',
      'one character off',
    ],
    ['a part of a path', 'see INC0010023', 'incident/INC0010024', 'inc0010023', 'one character off'],
    ['an atom of a longer id', 'see order_W1234567_x', 'W1234568', 'w1234567', 'one character off'],
    ['a key', '{"orders":{"W1234567":{}}}', 'W1234568', 'w1234567', 'one character off'],
    ['within another script', '注文番号はKX-7720451です', 'KX-7720452', 'kx-7720451', 'one character off'],
  ])('%s', (_, evidence, value, text, why) => {
    const [first] = nearest(corpusOf([user('Please help.'), result(evidence)]), value)
    expect(first).toMatchObject({ part: value, text, why })
  })

  test('says where that stands', () => {
    const corpus = corpusOf([user('Please help.'), result({ user: [{ id: 'Zoë' }, { id: 'W1234567' }] })])
    const [miss] = nearest(corpus, 'W1234568')
    expect(miss?.origin).toMatchObject({ entry: 1, toolName: 'look_up' })
    expect(miss?.origin.path).toEqual(["$['user'][1]['id']"])
    expect(miss?.origin.excerpt.text).toContain('"id":"W1234567"')
  })

  test('the likest first, three of them, and of equals the newest', () => {
    const evidence = ['W1111111', 'W2222222', 'W3333333', 'W1234599', 'W1234568', 'X1234567']
    const entries = evidence.map((id) => result(`see ${id}`))
    expect(texts(nearest(corpusOf([user('Hello'), ...entries]), 'W1234567'))).toEqual([
      ['x1234567', 'same digits'],
      ['w1234568', 'one character off'],
      ['w1234599', 'same prefix'],
    ])
    const some = corpusOf([user('Hello'), ...entries.slice(0, 3)])
    expect(texts(nearest(some, 'W9999999')).map(([text]) => text)).toEqual([
      'w3333333',
      'w2222222',
      'w1111111',
    ])
  })

  test('for each part of a list, the first eight', () => {
    const corpus = corpusOf([user('Hello'), result('see W1234567')])
    const misses = nearest(corpus, ['W1234560', 'W1234567', 'W1234561'], 'order_ids')
    expect(misses.map(({ part }) => part)).toEqual(['W1234560', 'W1234561'])
    const many = Array.from({ length: 20 }, (_, i) => `W90000${10 + i}`)
    expect(nearest(corpus, many, 'order_ids')).toHaveLength(8)
  })

  test('nothing, where nothing is like it', () => {
    const corpus = corpusOf([user('Hello, my name is Mary.'), result({ id: 'KX-12', note: 'done' })])
    expect(nearest(corpus, 'W1234567')).toEqual([])
  })

  test('nothing for what is supported or not judged', () => {
    const corpus = corpusOf([user('Hello'), result('see W1234567')])
    for (const value of ['W1234567', true])
      expect(nearestInEvidence(argOn(corpus, 'id', value), corpus)).toEqual([])
  })

  test('never what only repeats the model', () => {
    const corpus = corpusOf([
      user('Hello'),
      result('see W1234568'),
      call({ order_id: 'W1234569' }),
      result('Error: order W1234569 not found', { outcome: 'error' }),
    ])
    expect(texts(nearest(corpus, 'W1234567'))).toEqual([['w1234568', 'one character off']])
    expect(texts(nearest(corpus, 'W1234569'))).toEqual([['w1234568', 'one character off']])
  })

  test('only what the corpus held at that version', () => {
    const corpus = corpusOf([user('Hello'), result('see W1234568')])
    const before = corpus.fork()
    corpus.append(result('see X1234567'))
    expect(texts(nearest(before, 'W1234567'))).toEqual([['w1234568', 'one character off']])
    const after = before.fork()
    after.append(result('see Y1234567'))
    expect(texts(nearest(after, 'W1234567')).map(([text]) => text)).toEqual(['y1234567', 'w1234568'])
  })

  test('safe to print', () => {
    const corpus = corpusOf([user('Hello'), result('see W1234568\u202e, \u2066W12\u206834569')])
    for (const { text, origin } of nearest(corpus, 'W1234567'))
      expect(text + origin.excerpt.text).not.toMatch(/[\p{Cf}\p{Cc}]/u)
  })

  test('the same each time, and bounded, however large the evidence is', () => {
    const ids = Array.from({ length: 400_000 }, (_, i) => `W${1_000_000 + i * 7}`)
    const corpus = corpusOf([user('see W5234567'), result(ids.join(' ')), result('see V5234560')])
    const first = texts(nearest(corpus, 'W5234560'))
    expect(first[0]).toEqual(['v5234560', 'same digits'])
    expect(first).toHaveLength(3)
    expect(texts(nearest(corpus, 'W5234560'))).toEqual(first)
  })
})

/** The distance by its definition, of optimal string alignment. */
function distance(a: string, b: string): number {
  const rows = Array.from({ length: a.length + 1 }, (_, i) => [i])
  const at = (i: number, j: number) => rows[i]?.[j] ?? Number.POSITIVE_INFINITY
  for (let j = 1; j <= b.length; j++) (rows[0] as number[])[j] = j
  for (let i = 1; i <= a.length; i++)
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      ;(rows[i] as number[])[j] = Math.min(
        at(i - 1, j) + 1,
        at(i, j - 1) + 1,
        at(i - 1, j - 1) + cost,
        swapped ? at(i - 2, j - 2) + 1 : Number.POSITIVE_INFINITY,
      )
    }
  return at(a.length, b.length)
}

test('one character off is a Damerau-Levenshtein distance of one', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', '1'), maxLength: 5 })
  fc.assert(
    fc.property(word, word, (a, b) => {
      expect(isOneOff(a, b)).toBe(distance(a, b) === 1)
    }),
    { numRuns: 5_000 },
  )
})

describe('what a model reads', () => {
  const digits = fc.integer({ min: 1_000_000, max: 9_999_999 }).map(String)
  const cases = fc.record({
    known: digits,
    minted: digits,
    prefixes: fc.tuple(fc.constantFrom('W', 'gift_card_', 'INC'), fc.constantFrom('W', 'credit_card_', '')),
    destructive: fc.boolean(),
  })

  test('holds neither the value nor what is nearest to it, and the record does not hold the latter', () => {
    fc.assert(
      fc.property(cases, ({ known, minted, prefixes: [here, there], destructive }) => {
        const [value, near] = [here + minted, there + known]
        const guard = createGuard({ handler: 'enforce' })
        const corpus = guard.corpus()
        for (const entry of [user('Please help.'), result({ secret: `near ${near}` })]) corpus.append(entry)
        const toolName = destructive ? 'delete_order' : 'update_order'
        const assessment = guard.assess({ toolCallId: 'c', toolName, args: { order_id: value } }, corpus)
        const [arg] = assessment.verdict.args
        if (arg?.stance !== 'UNSUPPORTED') return fc.pre(false)
        // Asking makes no difference.
        const misses = nearestInEvidence(arg, corpus)
        for (const { origin } of misses) expect(origin.excerpt.text).toContain('secret')
        const proposal = guard.propose(assessment) as EffectProposal
        const { intervention, dispatchCall: dispatched } = proposal
        const record = guard.record(assessment, proposal, { intervention, dispatched })
        const said = [proposal.note, ...textsIn(proposal.syntheticResult)].join('\n').toLowerCase()
        expect(intervention).not.toBe('OBSERVE')
        for (const hidden of [value, minted, near, known, 'secret'])
          expect(said).not.toContain(hidden.toLowerCase())
        // What a clock said may hold any digits.
        const kept = JSON.stringify(record, (_, held) => (typeof held === 'number' ? undefined : held))
        const others = known === minted ? [] : [known]
        for (const hidden of ['secret', `near ${near}`, ...others]) expect(kept).not.toContain(hidden)
      }),
      { numRuns: 300 },
    )
  })
})

test('types', () => {
  expectTypeOf<Likeness>().toEqualTypeOf<'same digits' | 'one character off' | 'same prefix'>()
  expectTypeOf<NearMiss>().toEqualTypeOf<{
    readonly part: string
    readonly text: string
    readonly why: Likeness
    readonly origin: Origin
  }>()
  expectTypeOf(nearestInEvidence).returns.toEqualTypeOf<readonly NearMiss[]>()
  expectTypeOf<ArgProvenance>().toExtend<Parameters<typeof nearestInEvidence>[0]>()
  // @ts-expect-error: what is nearest is no field of a verdict, so that it cannot get into a record by itself.
  expectTypeOf<ArgProvenance['nearest']>().toBeAny()
})
