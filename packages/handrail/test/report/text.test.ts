import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fold } from '../../src/report/text/fold.ts'
import { BLANK, jsonLines } from '../../src/report/text/json-lines.ts'
import { markedText } from '../../src/report/text/marked-text.ts'
import { plainLines } from '../../src/report/text/plain-lines.ts'
import { type Line, type Mark, overlap } from '../../src/report/text/span.ts'
import { windowsOf } from '../../src/report/text/windows.ts'

const textOf = (lines: readonly Line[], text: string) =>
  lines.map(({ slices }) => slices.map((slice) => text.slice(slice.start, slice.end)).join(''))

/** Lines as they are shown. */
const shown = (lines: readonly Line[], text: string) =>
  lines.map(
    ({ indent, slices }) =>
      '  '.repeat(indent) +
      slices.map((slice) => (slice === BLANK ? ' ' : text.slice(slice.start, slice.end))).join(''),
  )

describe('lines of JSON', () => {
  it('hold the same value, whatever blanks stood in it, and every place of it in order', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(undefined, 1, '\t'), (value, blanks) => {
        const text = JSON.stringify(value, null, blanks)
        const lines = jsonLines(text)
        if (typeof value !== 'object' || value === null) {
          expect(lines).toBeUndefined()
          return
        }
        const slices = (lines as Line[]).flatMap((line) => line.slices).filter((slice) => slice !== BLANK)
        expect(JSON.parse(slices.map(({ start, end }) => text.slice(start, end)).join(''))).toEqual(
          JSON.parse(text),
        )
        const starts = slices.map(({ start }) => start)
        expect(starts).toEqual(starts.toSorted((a, b) => a - b))
      }),
    )
  })

  it('are taken apart only where they are long', () => {
    const text = JSON.stringify({ id: 7, empty: {}, list: [1, 2], far: Array(40).fill('x'), 'a"b': '}' })
    const lines = jsonLines(text) as Line[]
    expect(shown(lines, text)).toEqual([
      '{',
      '  "id": 7,',
      '  "empty": {},',
      '  "list": [1, 2],',
      '  "far": [',
      ...Array(39).fill('    "x",'),
      '    "x"',
      '  ],',
      '  "a\\"b": "}"',
      '}',
    ])
    expect(lines[1]?.slices[0]).toEqual({ start: 1, end: 5, name: true })
    expect(shown(jsonLines('{"a":{"b":[ {} ]}}') as Line[], '{"a":{"b":[ {} ]}}')).toEqual([
      '{ "a": { "b": [{}] } }',
    ])
  })

  it('are those of JSON alone', () => {
    for (const text of ['', '{', '[1,]', '7', '"{}"', '{"a":1} and more'])
      expect(jsonLines(text)).toBeUndefined()
    const deep = '['.repeat(5_000) + ']'.repeat(5_000)
    expect(textOf(jsonLines(deep) as Line[], deep).join('')).toBe(deep)
  })
})

describe('lines of a text', () => {
  it('hold all of it but the ends of lines', () => {
    const texts = fc.string({ unit: fc.constantFrom('a', ' ', '\n', '\r', '😀') })
    fc.assert(
      fc.property(texts, fc.integer({ min: 1, max: 900 }), (text, times) => {
        const long = text.repeat(times)
        const lines = plainLines(long)
        expect(textOf(lines, long).join('')).toBe(long.replaceAll(/\r?\n/g, ''))
        for (const { slices } of lines)
          for (const { start, end } of slices) expect(end - start).toBeLessThanOrEqual(1_000)
      }),
    )
  })

  it('never part a character', () => {
    const text = `x${'😀'.repeat(2_000)}`
    for (const line of textOf(plainLines(text), text)) expect(line).not.toMatch(/\p{Cs}/u)
  })
})

const cases = fc
  .tuple(
    fc.array(fc.string({ maxLength: 200 }), { maxLength: 80 }),
    fc.array(fc.nat(4_000), { maxLength: 5 }),
  )
  .map(([parts, places]) => {
    const text = parts.join('\n')
    const marks = [...new Set(places)]
      .filter((start) => start < text.length)
      .toSorted((a, b) => a - b)
      .map((start, nth): Mark => ({ start, end: start + 1, id: `m${nth}` }))
    return { text, marks }
  })

describe('folding', () => {
  it('keeps every line in its order and shows each that is cited', () => {
    fc.assert(
      fc.property(cases, ({ text, marks }) => {
        const lines = plainLines(text)
        const blocks = fold(lines, marks, { whole: 5, lead: 2 })
        expect(blocks.flatMap((block) => (block.kind === 'leftOut' ? [] : block.lines))).toEqual(lines)
        for (const block of blocks)
          if (block.kind === 'folded')
            for (const slice of block.lines.flatMap(({ slices }) => slices))
              expect(marks.some((mark) => overlap(mark, slice))).toBe(false)
      }),
    )
  })

  it('shows the beginning of a long text that nothing is cited from, and short ones whole', () => {
    const lines = plainLines('a\n'.repeat(30))
    expect(fold(lines, [], { whole: 10, lead: 4 }).map(({ kind }) => kind)).toEqual(['shown', 'folded'])
    expect(fold(lines, [], { whole: 31, lead: 4 }).map(({ kind }) => kind)).toEqual(['shown'])
  })
})

describe('a text that is too long', () => {
  it('is shown at its beginning and around what is cited, and says how much is not there', () => {
    const text = `${'a'.repeat(300_000)}ID-7${'b'.repeat(300_000)}`
    const mark = { start: 300_000, end: 300_004, id: 'm' }
    const blocks = windowsOf(text, [mark])
    expect(blocks.map(({ kind }) => kind)).toEqual(['shown', 'leftOut', 'shown', 'leftOut'])
    const count = blocks.reduce(
      (sum, block) =>
        sum + (block.kind === 'leftOut' ? block.characters : textOf(block.lines, text).join('').length),
      0,
    )
    expect(count).toBe(text.length)
    const { markup } = markedText(text, [mark], { whole: 14, lead: 5 })
    expect(markup).toContain('<mark id="m" tabindex="-1">ID-7</mark>')
    expect(markup.length).toBeLessThan(6_000)
  })
})

describe('a marked text', () => {
  it('gives its name to one element, and says of the others whose parts they are', () => {
    const { markup } = markedText('{"order_id":"#W12"}', [{ start: 2, end: 16, id: 'm' }], {
      whole: 9,
      lead: 9,
    })
    expect(markup.match(/id="m"/g)).toHaveLength(1)
    expect(markup.match(/data-of="m"/g)?.length).toBeGreaterThan(0)
  })

  it('marks each place once, in any text', () => {
    fc.assert(
      fc.property(cases, ({ text, marks }) => {
        const { markup } = markedText(text, marks, { whole: 5, lead: 2 })
        for (const { id, start } of marks)
          expect(markup.split(`id="${id}"`)).toHaveLength(text[start] === '\n' ? 1 : 2)
      }),
    )
  })
})
