import fc from 'fast-check'
import { expect, test } from 'vitest'
import { linesOf } from '../../src/read/lines.ts'
import { valuesOf } from '../../src/read/values.ts'
import { all, fileOf, piecesOf, readAll } from './support.ts'

const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 })
const text = fc.array(fc.constantFrom('a', '\u00e9', '\u{1f600}', '\n', '\n\n', '\r\n', ' '), {
  maxLength: 30,
})

test('lines are the same however the bytes come', async () => {
  await fc.assert(
    fc.asyncProperty(text, sizes, async (parts, sizes) => {
      const whole = parts.join('')
      const expected = whole
        .split('\n')
        .map((text, at) => ({ text, line: at + 1 }))
        .filter(({ text }) => text.trim() !== '')
      const read = await all(linesOf(piecesOf(Buffer.from(whole), sizes)))
      expect(read.map(({ text, line }) => ({ text, line }))).toEqual(expected)
    }),
  )
})

test('values are those that JSON.parse finds, however they are laid out and however the bytes come', async () => {
  const value = fc.jsonValue({ maxDepth: 3 })
  await fc.assert(
    fc.asyncProperty(fc.array(value), fc.nat(3), sizes, async (values, indent, sizes) => {
      const bytes = Buffer.from(JSON.stringify(values, null, indent))
      const read = await all(valuesOf(piecesOf(bytes, sizes)))
      expect(read.map(({ kind }) => kind)).toEqual(['open', ...values.map(() => 'value'), 'close'])
      expect(read.slice(1, -1).map(({ text }) => JSON.parse(text ?? ''))).toEqual(
        values.map((one) => JSON.parse(JSON.stringify(one))),
      )
    }),
  )
})

test('no bytes make it throw or hang', async () => {
  const odd = fc.array(
    fc.constantFrom(
      ...'[]{}",:\\ \nax'.split(''),
      '\u00e9',
      '{"messages":[]}',
      '[{"role":"user","content":"x"}]',
    ),
  )
  await fc.assert(
    fc.asyncProperty(odd, async (parts) => {
      await readAll(fileOf(parts.join('')))
    }),
    { numRuns: 200 },
  )
  await fc.assert(
    fc.asyncProperty(odd, sizes, async (parts, sizes) => {
      const bytes = Buffer.from(parts.join(''))
      const read = await all(valuesOf(piecesOf(bytes, sizes)))
      expect(read.length).toBeLessThanOrEqual(bytes.length + 1)
    }),
  )
})
