import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { plainJsonOf } from '../../../src/evidence/text/plain-json.ts'

describe('the JSON of what JSON.parse makes', () => {
  test('is that of JSON.stringify', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6, stringUnit: 'binary' }), (value) => {
        const parsed: unknown = JSON.parse(JSON.stringify(value))
        expect(plainJsonOf(parsed)).toBe(JSON.stringify(parsed))
      }),
    )
  })

  test.each([
    ['', 0, -0, 1e21, -1.5e-7, Number.NaN, Number.POSITIVE_INFINITY, true, false, null],
    ['"', '\\', '\n', '\u0000', '\u007f', '\ud800', '\udc00', '😀', '\u2028', 'Zoë'],
    [{}, [], [[]], { '': {} }, { '"': 1 }, Object.assign(Object.create(null), { a: 1 })],
    ['__proto__', JSON.parse('{"__proto__": 1, "1": 2, "0": 3}')],
  ])('%j', (...values) => {
    expect(plainJsonOf(values)).toBe(JSON.stringify(values))
    for (const value of values) expect(plainJsonOf(value)).toBe(JSON.stringify(value))
  })

  test('is written of what each value was when it was read', () => {
    const answers = ['KX-7701', () => 'another', { toJSON: () => 'a third' }]
    const changing = {
      get id() {
        return answers.shift()
      },
    }
    expect(plainJsonOf(changing)).toBe('{"id":"KX-7701"}')
    const lenient = new Proxy(
      { id: 'KX-7701' },
      { get: (target, key) => (key === 'id' ? target.id : () => 'whatever is asked for') },
    )
    expect(plainJsonOf({ lenient })).toBe('{"lenient":{"id":"KX-7701"}}')
  })

  const twice = { id: 1 }
  const cyclic: unknown[] = []
  cyclic.push(cyclic)
  let deep: unknown = 1
  for (let i = 0; i < 100_000; i++) deep = [deep]
  const fails = Object.defineProperty({}, 'id', {
    enumerable: true,
    get: () => {
      throw new Error('no')
    },
  })

  test.each<[string, unknown]>([
    ['a member that is undefined', { id: undefined }],
    ['a function', { id() {} }],
    ['a symbol', [Symbol('id')]],
    ['a big integer', [1n]],
    ['a date', new Date(0)],
    ['a map', new Map()],
    ['bytes', new Uint8Array(1)],
    ['an instance', new (class {})()],
    ['a list with a hole', new Array(1)],
    ['a list with a field', Object.assign([1], { id: 2 })],
    ['a list with a field in place of an element', Object.assign(new Array(1), { id: 2 })],
    ['the same object twice', [twice, twice]],
    ['a cycle', cyclic],
    ['what is too deep', deep],
    ['what is too large', new Array(100_001).fill(0)],
    ['a getter that throws', fails],
    ['what says itself how it is written', Object.defineProperty({ id: 1 }, 'toJSON', { value: () => 2 })],
    ['a list that does', Object.setPrototypeOf([1], { toJSON: () => 2 })],
    [
      'a revoked proxy',
      (() => {
        const { proxy, revoke } = Proxy.revocable({}, {})
        revoke()
        return proxy
      })(),
    ],
  ])('%s is for others to write', (_, value) => {
    expect(plainJsonOf(value)).toBeUndefined()
    expect(plainJsonOf({ value })).toBeUndefined()
  })
})
