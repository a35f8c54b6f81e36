import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decimal, jsonTextOf } from '../../../src/evidence/text/json-text.ts'

const complete = (text: string) => ({ text, isPartial: false })

test('of what JSON can say it is what JSON says', () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false, maxDepth: 5 }), (value) => {
      const { text, isPartial } = jsonTextOf(value)
      expect(isPartial).toBe(false)
      expect(text).toBe(JSON.stringify(value))
    }),
    { numRuns: 3_000 },
  )
})

test.each([
  ['a bigint', 12345678901234567890n, '12345678901234567890'],
  ['a number beyond exactness', 1e21, '1e+21'],
  ['minus zero', -0, '0'],
  ['no number', Number.NaN, 'null'],
  ['a date', { at: new Date(0) }, '{"at":"1970-01-01T00:00:00.000Z"}'],
  ['a map', new Map([['k1', 'v1']]), '[["k1","v1"]]'],
  ['a set', new Set(['v1', 'v2']), '["v1","v2"]'],
  ['a symbol', { a: Symbol('s'), b: 1 }, '{"b":1}'],
  ['a function', { b: 1, a: () => 's' }, '{"b":1}'],
  ['undefined', undefined, 'null'],
  ['undefined in a list', [undefined, 1], '[null,1]'],
  [
    'a class',
    new (class {
      id = 'x1'
    })(),
    '{"id":"x1"}',
  ],
  ['a sparse list', Object.assign([], { 1: 'x1' }), '["x1"]'],
  ['an object without prototype', Object.assign(Object.create(null), { id: 'x1' }), '{"id":"x1"}'],
  ['__proto__ as a key', JSON.parse('{"__proto__":{"id":"x1"}}'), '{"__proto__":{"id":"x1"}}'],
  ['lone halves of characters', ['\uD800', '\uDC00'], '["\\ud800","\\udc00"]'],
])('%s', (_, value, text) => {
  expect(jsonTextOf(value)).toEqual(complete(text))
})

test.each([
  [7, '7'],
  [-7, '-7'],
  [1.5, '1.5'],
  [-0, '0'],
  [2 ** 53, '9007199254740992'],
  [10n ** 30n, '1000000000000000000000000000000'],
])('the digits of %s', (value, digits) => {
  expect(decimal(value)).toBe(digits)
})

describe('hostile values', () => {
  test('a cycle ends', () => {
    const value: Record<string, unknown> = { id: 'KX-77' }
    value.self = value
    value.list = [value]
    expect(jsonTextOf(value)).toEqual(complete('{"id":"KX-77","self":null,"list":[null]}'))
  })

  test('a hundred thousand levels', () => {
    let deep: unknown = 'KX-77'
    for (let i = 0; i < 100_000; i++) deep = i % 2 ? [deep] : { in: deep }
    expect(jsonTextOf(deep).text).toBe(`${'[{"in":'.repeat(50_000)}"KX-77"${'}]'.repeat(50_000)}`)
  })

  test('what cannot be read is told, and the rest is read', () => {
    const value = {
      before: 'KX-77',
      get thrown(): never {
        throw new Error('hostile')
      },
      after: 'KX-78',
    }
    expect(jsonTextOf(value)).toEqual({ text: '{"before":"KX-77","after":"KX-78"}', isPartial: true })
  })

  test.each([
    ['a revoked proxy', revoked()],
    ['a proxy that throws', hostileProxy()],
    ['an invalid date', new Date(Number.NaN)],
    ['bytes', new Uint8Array([1, 2])],
    ['a view', new DataView(new ArrayBuffer(4))],
    ['a buffer', new ArrayBuffer(4)],
    ['a map that throws', hostileMap()],
  ])('%s is unreadable', (_, value) => {
    expect(jsonTextOf(value)).toEqual({ text: '[]', isPartial: true })
    expect(jsonTextOf({ first: 'KX-77', value, last: 'KX-78' })).toEqual({
      text: '{"first":"KX-77","value":[],"last":"KX-78"}',
      isPartial: true,
    })
  })

  test('a proxy that answers for ever ends', { timeout: 30_000 }, () => {
    const endless = (): object =>
      new Proxy(
        {},
        {
          ownKeys: () => ['a'],
          get: endless,
          getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
        },
      )
    expect(jsonTextOf(endless()).isPartial).toBe(true)
  })

  test('more values than are written', () => {
    expect(jsonTextOf(Array(1_000_001).fill(1)).isPartial).toBe(true)
    expect(jsonTextOf(Array(1_000_000).fill(1)).isPartial).toBe(false)
  })
})

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()
  return proxy
}

function hostileProxy(): object {
  return new Proxy(
    {},
    {
      ownKeys: () => {
        throw new Error('hostile')
      },
    },
  )
}

function hostileMap(): object {
  const map = new Map([['a', 'b']])
  map[Symbol.iterator] = () => {
    throw new Error('hostile')
  }
  return map
}
