import { describe, expect, test } from 'vitest'
import { tokenize } from '../../src/evidence/text/tokens.ts'
import { stanceWith } from './transcripts.ts'

function formsIn(text: string): string[] {
  const forms: string[] = []
  const keep = (form: string) => forms.push(form)
  tokenize(text, { run() {}, joinedDigits: keep, spoken: keep })
  return forms
}

describe('R12: ids that are printed in groups', () => {
  test.each([
    ['a customer number', 'customer K-018 873, 1 item', 'K018873'],
    ['letters before groups of digits', 'ZB II Nr. XB 224 906', 'XB224906'],
    ['a number plate', 'reserved: OT-IT 187', 'OT-IT187'],
    ['a group that goes on behind a dash', 'renewable RX 77-20419 Pantoprazol', 'RX77-20419'],
    ['groups of four', 'ONT SN HBFX F8A2 71B3 has a red light', 'HBFXF8A271B3'],
    ['a label that begins with letters', '{"tracking":"JJD0003 4110 7782 0056"}', 'JJD0003411077820056'],
    ['a label after a short word', 'ID JJD0003 4110 7782 0056', 'JJD0003411077820056'],
    ['an IBAN', 'My IBAN is DE89 3704 0044 0532 0130 00, please', 'DE89370400440532013000'],
    ['an IBAN with a group of letters', 'GB29 NWBK 6016 1331 9268 19', 'GB29NWBK60161331926819'],
    ['groups at the end of a longer text', 'Your sample: QX7 1182 90', 'QX7-118290'],
  ])('%s', (_, text, value) => {
    expect(stanceWith(text, 'record_number', value)).toBe('SUPPORTED')
  })

  test.each([
    ['a digit less', 'customer K-018 873', 'K01887'],
    ['another letter', 'customer K-018 873', 'X018873'],
    ['two groups exchanged', 'SN HBFX F8A2 71B3', 'HBFX71B3F8A2'],
    ['a group less in the middle', 'SN HBFX F8A2 71B3', 'HBFX71B3'],
    ['a long word before groups', 'customer 224 906', 'CUSTOMER224906'],
    ['a word between them', 'order K4 in 2024', 'K42024'],
    ['a comma between them', 'K4, 2024', 'K42024'],
    ['two blanks between them', 'K4  2024', 'K42024'],
    ['a line between them', 'K4\n2024', 'K42024'],
    ['an address between them', 'K4 http://a/2024 77', 'K4202477'],
    ['a long group', 'K4 20241234567', 'K420241234567'],
  ])('not %s', (_, text, value) => {
    expect(stanceWith(text, 'record_number', value)).toBe('UNSUPPORTED')
  })
})

describe('R11: digits that are printed in groups', () => {
  test.each([
    ['a parcel label of twenty digits', 'parcel 0034 0434 1234 5678 9012', '00340434123456789012'],
    ['the same without a word', '3404 3418 8210 2770 0531', '34043418821027700531'],
    ['a national insurance number', 'n° de sécu 2 84 05 78 006 084 36', '284057800608436'],
  ])('%s', (_, text, value) => {
    expect(stanceWith(text, 'tracking_number', value)).toBe('SUPPORTED')
  })

  test.each([
    ['a group less', '3404 3418 8210 2770 0531', '3404341882100531'],
    ['longer groups', '12345 67890 12345 67890', '12345678901234567890'],
    ['more digits than a label has', Array(9).fill('1234').join(' '), '1234'.repeat(9)],
  ])('not %s', (_, text, value) => {
    expect(stanceWith(text, 'tracking_number', value)).toBe('UNSUPPORTED')
  })
})

test('prose brings few of them', () => {
  expect(formsIn('The 3 of us met at 5 pm on 12 May with 40 others, room 4 and 5.')).toEqual([
    'the3',
    'at5',
    'on12',
    'with40',
    'room4',
    'and5',
  ])
})
