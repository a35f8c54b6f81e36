import { describe, expect, test } from 'vitest'
import { stanceWith } from '../evidence/transcripts.ts'

/** Section 2: what a plain search for parts takes for evidence. Values of our own. */
describe('mints that look known', () => {
  const uuids = ['a2c4e6f8-1b3d-4f5a-8c7e-9d0b1a2c3e4f', '5f4e3d2c-1b0a-4987-8654-3210fedcba98']
  test.each([
    ['a UUID with one digit changed', { ids: uuids }, 'sys_id', 'a2c4e6f8-1b3d-4f5a-8c7e-9d0b1a2c3e40'],
    ['a UUID of two halves', { ids: uuids }, 'sys_id', 'a2c4e6f8-1b3d-4987-8654-3210fedcba98'],
    ['a year in an id', { date: '2033-11-02' }, 'payment_id', 'gift_card_2033117'],
    ['a token of zeros', 'page 0000', 'order_id', 'W0000771'],
    ['a token 0001', 'page 0001', 'order_id', 'ORD-00017'],
    ['a word within a hash', 'the cafe has a face', 'sys_id', 'cafe01234567face89ab0123456789cd'],
    ['an id cut short', 'see INC0088231', 'incident_id', 'INC008823'],
    ['an id made longer', 'see INC0088231', 'incident_id', 'INC00882310'],
    ['a prefix swapped', 'pay by credit_card_5511002', 'payment_id', 'gift_card_5511002'],
    ['a part of a moment', { ts: 1745566778899 }, 'ticket_id', 'TCK-55667'],
    ['a part of a price', { price: 1745566.78 }, 'ticket_id', 'TCK-45566'],
    ['a part of a longer id', { order: '91002344177' }, 'incident_id', 'INC10023'],
    ['a number of something else', { price: 211 }, 'flight_number', 'HAT211'],
    ['two digits of a date', { born: '1981-03-02' }, 'group_id', 81],
    ['an invented mailbox', 'jane.doe@acme-corp.io', 'email', 'ceo.zed@acme-corp.io'],
  ])('%s', (_, evidence, name, value) => {
    expect(stanceWith(evidence, name, value)).toBe('UNSUPPORTED')
  })
})

describe('mints that a plain look at the shape never checks', () => {
  test.each([
    ['camelCase', 'userId', 'zed_771'],
    ['a plural', 'groupIds', ['4711', '4712']],
    ['account, which ends with count', 'account', '771204'],
    ['account_number', 'account_number', '771204'],
    ['digits with separators', 'order_id', '112-7712040-1234567'],
    ['thirteen digits', 'order_id', '1771204000123'],
    ['zero-width letters', 'user_id', 'z\u200Bed_771'],
    ['a look-alike', 'user_id', 'z\u0435d_771'],
    ['letters only', 'ref', 'QWJKXZ'],
  ])('%s', (_, name, value) => {
    expect(stanceWith('nothing of the kind, zed_772', name, value)).toBe('UNSUPPORTED')
  })
})

describe('genuine values that are easily flagged', () => {
  test.each([
    ['a number in prose', 'we have 1,771 of them', 'record_id', 1771],
    [
      'a UUID without dashes',
      'a2c4e6f8-1b3d-4f5a-8c7e-9d0b1a2c3e4f',
      'sys_id',
      'a2c4e6f81b3d4f5a8c7e9d0b1a2c3e4f',
    ],
    ['full-width digits', '注文１７７１２０です', 'order_id', '177120'],
    ['a known name of an algorithm', 'nothing', 'algorithm', 'sha256'],
  ])('%s', (_, evidence, name, value) => {
    expect(stanceWith(evidence, name, value)).not.toBe('UNSUPPORTED')
  })
})

describe('what cannot be decided without hints is left alone', () => {
  test.each([
    ['an id with spaces', 'user_id', 'Zed 771'],
    ['a word-like id', 'user_id', 'zed_roe'],
    ['a slug of words', 'slug', 'my-first-post'],
  ])('%s', (_, name, value) => {
    expect(stanceWith('nothing of the kind', name, value)).toBe('ABSTAIN')
  })
})
