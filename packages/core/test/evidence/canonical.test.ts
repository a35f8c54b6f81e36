import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonical, composed } from '../../src/evidence/text/canonical.ts'

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
