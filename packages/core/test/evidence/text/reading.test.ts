import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Reading } from '../../../src/evidence/text/reading.ts'
import { leavesOf } from '../naive/json.ts'

/** What a reading finds, keys among it. */
function read(content: unknown) {
  const leaves: {
    text: string
    isKey: boolean
    key: string
    keyName: string
    structured: boolean
    repeatsRequest: boolean
    at: number
    isDecoded: boolean
    depth: number
  }[] = []
  Reading.of(content).visit((leaf) => {
    const { isKey, key, structured, repeatsRequest, at, isDecoded, depth } = leaf
    const text = leaf.text.slice(leaf.from, leaf.to)
    leaves.push({
      text,
      isKey,
      key,
      keyName: leaf.keyName(),
      structured,
      repeatsRequest,
      at,
      isDecoded,
      depth,
    })
    return false
  })
  return leaves
}

const textsOf = (content: unknown) => read(content).flatMap(({ text, isKey }) => (isKey ? [] : [text]))
const keysOf = (content: unknown) => read(content).flatMap(({ text, isKey }) => (isKey ? [text] : []))

describe('the leaves of a content', () => {
  test('are found in order, with their nearest keys', () => {
    const content = { id: 7, list: ['a', { price: 2.5 }], none: null, yes: true }
    const leaves = read(content).filter(({ isKey }) => !isKey)
    expect(leaves.map(({ text, key, keyName }) => [text, key, keyName])).toEqual([
      ['7', 'id', 'id'],
      ['a', 'neutral', 'list'],
      ['2.5', 'quantity', 'price'],
    ])
    expect(keysOf(content)).toEqual(['id', 'list', 'price', 'none', 'yes'])
  })

  test('a text by itself is no part of a structure, a text in JSON is', () => {
    expect(read('a b')).toMatchObject([{ text: 'a b', structured: false }])
    expect(read('"a \\n b"')).toMatchObject([{ text: 'a \n b', structured: false }])
    expect(read('{"a": "b"}')).toMatchObject([{ isKey: true }, { text: 'b', structured: true, keyName: 'a' }])
    expect(read('"{\\"a\\": 1}"')).toMatchObject([{ isKey: true }, { text: '1', structured: true }])
  })

  test.each([
    ['a bare number as text', '77', ['77']],
    ['a bare word as text', 'true', ['true']],
    ['broken JSON', '{"a": ', ['{"a": ']],
    ['JSON after a byte order mark', '\uFEFF{"a": 1}', ['\uFEFF{"a": 1}']],
    ['JSON and more', '{"a": 1} ok', ['{"a": 1} ok']],
    ['an empty text', '', ['']],
    ['nothing', undefined, ['']],
    ['null', null, ['']],
    ['yes', true, ['']],
    ['a function', () => 7, ['']],
    ['a number', 77201, ['77201']],
    [
      'numbers as they are written',
      '[1.50, 1E3, 12345678901234567890, -0]',
      ['1.50', '1E3', '12345678901234567890', '-0'],
    ],
    ['keys that are there twice', '{"id": 1, "id": 2}', ['1', '2']],
    ['a text that begins like JSON', '["a", "[handrail"]', ['a', '[handrail']],
  ])('%s', (_, content, texts) => {
    expect(textsOf(content)).toEqual(texts)
  })

  test('JSON in JSON is opened four times', () => {
    const wrap = (times: number) =>
      Array.from({ length: times }).reduce<string>((text) => JSON.stringify({ in: text }), 'KX-77')
    expect(textsOf(wrap(4))).toEqual(['KX-77'])
    expect(textsOf(wrap(5))).toEqual(['{"in":"KX-77"}'])
  })

  test('what is around a JSON text counts for what is in it', () => {
    const inner = JSON.stringify([5, { price: 6 }])
    expect(read({ query: { id: inner } }).filter(({ isKey }) => !isKey)).toMatchObject([
      { text: '5', key: 'id', keyName: 'id', repeatsRequest: true },
      { text: '6', key: 'quantity', keyName: 'price', repeatsRequest: true },
    ])
    expect(read({ query: 1, id: 2 }).map(({ repeatsRequest }) => repeatsRequest)).toEqual([
      false,
      true,
      false,
      false,
    ])
  })

  test('__proto__ is a key like any other', () => {
    const text = '{"__proto__": {"id": "KX-77"}, "constructor": "KX-78"}'
    for (const content of [text, JSON.parse(text)]) {
      expect(textsOf(content)).toEqual(['KX-77', 'KX-78'])
      expect(keysOf(content)).toEqual(['__proto__', 'id', 'constructor'])
    }
  })

  test('a key with escapes is read as it is meant, and what it is for follows', () => {
    expect(read('{"order\\u005fid": 7, "a": 1}')).toMatchObject([
      { text: 'order_id', isKey: true, isDecoded: true },
      { text: '7', key: 'id', keyName: 'order_id', isDecoded: false },
      { text: 'a', isKey: true, isDecoded: false },
      { text: '1', key: 'neutral' },
    ])
  })

  test('lie where they say, and a leaf that was decoded where its string starts', () => {
    const inner = JSON.stringify({ id: 'KX-7', b: 'x\ny' })
    const text = ` {"a": "KX-77", "n": 12, "in": ${JSON.stringify(inner)}, "plain": "[5]", "z": "\\t9"}`
    for (const leaf of read(text)) {
      if (leaf.isDecoded) expect(text[leaf.at - 1]).toBe('"')
      else expect(text.slice(leaf.at, leaf.at + leaf.text.length)).toBe(leaf.text)
    }
    expect(read(text).find(({ text }) => text === 'KX-7')).toMatchObject({ isDecoded: true, depth: 1 })
    expect(read(text).find(({ text }) => text === '5')).toMatchObject({ isDecoded: false, depth: 1 })
    expect(read(text).find(({ text }) => text === '\t9')).toMatchObject({ isDecoded: true, depth: 1 })
  })

  test('a visitor ends the reading, within inner texts too', () => {
    for (const text of [
      '{"a": "1", "b": "2"}',
      '{"in": "{\\"a\\": \\"1\\", \\"b\\": \\"2\\"}"}',
      '["1", "2"]',
    ]) {
      const seen: string[] = []
      const isEnded = Reading.ofText(text).visit((leaf) => {
        seen.push(leaf.text.slice(leaf.from, leaf.to))
        return seen.at(-1) === '1'
      })
      expect([isEnded, seen.includes('2')]).toEqual([true, false])
    }
  })
})

