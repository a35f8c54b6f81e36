import { describe, expect, test } from 'vitest'
import { stanceAfter, stanceWith, user } from '../evidence/transcripts.ts'

describe('R1: one form for texts that look alike', () => {
  test.each([
    ['another case', 'Order W7720145 is open', 'w7720145'],
    ['full-width letters and digits', 'Order Ｗ７７２０１４５ is open', 'W7720145'],
    ['a zero-width space in the evidence', 'Order W77\u200B20145 is open', 'W7720145'],
    ['a zero-width space in the value', 'Order W7720145 is open', 'W77\u200B20145'],
    ['a soft hyphen', 'Order W77\u00AD20145 is open', 'W7720145'],
    ['direction marks', 'Order \u202AW7720145\u202C is open', 'W7720145'],
    ['a word joiner and a byte order mark', '\uFEFFW77\u206020145', 'W7720145'],
    ['a ligature', 'Order o\uFB03ce-7720 is open', 'OFFICE-7720'],
    ['composed and decomposed letters', 'Kunde Mu\u0308ller-7720', 'm\u00FCller-7720'],
    ['an id among Han letters', '订单W7720145已发货', 'W7720145'],
    ['an id among Kana', 'ご注文W7720145です', 'W7720145'],
    ['an id among Hangul', '주문W7720145입니다', 'W7720145'],
    ['an id among Thai', 'คำสั่งซื้อW7720145แล้ว', 'W7720145'],
  ])('%s', (_, evidence, value) => {
    expect(stanceWith(evidence, 'order_id', value)).toBe('SUPPORTED')
  })

  test.each([
    ['Cyrillic', 'user \u0430lex_7720'],
    ['Greek', 'user \u03B1lex_7720'],
  ])('a %s look-alike is not folded', (_, evidence) => {
    expect(stanceWith(evidence, 'user_id', 'alex_7720')).toBe('UNSUPPORTED')
  })
})

describe('R2: what is left of a value when its dress is taken off', () => {
  test.each([
    ['mailto', 'Write to zed.q@acme-corp.io', 'mailto:zed.q@acme-corp.io'],
    [
      'a urn',
      'session 0b9f7c1e-52d4-4a6b-9d1c-3f7a2e5c8b04',
      'urn:uuid:0b9f7c1e-52d4-4a6b-9d1c-3f7a2e5c8b04',
    ],
    ['sms', 'Code for SMS77201', 'sms:SMS77201'],
    ['percent escapes', 'file gift_card_77201', 'gift%5Fcard%5F77201'],
    ['quotes and brackets around', 'Order W7720145', '"[W7720145]"'],
    ['a hash before', 'Order W7720145', '#W7720145'],
    ['a number', 'account 7720145', 7720145],
    ['a bigint', 'account 77201450', 77201450n],
    ['a negative number, by its digits', 'account 7720145', -7720145],
  ])('%s', (_, evidence, value) => {
    expect(stanceWith(evidence, 'reference', value)).toBe('SUPPORTED')
  })

  test.each([
    ['a number that is not whole', 7720.145],
    ['an integer beyond what a number holds exactly', 2 ** 53],
    ['infinity', Number.POSITIVE_INFINITY],
    ['not a number', Number.NaN],
    ['257 characters', 'x1'.repeat(128).concat('y')],
    ['a symbol', Symbol('W1')],
    ['a function', () => 'W7720145'],
    ['undefined', undefined],
  ])('%s is not judged', (_, value) => {
    expect(stanceWith('nothing of the kind', 'order_id', value)).toBe('ABSTAIN')
  })

  test('256 characters are', () => {
    expect(stanceWith('nothing of the kind', 'order_id', 'x1'.repeat(128))).toBe('UNSUPPORTED')
    expect(stanceWith(`see ${'x1'.repeat(128)}`, 'order_id', 'x1'.repeat(128))).toBe('SUPPORTED')
  })

  test('a broken percent escape is no fault', () => {
    expect(stanceWith('voucher 50%off77', 'voucher_id', '50%off77')).toBe('SUPPORTED')
  })

  test('a value that grows beyond 256 characters in canonical form is never called minted', () => {
    const value = `${'\uFB03'.repeat(200)}77`
    expect(stanceWith(`see ${value} there`, 'order_id', value)).not.toBe('UNSUPPORTED')
  })
})

