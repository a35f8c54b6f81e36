import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { corpusOf } from '../../src/evidence/corpus.ts'
import { canonical } from '../../src/evidence/text/canonical.ts'
import { excerptOf } from '../../src/provenance/origin/excerpt.ts'
import { printable } from '../../src/provenance/origin/printable.ts'
import { argOn, result, user } from '../evidence/transcripts.ts'
import { stepsOf, valueAt } from '../support/json-paths.ts'

const value = 'QX-7720451'
/** The value as tools and people write it. */
const written = fc.constantFrom(
  value,
  'qx-7720451',
  'QX\u20107720451',
  'Q\u200bX-772\u20600451',
  'ＱＸ－７７２０４５１',
)
const around = fc.constantFrom(
  ...[
    '',
    'see ',
    'é ',
    'e\u0301\u0301 ',
    '注文番号',
    '각각 ',
    'ㄱㅏ ',
    '"',
    '\\ ',
    '\n',
    '\t',
    'ﬁ ',
    '№ ',
    '😀',
    '\u200b',
    "'",
  ],
  ...['\ud800 ', ' \udc00', '(', '¨ ', 'İ ', 'Σ ', '{"a": ', '[', '½ ', '\u202e', '\u00a0', '０ '],
)
const noise = fc.jsonValue({ maxDepth: 2, stringUnit: 'binary' })
// No name that is one backslash: after such a one, JSON.parse of V8 13.6 takes other escaped names for it.
const name = fc.oneof(
  fc.constantFrom('id', 'a b', '__proto__', "it's", '"', 'a\\', '\n', '\u202e', '\ud800', '注文', ''),
  fc.string({ unit: 'binary', maxLength: 6 }),
)

/** What is put around the leaf, from the inside out. */
const shell = fc.oneof(
  fc.record({
    kind: fc.constant('list' as const),
    before: fc.array(noise, { maxLength: 3 }),
    after: fc.array(noise, { maxLength: 2 }),
  }),
  fc.record({
    kind: fc.constant('object' as const),
    name,
    before: fc.dictionary(name, noise, { maxKeys: 3 }),
    after: fc.dictionary(name, noise, { maxKeys: 2 }),
  }),
  fc.record({ kind: fc.constant('text' as const), space: fc.constantFrom(0, 1, '\t') }),
)

const planted = fc
  .record({
    before: around,
    leaf: written,
    after: around,
    shells: fc
      .array(shell, { maxLength: 6 })
      .filter((all) => all.filter(({ kind }) => kind === 'text').length < 4),
    asText: fc.boolean(),
    asKey: fc.boolean(),
  })
  .map(({ before, leaf, after, shells, asText, asKey }) => {
    const text = before + leaf + after
    let content: unknown = asKey ? Object.fromEntries([[text, 1]]) : text
    for (const each of shells) {
      if (each.kind === 'list') content = [...each.before, content, ...each.after]
      else if (each.kind === 'text') content = JSON.stringify(content, undefined, each.space)
      else
        content = Object.fromEntries([
          ...Object.entries(each.before),
          [each.name, content],
          ...Object.entries(each.after).filter(([key]) => key !== each.name),
        ])
    }
    return { content: asText ? JSON.stringify(content) : content, text, asKey }
  })

/** A part of a JSON text in JSON texts, as it was before it was written into them. */
const decoded = (part: string, levels: number) => {
  let text = part
  for (let i = 0; i < levels; i++) text = JSON.parse(`"${text}"`) as string
  return text
}

