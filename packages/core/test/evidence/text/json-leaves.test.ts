import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { JsonLeaves, LeafKind } from '../../../src/evidence/text/json-leaves.ts'
import { isJson } from '../naive/json.ts'

interface Found {
  readonly value: string
  readonly kind: number
  /** Its keys, the nearest first. */
  readonly keys: readonly string[]
  readonly isWithin: boolean
}

function leavesOf(text: string): Found[] | undefined {
  const leaves = JsonLeaves.of(text)
  if (!leaves) return undefined
  return Array.from({ length: leaves.count }, (_, i) => {
    const keys: string[] = []
    for (let key = leaves.key(i); key >= 0; key = leaves.key(key)) keys.push(leaves.value(key))
    return { value: leaves.value(i), kind: leaves.kind(i), keys, isWithin: leaves.isWithin(i) }
  })
}

/** What a plain walk of a value finds; keys in the order of the text. */
function walk(value: unknown, keys: readonly string[], isWithin: boolean): Found[] {
  if (typeof value === 'string') return [{ value, kind: LeafKind.STRING, keys, isWithin }]
  if (typeof value !== 'object' || value === null)
    return [{ value: JSON.stringify(value), kind: LeafKind.BARE, keys, isWithin }]
  if (Array.isArray(value)) return value.flatMap((each) => walk(each, keys, true))
  return Object.entries(value).flatMap(([key, each]) => [
    { value: key, kind: LeafKind.KEY, keys, isWithin: true },
    ...walk(each, [key, ...keys], true),
  ])
}

const letters = fc.constantFrom(
  ...'ab7é漢\u2028\uD800',
  '"',
  '\\',
  '\n',
  '\t',
  '\u0000',
  '{',
  ']',
  ',',
  ':',
  ' ',
  '𝒳',
)
const text = fc.array(letters, { maxLength: 6 }).map((all) => all.join(''))
const { value } = fc.letrec<{ value: unknown; list: unknown[]; object: object }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    { weight: 3, arbitrary: text },
    {
      weight: 2,
      arbitrary: fc.oneof(
        fc.constantFrom(true, false, null, -0.5, 1e21, 77),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
      ),
    },
    { weight: 2, arbitrary: tie('list') },
    { weight: 2, arbitrary: tie('object') },
  ),
  list: fc.array(tie('value'), { maxLength: 4 }),
  object: fc
    .array(fc.tuple(fc.oneof(text, fc.constantFrom('id', '__proto__', '1')), tie('value')), { maxLength: 4 })
    .map((members) =>
      JSON.parse(`{${members.map(([key, each]) => `${JSON.stringify(key)}:${JSON.stringify(each)}`)}}`),
    ),
}))

describe('the leaves of a JSON text', () => {
  test('are those of the value, in the order of the text, with all their keys', () => {
    fc.assert(
      fc.property(value, fc.constantFrom(undefined, 1, '\t', '\r\n'), (any, space) => {
        const found = leavesOf(JSON.stringify(any, null, space))
        const isText = typeof any === 'string' || (typeof any === 'object' && any !== null)
        expect(found).toEqual(isText ? walk(any, [], false) : undefined)
      }),
      { numRuns: 10_000 },
    )
  })

  test('lie where they say', () => {
    fc.assert(
      fc.property(value, fc.nat(3), (any, space) => {
        const text = JSON.stringify(any, null, space)
        const leaves = JsonLeaves.of(text)
        for (let i = 0, end = 0; i < (leaves?.count ?? 0) && leaves; i++) {
          const isBare = leaves.kind(i) === LeafKind.BARE
          const raw = text.slice(leaves.start(i), leaves.end(i))
          expect(leaves.start(i)).toBeGreaterThanOrEqual(end)
          end = leaves.end(i)
          if (!isBare) expect(text[leaves.start(i) - 1] + (text[end] ?? '')).toBe('""')
          expect(leaves.isEscaped(i)).toBe(raw.includes('\\'))
          expect(JSON.parse(isBare ? raw : `"${raw}"`)).toBe(isBare ? JSON.parse(raw) : leaves.value(i))
        }
      }),
      { numRuns: 5_000 },
    )
  })

  test('of keys that are there twice are all there', () => {
    expect(
      leavesOf('{"id":1,"id":"2","__proto__":3,"id":[4]}')?.map(({ value, keys }) => [value, ...keys]),
    ).toEqual([
      ['id'],
      ['1', 'id'],
      ['id'],
      ['2', 'id'],
      ['__proto__'],
      ['3', '__proto__'],
      ['id'],
      ['4', 'id'],
    ])
  })

  test('have their nearest keys after objects and lists as well', () => {
    const text = '{"a":{"b":1,"c":[2,{"d":3},4]},"e":5}'
    const bare = leavesOf(text)?.filter(({ kind }) => kind === LeafKind.BARE)
    expect(bare?.map(({ value, keys }) => value + keys.join(''))).toEqual(['1ba', '2ca', '3dca', '4ca', '5e'])
  })

  test('keep marks beside them', () => {
    const leaves = JsonLeaves.of('{"a":"\\n","b":2}')
    if (!leaves) throw new Error('no JSON')
    for (let i = 0; i < leaves.count; i++) leaves.mark(i, i * 60)
    expect([0, 1, 2, 3].map((i) => leaves.markOf(i))).toEqual([0, 60, 120, 180])
    expect([0, 1, 2, 3].map((i) => leaves.kind(i))).toEqual([0, 1, 0, 2])
    expect([0, 1, 2, 3].map((i) => leaves.key(i))).toEqual([-1, 0, -1, 2])
    expect(leaves.isEscaped(1)).toBe(true)
  })

  test.each([
    ['lists', '[', ']', 1],
    ['objects', '{"a":', '}', 100_001],
    ['both', '[{"a":', '}]', 100_001],
  ])('a hundred thousand levels of %s', (_, open, close, count) => {
    const leaves = JsonLeaves.of(`${open.repeat(100_000)}"KX-77"${close.repeat(100_000)}`)
    expect(leaves?.count).toBe(count)
    expect(leaves?.value(count - 1)).toBe('KX-77')
    expect(JsonLeaves.of(`${open.repeat(100_000)}"KX-77"${close.repeat(99_999)}`)).toBe(undefined)
    expect(JsonLeaves.of(`${open.repeat(100_000)}"KX-77"${close.repeat(100_001)}`)).toBe(undefined)
  })

  test('more leaves than are read', { timeout: 30_000 }, () => {
    expect(JsonLeaves.of(`[${'1,'.repeat(2 ** 22)}1]`)).toBe(undefined)
    expect(JsonLeaves.of(`[${'1,'.repeat(2 ** 20)}1]`)?.count).toBe(2 ** 20 + 1)
  })
})

