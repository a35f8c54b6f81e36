import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonical, composed } from '../../src/evidence/text/canonical.ts'
import * as naive from './naive/canonical.ts'
import { call, result, stanceAfter, stanceWith, user } from './transcripts.ts'

test.each([
  ['ASCII', 'AbC-12', 'abc-12'],
  ['compatibility forms', 'ＡＢ①', 'ab1'],
  ['composition', 'Mu\u0308', 'm\u00FC'],
  ['every invisible character', 'a\u00AD\u200B\u200F\u2028\u202E\u2060\u2064\uFEFFb', 'ab'],
  ['scripts without spaces', 'ab漢字12', 'ab 漢字 12'],
  ['look-alikes stay', '\u0430b', '\u0430b'],
])('%s', (_, text, form) => {
  expect(canonical(text)).toBe(form)
})

test('composed keeps the case', () => {
  expect(composed('ＡbC')).toBe('AbC')
})

test('a text has one form: another application changes nothing but spaces', () => {
  const stripped = (text: string) => text.replaceAll(/\s+/g, '')
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
      const once = canonical(text)
      expect(stripped(canonical(once))).toBe(stripped(once))
    }),
    { numRuns: 2_000 },
  )
})

describe('a text is composed piece by piece as it would be as a whole', () => {
  // What composes, decomposes, is reordered, taken out or put apart, and what it may do that with.
  const units = [
    ...[
      'a',
      'K',
      'e',
      '7',
      ' ',
      '-',
      '<',
      '=',
      '\u0000',
      '\x7f',
      '\x80',
      '\n',
      '"',
      'é',
      'Å',
      'İ',
      'ſ',
      'ﬁ',
      '½',
      'ⅷ',
      '…',
    ],
    ...[
      '\u0301',
      '\u0338',
      '\u0308',
      '\u0327',
      '\u0323',
      '\u0345',
      '\u093C',
      '\u3099',
      '\u{1D165}',
      '\u05B0',
      '\u0F71',
    ],
    ...[
      '\u1100',
      '\u1161',
      '\u11A8',
      '한',
      '\uAC00',
      '漢',
      '㈱',
      'か',
      'ｶ',
      'ﾞ',
      'ไ',
      'ำ',
      'α',
      'Σ',
      'ΐ',
      '\u09C7',
      '\u09BE',
    ],
    ...[
      '\uD835',
      '\uDCB3',
      '𝒳',
      '𝟟',
      '\u{11131}\u{11127}',
      '\u{1D15E}',
      '\u00A8',
      '\u02DC',
      '７',
      '٧',
      '–',
      '﹘',
      '⁻',
      '－',
    ],
    ...[
      '\u00AD',
      '\u200B',
      '\u200D',
      '\u2028',
      '\uFEFF',
      '№',
      'º',
      '℠',
      'ℹ',
      '\u212A',
      '\u2126',
      '\u1E9E',
      'ß',
      '＂',
      '＼',
    ],
  ]
  const anyUnit = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...units) },
    { weight: 1, arbitrary: fc.nat(0xffff).map((code) => String.fromCharCode(code)) },
    { weight: 1, arbitrary: fc.nat(0x10ffff).map((code) => String.fromCodePoint(code)) },
  )

  test('on texts of all alphabets', () => {
    fc.assert(
      fc.property(fc.array(anyUnit, { maxLength: 8 }), (parts) => {
        const text = parts.join('')
        if (composed(text) !== naive.composed(text)) expect(composed(text)).toBe(naive.composed(text))
      }),
      { numRuns: 40_000 },
    )
  })

  test('every character after a letter, a digit and a separator', () => {
    for (let code = 0; code <= 0xffff; code++) {
      const text = `e${String.fromCharCode(code)}7${String.fromCharCode(code)}-${String.fromCharCode(code)}`
      if (composed(text) !== naive.composed(text)) expect(composed(text)).toBe(naive.composed(text))
    }
  })
})

describe('characters whose lower case is longer, shorter, or depends on what is around them', () => {
  test.each([
    ['a letter whose lower case is two', 'see İD-77.', 'İD-77'],
    ['the same, composed', 'see I\u0307D-77.', 'İD-77'],
    ['the sign of degrees Kelvin', 'see \u212AX-77.', 'KX-77'],
    ['the sign in the value', 'see KX-77.', '\u212AX-77'],
    ['a sharp s', 'see STRA\u1E9EE-77.', 'STRA\u1E9EE-77'],
    ['a sigma at the end of a value', 'see Α7ΒΣ.Γ1', 'Α7ΒΣ'],
    ['a sigma within a value', 'see Α7ΒΣ', 'α7βσ'],
    ['a sigma at the end of a compound', 'see 7ΒΣ-Α', '7βς-α'],
  ])('%s', (_, text, value) => {
    expect(stanceWith(text, 'order_id', value)).toBe('SUPPORTED')
  })

  test('an echo of what the model brought up is none in another case', () => {
    for (const [written, echoed] of [
      ['ΑΣ-Β7', 'ΑΣΒ7'],
      ['ας-β7', 'ΑΣ.Β7'],
      ['İ-77123', 'i\u0307-77123'],
    ] as const) {
      const entries = [user('Please help.'), call({ id: written }), result(`${echoed} not found`)]
      expect(stanceAfter(entries, 'order_id', written)).toBe('UNSUPPORTED')
    }
  })

  test('a value that is too long in lower case is not judged', () => {
    expect(stanceWith('see KX-77', 'order_id', `${'İ'.repeat(200)}7`)).toBe('ABSTAIN')
  })
})