describe('R3: what joins and what breaks', () => {
  test.each([
    ['white space', 'abc 7720 xyz', 'abc-7720-xyz-1'],
    ['a line break', 'W77\n20145', 'W7720145'],
    ['a tab', 'W77\t20145', 'W7720145'],
    ['quotes', 'W77"20145', 'W77-20145-9'],
    ['brackets', 'W77(20145)', 'W77-20145-9'],
    ['a comma', 'W77,x20145', 'W77x20145'],
  ])('%s breaks', (_, evidence, value) => {
    expect(stanceWith(evidence, 'order_id', value)).toBe('UNSUPPORTED')
  })

  test.each([
    ['one of -_.', 'see ab-c_d.77', 'ab-c_d.77'],
    ['two of -_.', 'see ab--c__d..77', 'ab--c__d..77'],
    [
      'the separators of a run',
      'see a1/b2:c3@d4#e5?f6&g7=h8+i9%j1~k2$l3*m4!n5',
      'a1/b2:c3@d4#e5?f6&g7=h8+i9%j1~k2$l3*m4!n5',
    ],
    ['a scheme', 'see s3://bucket-7/key-9', 's3://bucket-7/key-9'],
  ])('%s joins', (_, evidence, value) => {
    expect(stanceWith(evidence, 'record_id', value)).toBe('SUPPORTED')
  })

  test.each([
    ['a line break escaped in a text that only holds JSON', 'Output: {"log": "done\\nINC0010023 closed"}'],
    ['lines of JSON', '{"a": 1}\n{"log": "first\\tINC0010023"}'],
    ['a Python literal', "{'log': 'first\\nINC0010023'}"],
    ['a JSON text that was cut off', '{"log": "first\\nINC0010023", "mo'],
  ])('a backslash escape breaks: %s', (_, evidence) => {
    expect(stanceWith(evidence, 'incident_id', 'INC0010023')).toBe('SUPPORTED')
  })
})

describe('R4: JSON', () => {
  const record = { items: [{ ref: 'KX-7720', note: 'line one\nKX-7721' }] }
  test.each([
    ['a structure', record],
    ['a JSON text', JSON.stringify(record)],
    ['a JSON text in a JSON text', JSON.stringify(JSON.stringify(record))],
    ['a JSON text in a leaf', { content: [{ type: 'text', text: JSON.stringify(record) }] }],
    ['an indented JSON text', JSON.stringify(record, null, 2)],
    ['a JSON text four deep', [1, 2, 3].reduce((text) => JSON.stringify(text), JSON.stringify(record))],
  ])('%s is read', (_, content) => {
    expect(stanceWith(content, 'ref', 'KX-7720')).toBe('SUPPORTED')
    expect(stanceWith(content, 'ref', 'KX-7721')).toBe('SUPPORTED')
    expect(stanceWith(content, 'ref', 'KX-7722')).toBe('UNSUPPORTED')
  })

  test('unicode escapes are decoded', () => {
    expect(stanceWith('{"ref": "KX\\u002d7720"}', 'ref', 'KX-7720')).toBe('SUPPORTED')
  })

  test('keys count as evidence', () => {
    expect(stanceWith({ 'KX-7720': { stock: 4 } }, 'sku', 'KX-7720')).toBe('SUPPORTED')
    expect(stanceWith('{"KX-7720": {"stock": 4}}', 'sku', 'KX-7720')).toBe('SUPPORTED')
  })
})

describe('R5: what the nearest key says about a number', () => {
  test.each([
    ['price', 'UNSUPPORTED'],
    ['amount', 'UNSUPPORTED'],
    ['count', 'UNSUPPORTED'],
    ['totalQty', 'UNSUPPORTED'],
    ['flight_number', 'SUPPORTED'],
    ['id', 'SUPPORTED'],
    ['no', 'SUPPORTED'],
    ['sys_ref', 'SUPPORTED'],
    ['pk', 'SUPPORTED'],
    ['seen', 'SUPPORTED'],
  ])('a 136 under %s: %s for group 136', (key, stance) => {
    expect(stanceWith({ [key]: 136 }, 'group_id', 136)).toBe(stance)
    expect(stanceWith({ list: [{ [key]: [136] }] }, 'group_id', 136)).toBe(stance)
    expect(stanceWith(JSON.stringify({ [key]: '136' }), 'group_id', 136)).toBe(stance)
  })

  test.each([
    ['id', 'SUPPORTED'],
    ['number', 'SUPPORTED'],
    ['key', 'SUPPORTED'],
    ['seen', 'UNSUPPORTED'],
    ['price', 'UNSUPPORTED'],
  ])('a 136 under %s: %s for QZX136', (key, stance) => {
    expect(stanceWith({ [key]: 136 }, 'flight_number', 'QZX136')).toBe(stance)
  })
})

describe('the task is evidence', () => {
  test.each(['system', 'user'] as const)('what the %s says', (role) => {
    const entries = [{ kind: 'task', text: 'Team inbox: KX-7720', role } as const, user('Please help.')]
    expect(stanceAfter(entries, 'ref', 'KX-7720')).toBe('SUPPORTED')
  })
})