describe('which texts are JSON', () => {
  const damage = fc.tuple(
    fc.nat(),
    fc.nat(2),
    fc.constantFrom(
      '',
      '',
      ...[
        '"',
        '\\',
        ',',
        ':',
        '{',
        '}',
        '[',
        ']',
        '0',
        '1',
        '-',
        '.',
        'e',
        '+',
        't',
        'null',
        '\n',
        '\u0000',
        '\uFEFF',
        ' ',
        '\u00A0',
        '\\u00',
        '\\x',
        '/',
        '＂',
        "'",
      ],
    ),
  )
  const damaged = fc
    .tuple(value, fc.nat(1), fc.array(damage, { minLength: 1, maxLength: 2 }))
    .map(([any, space, damages]) => {
      let text = JSON.stringify(any, null, space)
      for (const [place, lost, added] of damages) {
        const at = place % (text.length + 1)
        text = text.slice(0, at) + added + text.slice(at + lost)
      }
      return text
    })

  test('whatever JSON.parse takes, and what is forgiven, and nothing else', () => {
    let taken = 0
    let forgiven = 0
    fc.assert(
      fc.property(damaged, (text) => {
        const isTaken = JsonLeaves.of(text) !== undefined
        // The naive model forgives the same in its own way, and asks JSON.parse.
        if (isTaken !== isJson(text)) expect.fail(`${isTaken ? 'taken' : 'refused'}: ${JSON.stringify(text)}`)
        if (isTaken) taken++
        if (isTaken && !isParsed(text)) forgiven++
      }),
      { numRuns: 30_000 },
    )
    expect(Math.min(taken, forgiven)).toBeGreaterThan(500)
  })

  function isParsed(text: string): boolean {
    try {
      JSON.parse(text)
      return true
    } catch {
      return false
    }
  }

  // JSON that is put together by hand goes wrong in these ways, and one can still tell where its leaves are.
  test.each([
    ['line breaks in strings', '{"id":"KX-77\n"}', ['id', 'KX-77\n']],
    ['other control characters in strings', '["\u0000\t\x1f"]', ['\u0000\t\x1f']],
    ['escapes that JSON does not know', '["C:\\data\\KX-77"]', ['C:\\data\\KX-77']],
    ['escapes that are cut', '["\\u00"]', ['\\u00']],
    ['numbers with leading zeros', '{"id":0010023,"n":-01.50e07}', ['id', '0010023', 'n', '-01.50e07']],
  ])('%s are forgiven', (_, text, values) => {
    expect(leavesOf(text)?.map(({ value }) => value)).toEqual(values)
  })

  test.each([
    ...[
      '',
      ' ',
      '77',
      'true',
      'null',
      'KX-77',
      '-',
      '{',
      '[',
      '"',
      '"\\"',
      '{]',
      '[}',
      '[1,]',
      '[,1]',
      '{,}',
      '[1 2]',
    ],
    ...[
      '{"a"}',
      '{"a":}',
      '{"a":1,}',
      '{"a" 1}',
      '{a:1}',
      "{'a':1}",
      '{1:2}',
      '{"a":1 "b":2}',
      '[1],',
      '[1][2]',
      '{}{}',
    ],
    ...[
      '[undefined]',
      '[NaN]',
      '[Infinity]',
      '[truefalse]',
      '[True]',
      '[.5]',
      '[1.]',
      '[1e]',
      '[+1]',
      '[0x1]',
      '[--1]',
      '[1-1]',
    ],
    ...[
      '\uFEFF[]',
      '[]\u0000',
      '\u00A0[]',
      '[\u2028]',
      '[\f]',
      '[＂a＂]',
      '["a"＂]',
      '// a\n[]',
      '[1]// a',
      '"a""b"',
      '"a",',
    ],
  ])('%j is a text', (text) => {
    expect(leavesOf(text)).toBe(undefined)
  })

  test.each(['{}', '[]', '""', ' [ ] ', '\r\n\t{ }\n', '"a"'])('%j is JSON', (text) => {
    expect(leavesOf(text)).toEqual(
      text.includes('a')
        ? [expect.objectContaining({ value: 'a' })]
        : text === '""'
          ? [expect.objectContaining({ value: '' })]
          : [],
    )
  })
})