test('a reading finds what a naive reading finds', () => {
  const key = fc.constantFrom('id', 'price', 'query', 'a"b', '__proto__', 'n\u00FCmber')
  const scalar = fc.oneof(
    fc.constantFrom<unknown>('KX-77', 'a"b\\', ' {', '[1', '', 7, 1.5, true, null),
    fc.string({ maxLength: 4 }),
  )
  const { any } = fc.letrec<{ any: unknown }>((tie) => ({
    any: fc.oneof(
      { maxDepth: 4 },
      scalar,
      fc.array(tie('any'), { maxLength: 3 }),
      fc.dictionary(key, tie('any'), { maxKeys: 3 }),
      tie('any').map((value) => JSON.stringify(value)),
    ),
  }))
  const content = fc.oneof(
    any,
    any.map((value) => JSON.stringify(value, null, 1)),
  )
  fc.assert(
    fc.property(content, (value) => {
      const { text } = Reading.of(value)
      expect(read(value).map(({ at: _at, isDecoded: _decoded, depth: _depth, ...leaf }) => leaf)).toEqual(
        leavesOf(text),
      )
    }),
    { numRuns: 8_000 },
  )
})

test('ten thousand levels', () => {
  let deep: unknown = 'KX-77'
  for (let i = 0; i < 10_000; i++) deep = i % 2 ? [deep] : { in: deep }
  expect(textsOf(deep)).toEqual(['KX-77'])
  expect(textsOf(`${'['.repeat(5_000)}"KX-77"${']'.repeat(5_000)}`)).toEqual(['KX-77'])
})
