import { describe, expect, test } from 'vitest'
import { corpusOf } from '../../src/evidence/corpus.ts'
import { call, result, stanceAfter, stanceOn, stanceWith, user } from './transcripts.ts'

describe('an IBAN in groups (R12)', () => {
  test.each([
    ['of digits', 'DE89 3704 0044 0532 0130 00'],
    ['with a bank of four letters', 'GB29 NWBK 6016 1331 9268 19'],
    ['with letters at its end', 'MU17 BOMM 0101 1010 3030 0200 000M UR'],
    ['with two groups of letters', 'SC18 SSCB 1101 0000 0000 0000 1497 USD'],
  ])('%s', (_, printed) => {
    const iban = printed.replaceAll(' ', '')
    expect(corpusOf([user(`Pay ${printed}, please`)]).find('squashed', iban.toLowerCase())).toBe(0)
    expect(stanceWith(`Pay ${printed}, please`, 'iban', iban)).toBe('SUPPORTED')
  })

  test('a group is no part of one after a comma', () => {
    expect(stanceWith('GB29 NWBK, 6016 1331 9268 19', 'iban', 'GB29NWBK60161331926819')).toBe('UNSUPPORTED')
  })
})

describe('letters and digits whatever stands between them (R12)', () => {
  const orders = [
    ['00010023', '10023'],
    ['10023', '00010023'],
  ] as const
  test.each(orders)('a number as it stands: %s and then %s', (first, second) => {
    const corpus = corpusOf([user(first), user(second)])
    expect(corpus.find('squashed', first)).toBe(0)
    expect(corpus.find('squashed', second)).toBe(1)
    expect(corpus.find('squashed', '010023')).toBe(undefined)
    expect(stanceWith(`${first}, ${second}`, 'order_id', '100-23')).toBe('SUPPORTED')
  })
})

describe('a list of which nothing is left when what is ours is taken out', () => {
  test.each([
    ['a list', ['[handrail] WARN: KX-77']],
    ['a text of a list', '["[handrail] WARN: KX-77"]'],
  ])('%s is no evidence', (_, content) => {
    expect(corpusOf([result(content, { intervention: 'WARN' })]).isEmpty).toBe(true)
    expect(stanceAfter([result(content, { intervention: 'WARN' })], 'order_id', 'KX-78')).toBe('ABSTAIN')
  })
})

test.each([
  ['x7', true],
  ['xé7', true],
  ['x\u05B07', true],
  ['7', false],
  ['7x', false],
  ['7x7', false],
  ['x7x7', false],
  ['xↂ7', false],
  ['ↂ7', false],
])('the digits at the end of %s are a tail only after letters', (atom, isTail) => {
  expect(corpusOf([user(`see ${atom}`)]).find('digitTail', '7')).toBe(isTail ? 0 : undefined)
})

describe('the same id with other leading zeros (R13)', () => {
  test.each([
    ['by itself', 'INC0010023', 'INC10023'],
    ['with more zeros', 'INC10023', 'INC0010023'],
    ['with a version', 'ORD-0012345-1', 'ORD-12345'],
    ['with an ending', 'see ORD-0012345.pdf', 'ORD-12345'],
    ['with a longer prefix', 'gift_card_10023-x', 'gift_card_0010023'],
    ['as an atom of a longer one', 'x-inc0010023', 'INC10023'],
  ])('%s', (_, text, value) => {
    expect(stanceWith(text, 'order_id', value)).toBe('SUPPORTED')
  })

  test.each([
    ['another prefix', 'HAT-0012345-1', 'ORD-12345'],
    ['a longer number', 'ORD-00123456-1', 'ORD-12345'],
    ['too few digits that count', 'ORD-00123', 'ORD-0123'],
    ['too few digits that count, and more', 'ORD-00123-1', 'ORD-0123'],
    ['more than a number before it', 'ORD-7-0012345-1', 'ORD-12345'],
  ])('%s is another id', (_, text, value) => {
    expect(stanceWith(text, 'order_id', value)).toBe('UNSUPPORTED')
  })
})

test.each([undefined, null, true, Symbol('KX-77'), '', {}, [], [null, false]])(
  '%s is no evidence',
  (content) => {
    expect(corpusOf([result(content)]).isEmpty).toBe(true)
  },
)

test('the digits at the end of an atom far within a compound are found (R11)', () => {
  expect(stanceWith(`${'word_'.repeat(80)}INC0010023_x`, 'order_id', '10023')).toBe('SUPPORTED')
})

test('nothing is found for an empty text, and an address with an empty part spoils nothing', () => {
  const corpus = corpusOf([user('see KX-77')])
  for (const kind of ['verbatim', 'word', 'compound', 'squashed', 'number', 'prefix', 'padded'] as const)
    for (const token of ['', ' ', '-', '-.-']) expect(corpus.find(kind, token)).toBe(undefined)
  for (const value of ['a7@acme..com', 'm1@..x', 'a7@.com'])
    expect(stanceOn(corpus, 'email', value)).toBe('UNSUPPORTED')
})

describe('a long text that comes again', () => {
  const long = (text: string) => `${text} ${'and so on '.repeat(40)}`
  const asked = call({ id: 'RX-5512' })

  test.each([
    [
      'after an error that repeats it',
      [asked, result(long('no RX-5512'), { outcome: 'error' }), user(long('no RX-5512'))],
    ],
    ['twice', [user(long('RX-5512')), asked, result(long('RX-5512'), { outcome: 'error' })]],
    [
      'after an answer with a note of ours',
      [result(long('RX-5512'), { intervention: 'OBSERVE' }), user(long('RX-5512'))],
    ],
  ])('counts %s', (_, entries) => {
    expect(stanceAfter([user('Please help.'), ...entries], 'ticket_id', 'RX-5512')).toBe('SUPPORTED')
  })

  test.each([
    [
      'from errors',
      [
        asked,
        result(long('no RX-5512'), { outcome: 'error' }),
        result(long('no RX-5512'), { outcome: 'error' }),
      ],
    ],
    [
      'from a model',
      [asked, result(long('RX-5512'), { author: 'model' }), result(long('RX-5512'), { outcome: 'error' })],
    ],
  ])('does not count %s', (_, entries) => {
    expect(stanceAfter([user('Please help.'), ...entries], 'ticket_id', 'RX-5512')).toBe('UNSUPPORTED')
  })

  test('is no evidence where nothing is in it', () => {
    for (const text of [' '.repeat(300), `[${'null, '.repeat(100)}null]`])
      expect(corpusOf([user(text), user(text), user(text)]).isEmpty).toBe(true)
  })
})
