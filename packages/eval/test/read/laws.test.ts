import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chunksOf, readConversations, readLines } from '../../src/index.ts'
import { linesOf } from '../../src/read/lines.ts'
import { valuesOf } from '../../src/read/values.ts'
import { all, fileOf, lines, piecesOf, readAll, talk } from './support.ts'

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
      const read = await all(linesOf(piecesOf(Buffer.from(whole), sizes), {}))
      expect(read.map(({ text, line }) => ({ text, line }))).toEqual(expected)
    }),
  )
})

test('ranges read every line once, wherever they are cut', async () => {
  await fc.assert(
    fc.asyncProperty(text, fc.array(fc.nat(60), { maxLength: 4 }), async (parts, cuts) => {
      const file = fileOf(parts.join(''))
      const places = [0, ...cuts.sort((a, b) => a - b), Number.POSITIVE_INFINITY]
      const whole = await all(readLines(file))
      const read = []
      for (const [at, start] of places.slice(0, -1).entries())
        for await (const { text } of readLines(file, { start, end: places[at + 1] as number }))
          read.push(text)
      expect(read).toEqual(whole.map(({ text }) => text))
    }),
    { numRuns: 50 },
  )
})

test('the chunks of a file hold all of its lines, with their numbers', async () => {
  await fc.assert(
    fc.asyncProperty(text, fc.integer({ min: 1, max: 30 }), async (parts, bytes) => {
      const file = fileOf(parts.join(''))
      const read = []
      for await (const range of chunksOf(file, bytes))
        for await (const one of readLines(file, range)) read.push(one)
      expect(read).toEqual(await all(readLines(file)))
    }),
    { numRuns: 50 },
  )
})

test('conversations of chunks are those of the file', async () => {
  const file = fileOf(`${lines(...Array.from({ length: 50 }, (_, at) => talk(`t${at}`)))}{"broken\n`)
  const whole = await all(readConversations([file]))
  const parts = []
  for await (const range of chunksOf(file, 100))
    parts.push(...(await all(readConversations([file], { range }))))
  expect(parts).toEqual(whole)
  expect(parts).toHaveLength(51)
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
