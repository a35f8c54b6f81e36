import { describe, expect, test } from 'vitest'
import { corpusOf } from '../../src/evidence/corpus.ts'
import { argOn, result, stanceWith, user } from '../evidence/transcripts.ts'

const how = (content: unknown, name: string, value: unknown) =>
  argOn(corpusOf([user('Please help.'), result(content)]), name, value).how

describe('R10: verbatim', () => {
  test.each([
    ['a compound', 'order kx-7720-b is open', 'kx-7720-b'],
    ['a run', 'see api/v2/orders:7720', 'api/v2/orders:7720'],
    ['an atom of a compound', 'see aa1-bb2-cc3', 'bb2'],
    ['a prefix of a compound', 'see aa1-bb2-cc3', 'aa1-bb2'],
    ['a suffix of a compound', 'see aa1-bb2-cc3', 'bb2-cc3'],
    ['a compound of a run', 'see orders/kx-7720/lines', 'kx-7720'],
    ['an atom in a run', 'see orders/kx-aa1-q/lines', 'aa1'],
    ['an address after its scheme', 'mailto:zed.q@acme-corp.io', 'zed.q@acme-corp.io'],
    ['an address in angle brackets', 'Zed <zed.q@acme-corp.io>', 'zed.q@acme-corp.io'],
    ['at the end of a sentence', 'It was KX-7720.', 'KX-7720'],
  ])('%s', (_, evidence, value) => {
    expect(how(evidence, 'record_id', value)).toBe('verbatim')
  })

  test.each([
    ['the middle of an atom', 'see xkx7720q', 'kx7720'],
    ['the beginning of an atom', 'see kx7720q', 'kx7720'],
    ['the end of an atom', 'see qkx7720', 'kx7720'],
    ['a compound cut within an atom', 'see aa1-bb2-cc3', 'a1-bb2'],
    ['a longer compound', 'see aa1-bb2', 'aa1-bb2-cc3'],
    ['another order of atoms', 'see aa1x-bb2x', 'bb2x-aa1y'],
    ['a digit more', 'see kx-7720', 'kx-77201'],
    ['a digit less', 'see kx-7720', 'kx-772'],
  ])('never %s', (_, evidence, value) => {
    expect(stanceWith(evidence, 'record_id', value)).toBe('UNSUPPORTED')
  })
})

describe('R11: numbers', () => {
  test.each([
    ['a number alone', 'group 7720', '7720'],
    ['two digits alone', 'group 77', '77'],
    ['leading zeros in the value', 'group 7720', '00007720'],
    ['leading zeros in the evidence', 'group 00007720', '7720'],
    ['an atom of three digits of a compound', 'see kx-772-q', '772'],
    ['an atom of more digits', 'see kx-77201-q', '77201'],
    ['the digits at the end of letters', 'see INC0077201', '77201'],
    ['the digits at the end of letters in a compound', 'see x-INC77-y', '77'],
    ['groups of thousands', 'there are 77,201 of them', '77201'],
    ['groups of a card', 'card 4000 0012 3456 7899', '4000001234567899'],
    ['groups of a telephone number', 'call +1 (555) 014-7720', '15550147720'],
    ['four digits of a quantity', { price: 7720 }, '7720'],
    ['groups of nineteen digits', 'n 1234567 8901234 56789', '1234567890123456789'],
  ])('%s', (_, evidence, value) => {
    expect(stanceWith(evidence, 'group_id', value)).toBe('SUPPORTED')
    expect(stanceWith(evidence, 'group_id', Number(value))).not.toBe('UNSUPPORTED')
  })

  test.each([
    ['two digits within a number', 'see 17702', '77'],
    ['three digits at the end of a number', 'see 17720', '720'],
    ['two digits of a compound', 'see kx-77-q', '77'],
    ['two digits of a date', 'on 1981-03-02', '81'],
    ['a month', 'on 1981-03-02', '03'],
    ['two digits of a price', { price: 77 }, '77'],
    ['three digits of a price', { price: 772 }, '772'],
    ['a price with decimals', { price: 772.5 }, '772'],
    ['one digit with zeros', 'group 1', '0000000001'],
    ['three digits with zeros', 'group 772', '0772'],
    ['a zero', 'group 0', '00000'],
    ['a zero less', 'group 00772', '772'],
    ['groups three characters apart', 'n 77 - 201', '77201'],
    ['groups of twenty digits', 'n 12345678 90123456 7890', '12345678901234567890'],
    ['groups of three digits', 'n 7 72', '772'],
    ['a part of the joined groups', 'n 77,201,300', '7201'],
  ])('not %s', (_, evidence, value) => {
    expect(stanceWith(evidence, 'group_id', value)).toBe('UNSUPPORTED')
  })

  test.each([
    ['a hash', '6816f79cc0a8016401c5a33be04be441', '441'],
    ['a UUID', '0b9f7c1e-52d4-4a6b-9d1c-3f7a2e5c8b04', '04'],
    ['a moment', '2031-07-20T11:22:33Z', '11'],
    ['an id of letters and digits in turn', 'x7k9q77', '77'],
  ])('the digit tail is that of letters, and not of %s', (_, evidence, value) => {
    expect(stanceWith({ note: evidence }, 'group_id', value)).toBe('UNSUPPORTED')
  })
})

describe('R12: other separators', () => {
  test.each([
    ['a UUID without dashes', '0b9f7c1e-52d4-4a6b-9d1c-3f7a2e5c8b04', '0b9f7c1e52d44a6b9d1c3f7a2e5c8b04'],
    ['a UUID with dashes', '0b9f7c1e52d44a6b9d1c3f7a2e5c8b04', '0b9f7c1e-52d4-4a6b-9d1c-3f7a2e5c8b04'],
    ['dash and underscore', 'see msg-7720', 'msg_7720'],
    ['none and dash', 'see msg7720', 'msg-7720'],
    ['dot and dash', 'see msg.77.20', 'msg-77-20'],
    ['a spoken pair', 'it is User 7, please', 'user_7'],
    ['a spoken pair without separator', 'it is order 7720, please', 'order7720'],
  ])('%s', (_, evidence, value) => {
    expect(stanceWith(evidence, 'record_id', value)).toBe('SUPPORTED')
  })

  test.each([
    ['three characters', 'see m-77', 'm77'],
    ['four characters', 'see a1-b2', 'a1b2'],
    ['a number before a word', 'there are 7 users', 'users_7'],
    ['a word two spaces before', 'it is box  77', 'box-77'],
    ['a part of the compound', 'see msg-7720-q1', 'msg7720q'],
    ['words in several compounds', 'see msg/77', 'msg77'],
  ])('not %s', (_, evidence, value) => {
    expect(stanceWith(evidence, 'record_id', value)).toBe('UNSUPPORTED')
  })
})
