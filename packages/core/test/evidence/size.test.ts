import { describe, expect, test } from 'vitest'
import { Corpus, corpusOf } from '../../src/evidence/corpus.ts'
import { call, result, stanceOn, user } from './transcripts.ts'

const TEN_MB = 10_000_000
const filled = (pattern: string, length = TEN_MB) => pattern.repeat(Math.ceil(length / pattern.length))

/** Every case must end well within this; most end within a second. */
const PATIENCE = 20_000

describe('large evidence', () => {
  test.each([
    ['prose', 'The order is on its way. '],
    ['one atom of letters', 'x'],
    ['one atom of digits', '7'],
    ['one atom of letters and digits', 'x7'],
    ['a million and more tokens of one character', 'a b c d e '],
    ['quotes', '"'],
    ['opening brackets', '['],
    ['letters without spaces', '订'],
    ['astral letters', '𝒳'],
    ['marks of ours', '[handrail] x\n'],
  ])('ten megabytes of %s', { timeout: PATIENCE }, (_, pattern) => {
    const corpus = new Corpus()
    corpus.append(user('see KX-7701'))
    corpus.append(result(filled(pattern), { intervention: 'OBSERVE' }))
    corpus.append(user('see KX-7702'))
    expect(stanceOn(corpus, 'id', 'KX-7701')).toBe('SUPPORTED')
    expect(stanceOn(corpus, 'id', 'KX-7702')).toBe('SUPPORTED')
    expect(stanceOn(corpus, 'id', 'KX-7703')).toBe('UNSUPPORTED')
  })

  test.each([
    ['compound', 'a.'],
    ['run', 'a/'],
  ])('two megabytes of one %s', { timeout: PATIENCE }, (_, pattern) => {
    const corpus = corpusOf([user('see KX-7701'), result(filled(pattern, 2_000_000))])
    expect(stanceOn(corpus, 'id', 'KX-7701')).toBe('SUPPORTED')
    expect(stanceOn(corpus, 'id', 'KX-7702')).toBe('UNSUPPORTED')
  })

  test('a megabyte of digits one by one', { timeout: PATIENCE }, () => {
    expect(stanceOn(corpusOf([user(filled('7 ', 1_000_000))]), 'id', '77')).toBe('UNSUPPORTED')
  })

  test('half a megabyte of long names in one address', { timeout: PATIENCE }, () => {
    const name = filled('a.', 2_500).slice(0, -1)
    const corpus = corpusOf([user('see KX-7701'), result(Array(200).fill(name).join('/'))])
    expect(stanceOn(corpus, 'id', 'KX-7701')).toBe('SUPPORTED')
  })

  test('many records', { timeout: PATIENCE }, () => {
    const records = Array.from({ length: 50_000 }, (_, i) => ({ id: `KX-${i}`, price: i, note: 'a b c' }))
    const corpus = corpusOf([result(JSON.stringify(records))])
    expect(stanceOn(corpus, 'id', 'KX-49999')).toBe('SUPPORTED')
    expect(stanceOn(corpus, 'id', 'KX-50000')).toBe('UNSUPPORTED')
  })

  const many = (record: object) => Array(20_000).fill(record)
  test.each([
    ['escapes', many({ a: 'x"y', b: 1 })],
    ['escapes in keys', many({ 'x"y': 1, b: 2 })],
    ['JSON in JSON', many({ a: '[1]', b: 'x' })],
    ['JSON in JSON in JSON', many({ a: JSON.stringify([JSON.stringify(['x"y', 'z']), 'z']), b: 'x' })],
    [
      'escapes, after others',
      [...'abcdef'].map((letter) => `"${letter}`).concat(JSON.stringify(many({ a: 'x"y', b: 1 }))),
    ],
  ])('a text with many %s is kept once', { timeout: PATIENCE }, (_, content) => {
    const corpus = corpusOf([result(JSON.stringify(content)), user('see KX-7701')])
    expect(corpus.hasGap('lost')).toBe(false)
    expect(stanceOn(corpus, 'id', 'KX-7702')).toBe('UNSUPPORTED')
  })
})

describe('large arguments', () => {
  test.each([
    ['prose', 'Dear Sir, RX-5512 is '],
    ['ids', 'ab12 '],
    ['one atom', 'x'],
    ['digits', '7'],
    ['one compound', 'a1.'],
    ['one run', 'a1/'],
  ])('ten megabytes of %s', { timeout: PATIENCE }, (_, pattern) => {
    const text = filled(pattern)
    const corpus = corpusOf([
      user('see KX-7701'),
      call({ body: text }),
      result('RX-5512 failed', { outcome: 'error' }),
    ])
    expect(stanceOn(corpus, 'id', 'KX-7701')).toBe('SUPPORTED')
    expect(stanceOn(corpus, 'id', text)).toBe('ABSTAIN')
  })

  test.each([
    ['in an argument', [call({ body: `${filled('7', 1_000_000)}a` })]],
    ['in an answer', [call({ id: 'RX-5512' }), result({ blob: `${filled('7', 1_000_000)}a` })]],
  ])('a long number that ends in a letter, %s', { timeout: PATIENCE }, (_, entries) => {
    expect(corpusOf(entries).version).toBe(entries.length)
  })

  test('a hundred thousand leaves', { timeout: PATIENCE }, () => {
    const ids = Array.from({ length: 100_000 }, (_, i) => `KX-${i}`)
    const corpus = corpusOf([user('see KX-7701'), call({ ids })])
    expect(stanceOn(corpus, 'id', ids)).toBe('UNSUPPORTED')
  })
})
