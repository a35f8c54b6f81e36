import { describe, expect, test } from 'vitest'
import { corpusOf } from '../../../src/evidence/corpus.ts'
import { tokensOfEvidence } from '../../../src/provenance/nearest/tokens-of-evidence.ts'
import { call, result, stanceOn, user } from '../transcripts.ts'

describe('a text that is more than ASCII', () => {
  const records = [
    { name: 'ZOË ÅS', id: 'KX-7720', city: 'Austin', code: 'ＫＸ-８８３１' },
    { name: 'Noah', id: 'KX-7721', city: 'Bonn' },
  ]
  const corpus = corpusOf([result(records)])

  test('is kept once, with the canonical form of those leaves only that need one', () => {
    expect([...corpus.texts()].map(({ text }) => text)).toEqual([
      'kx-8831',
      'zoë ås',
      JSON.stringify(records),
    ])
    for (const id of ['KX-7720', 'KX-7721', 'KX-8831']) expect(stanceOn(corpus, 'id', id)).toBe('SUPPORTED')
  })

  test('has canonical tokens only', () => {
    const tokens = [...tokensOfEvidence(corpus)]
    expect(tokens).toEqual(expect.arrayContaining(['kx-7720', 'kx-7721', 'kx-8831', 'zoë', 'austin']))
    expect(tokens.filter((token) => /[A-Z\uff00-\uffef]/.test(token))).toEqual([])
  })

  test('of one leaf is kept in its canonical form alone', () => {
    const texts = [...corpusOf([user('Zoë asks about KX-7720')]).texts()]
    expect(texts.map(({ text }) => text)).toEqual(['zoë asks about kx-7720'])
  })
})

describe('the name of a member that a mask hid something of', () => {
  const byId = { 'ORD-7f3ab': { status: 'shipped', items: 2 } }

  test.each([
    ['the value itself', 'ORD-7f3ab'],
    ['what holds the value', '7f3ab'],
  ])('is learned where it comes again and counts: %s', (_, broughtUp) => {
    const error = [user('Help.'), call({ id: broughtUp }), result({ error: 'no such record', ...byId })]
    expect(stanceOn(corpusOf(error), 'order_id', 'ORD-7f3ab')).toBe('UNSUPPORTED')
    const entries = [...error, user(JSON.stringify(byId))]
    expect(stanceOn(corpusOf(entries), 'order_id', 'ORD-7f3ab')).toBe('SUPPORTED')
  })
})
