import { describe, expect, test } from 'vitest'
import { type Leaf, walkLeaves } from '../../src/evidence/leaves.ts'

/** What a walk finds. */
function walk(value: unknown) {
  const leaves: Leaf[] = []
  const keys: string[] = []
  let unreadable = 0
  walkLeaves(value, {
    leaf: (leaf) => leaves.push(leaf),
    key: (key) => keys.push(key),
    unreadable: () => unreadable++,
  })
  return { texts: leaves.map(({ text }) => text), leaves, keys, unreadable }
}

describe('the leaves of a value', () => {
  test('are found in order, with their nearest keys', () => {
    const { leaves, keys, unreadable } = walk({ id: 7, list: ['a', { price: 2.5 }], none: null, yes: true })
    expect(leaves.map(({ text, key, keyName }) => [text, key, keyName])).toEqual([
      ['7', 'id', 'id'],
      ['a', 'neutral', 'list'],
      ['2.5', 'quantity', 'price'],
    ])
    expect(keys.sort()).toEqual(['id', 'list', 'none', 'price', 'yes'])
    expect(unreadable).toBe(0)
  })

  test('a text by itself is no part of a structure, a text in JSON is', () => {
    expect(walk('a b').leaves).toMatchObject([{ text: 'a b', structured: false }])
    expect(walk('{"a": "b"}').leaves).toMatchObject([{ text: 'b', structured: true, keyName: 'a' }])
  })

  test.each([
    ['a bigint', 12345678901234567890n, ['12345678901234567890']],
    ['a number beyond exactness', 1e21, ['1e+21']],
    ['minus zero', -0, ['0']],
    ['a bare number as text', '77', ['77']],
    ['broken JSON', '{"a": ', ['{"a": ']],
    ['a date', { at: new Date(0) }, ['1970-01-01T00:00:00.000Z']],
    ['a map', new Map([['k1', 'v1']]), ['k1', 'v1']],
    ['a set', new Set(['v1', 'v2']), ['v1', 'v2']],
    ['a symbol', { a: Symbol('s') }, []],
    ['a function', { a: () => 's' }, []],
    ['undefined', undefined, []],
    [
      'a class',
      new (class {
        id = 'x1'
      })(),
      ['x1'],
    ],
    ['a sparse list', Object.assign([], { 1: 'x1' }), ['x1']],
  ])('%s', (_, value, texts) => {
    expect(walk(value)).toMatchObject({ texts, unreadable: 0 })
  })

  test('JSON in JSON is opened four times', () => {
    const wrap = (times: number) =>
      Array.from({ length: times }).reduce<string>((text) => JSON.stringify({ in: text }), 'KX-77')
    expect(walk(wrap(4)).texts).toEqual(['KX-77'])
    expect(walk(wrap(5)).texts).toEqual(['{"in":"KX-77"}'])
  })

  test('__proto__ is a key like any other', () => {
    const value: unknown = JSON.parse('{"__proto__": {"id": "KX-77"}, "constructor": "KX-78"}')
    expect(walk(value).texts).toEqual(['KX-77', 'KX-78'])
    expect(walk('{"__proto__": {"id": "KX-77"}}').texts).toEqual(['KX-77'])
    expect(walk('{"__proto__": {"id": "KX-77"}}').keys).toEqual(['__proto__', 'id'])
  })
})

describe('hostile values', () => {
  test('a cycle ends', () => {
    const value: Record<string, unknown> = { id: 'KX-77' }
    value.self = value
    value.list = [value]
    expect(walk(value).texts).toEqual(['KX-77'])
  })

  test('ten thousand levels', () => {
    let deep: unknown = 'KX-77'
    for (let i = 0; i < 10_000; i++) deep = i % 2 ? [deep] : { in: deep }
    expect(walk(deep).texts).toEqual(['KX-77'])
    expect(walk(`${'['.repeat(5_000)}"KX-77"${']'.repeat(5_000)}`).texts).toEqual(['KX-77'])
  })

  test('what cannot be read is told, and the rest is read', () => {
    const value = {
      before: 'KX-77',
      get thrown(): never {
        throw new Error('hostile')
      },
      after: 'KX-78',
    }
    expect(walk(value)).toMatchObject({ texts: ['KX-77', 'KX-78'], unreadable: 1 })
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
    expect(walk(value)).toMatchObject({ texts: [], unreadable: 1 })
    expect(walk({ first: 'KX-77', value, last: 'KX-78' })).toMatchObject({
      texts: ['KX-77', 'KX-78'],
      unreadable: 1,
    })
  })

  test('a proxy that answers for ever ends', { timeout: 30_000 }, () => {
    const endless: object = new Proxy(
      {},
      { ownKeys: () => ['a'], get: () => endless2(), getOwnPropertyDescriptor },
    )
    function endless2(): object {
      return new Proxy({}, { ownKeys: () => ['a'], get: () => endless2(), getOwnPropertyDescriptor })
    }
    function getOwnPropertyDescriptor() {
      return { enumerable: true, configurable: true }
    }
    expect(walk(endless).unreadable).toBe(1)
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