describe('an id that is planted anywhere in any JSON', () => {
  test('stands where its origin says', () => {
    let seen = 0
    fc.assert(
      fc.property(planted, ({ content, text, asKey }) => {
        const { origin } = argOn(corpusOf([user('Hello'), result(content)]), 'record_id', value)
        // What stands right after it may make it another id.
        if (!origin) return
        seen++
        const whole = typeof content === 'string' ? content : JSON.stringify(content)
        const { offset = -1, length = -1, path = [], excerpt } = origin
        expect(offset).toBeGreaterThanOrEqual(0)
        const part = whole.slice(offset, offset + length)
        expect(canonical(decoded(part, path.length))).toBe('qx-7720451')
        if (asKey) {
          expect(stepsOf(path.at(-1) ?? '').at(-1)).toBe(text)
          expect(valueAt(whole, path)).toBe(1)
        } else if (path.length > 0 && valueAt(whole, path) !== text) {
          // A text that happens to be JSON itself is opened, as in `["QX-7720451"]`.
          expect(String(valueAt(whole, path))).toContain(decoded(part, path.length))
        }
        expect(excerpt.text.slice(excerpt.start, excerpt.end).length).toBeGreaterThan(0)
      }),
      { numRuns: 2_000 },
    )
    expect(seen).toBeGreaterThan(1_000)
  })
})

/** Written down apart from what the code uses: controls, format characters, line ends, halves, and what has no width. */
const unsafeRanges =
  `0-1f 7f-9f ad 34f 61c 115f-1160 17b4-17b5 180b-180f 200b-200f 2028-202e 2060-206f 3164 d800-dfff
  fe00-fe0f feff ffa0 fff0-fffb 13430-1343f 1bca0-1bca3 1d173-1d17a e0000-e0fff`
    .split(/\s+/)
    .map((range) => range.split('-').map((code) => Number.parseInt(code, 16)))
const isUnsafe = (text: string) =>
  [...text].some((char) => {
    const code = char.codePointAt(0) as number
    return unsafeRanges.some(([first = 0, last = first]) => code >= first && code <= last)
  })

describe('an excerpt', () => {
  test('holds no character that is unsafe to print, whatever the evidence holds', () => {
    const unprinted: number[] = []
    for (let code = 0; code <= 0x10ffff; code++) {
      const char = String.fromCodePoint(code)
      const shown = printable(char)
      if (isUnsafe(shown) || (shown !== char && shown !== `\\u{${code.toString(16)}}`)) unprinted.push(code)
    }
    expect(unprinted).toEqual([])
    expect(printable('Zoë 注文 "x" \\ 😀 e\u0301')).toBe('Zoë 注文 "x" \\ 😀 e\u0301')
  })

  test('is short, marks the found part, and cuts no character', () => {
    const text = fc.string({
      unit: fc.oneof(
        fc.constantFrom('a', '\n', '\ud800', '\udc00', '😀', '\u202e'),
        fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
      ),
      maxLength: 300,
    })
    fc.assert(
      fc.property(text, fc.nat(300), fc.nat(300), (all, a, b) => {
        const start = Math.min(a, all.length)
        const end = Math.min(all.length, start + b)
        const excerpt = excerptOf(all, { start, end })
        expect(isUnsafe(excerpt.text)).toBe(false)
        expect(excerpt.text.length).toBeLessThanOrEqual(40 + 120 + 40 + 3)
        const found = excerpt.text.slice(excerpt.start, excerpt.end)
        const marked = printable(all.slice(start, end))
        if (marked.length <= 120) expect(found).toBe(marked)
        else expect(marked.startsWith(found.slice(0, -1)) && found.endsWith('…')).toBe(true)
        const before = excerpt.text.slice(0, excerpt.start).replace('…', '')
        expect(printable(all.slice(0, start)).endsWith(before)).toBe(true)
        const after = excerpt.text.slice(excerpt.end).replace(/…$/, '')
        expect(printable(all.slice(end)).startsWith(after)).toBe(true)
      }),
      { numRuns: 2_000 },
    )
  })

  test('shows what stands around', () => {
    const text = `${'a'.repeat(60)} KX-7720 ${'b'.repeat(60)}`
    const { text: shown, start, end } = excerptOf(text, { start: 61, end: 68 })
    expect(shown).toBe(`…${'a'.repeat(39)} KX-7720 ${'b'.repeat(39)}…`)
    expect(shown.slice(start, end)).toBe('KX-7720')
  })
})
