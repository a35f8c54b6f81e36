import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Corpus, corpusOf } from '../../src/evidence/corpus.ts'
import { classifyCall } from '../../src/provenance/classify-call.ts'
import { stanceOn, user } from './transcripts.ts'

/** Values that make careless readers throw. */
function hostileValues(): [string, unknown][] {
  const boom = (): never => {
    throw new Error('hostile')
  }
  const object = Proxy.revocable({}, {})
  const list = Proxy.revocable([], {})
  const callable = Proxy.revocable(() => undefined, {})
  for (const { revoke } of [object, list, callable]) revoke()
  const cyclic: unknown[] = []
  cyclic.push(cyclic)
  let deep: unknown = 'KX-77'
  for (let i = 0; i < 10_000; i++) deep = [deep]
  const everyTrap = new Proxy({}, { get: boom, has: boom, ownKeys: boom, getPrototypeOf: boom })
  return [
    ['a revoked object', object.proxy],
    ['a revoked list', list.proxy],
    ['a revoked function', callable.proxy],
    ['a proxy of traps', everyTrap],
    [
      'a getter',
      {
        get id() {
          return boom()
        },
      },
    ],
    ['an error that is hostile', { error: everyTrap, status: everyTrap }],
    ['a toString', Object.assign(() => undefined, { toString: boom })],
    ['a toPrimitive', { [Symbol.toPrimitive]: boom, toJSON: boom }],
    ['a date', Object.assign(new Date(), { toISOString: boom })],
    ['a cycle', cyclic],
    ['depth', deep],
    ['a symbol', Symbol('KX-77')],
    ['a bigint', 10n ** 40n],
    ['no prototype', Object.create(null)],
    ['lone surrogates', '\uD800 KX-77 \uDC00%'],
  ]
}

describe.each(hostileValues())('%s', (_, value) => {
  test.each(['ok', 'error'] as const)('as the content of a result (%s)', (outcome) => {
    for (const content of [value, { id: 'KX-77', value }, [value]]) {
      const corpus = new Corpus()
      corpus.append({ kind: 'call', toolCallId: 'a', toolName: 't', args: { id: 'x1' } })
      expect(() => {
        corpus.append({ kind: 'result', toolCallId: 'a', toolName: 't', content, outcome })
      }).not.toThrow()
      expect(corpus.version).toBe(2)
    }
  })

  test('with each mark of ours', () => {
    for (const intervention of ['OBSERVE', 'WARN', 'BLOCK', 'DEFER'] as const)
      expect(() => {
        new Corpus().append({ kind: 'result', toolCallId: 'a', toolName: 't', content: value, intervention })
      }).not.toThrow()
  })

  test('as the arguments of a call', () => {
    expect(() => corpusOf([{ kind: 'call', toolCallId: 'a', toolName: 't', args: value }])).not.toThrow()
  })

  test('as a value to be judged, alone and beside a minted and a known one', () => {
    const corpus = corpusOf([user('see KX-77')])
    for (const each of [value, ['W7720145', value], ['KX-77', value], { a: value, id: 'W7720145' }])
      expect(() => stanceOn(corpus, 'order_id', each)).not.toThrow()
  })

  test('as a schema', () => {
    const inputSchema = { properties: { order_id: value } }
    const corpus = corpusOf([user('see KX-77')], { tools: { update_record: { inputSchema } } })
    expect(() => stanceOn(corpus, 'order_id', 'W7720145')).not.toThrow()
  })
})

test('whatever an entry and a value hold, nothing throws', () => {
  fc.assert(
    fc.property(
      fc.anything({
        withBigInt: true,
        withDate: true,
        withMap: true,
        withSet: true,
        withNullPrototype: true,
        withTypedArray: true,
        withSparseArray: true,
      }),
      fc.anything({ withBigInt: true, withMap: true, withObjectString: true, withUnicodeString: true }),
      fc.string(),
      (content, value, name) => {
        const corpus = corpusOf([
          { kind: 'task', text: 'KX-77' },
          { kind: 'call', toolCallId: 'a', toolName: 't', args: value },
          { kind: 'result', toolCallId: 'a', toolName: 't', content },
        ])
        const verdict = classifyCall({ toolName: 't', args: [{ name, value }] }, corpus)
        expect(['SUPPORTED', 'UNSUPPORTED', 'ABSTAIN']).toContain(verdict.args[0]?.stance)
        expect(verdict.believe).toBe(verdict.unsupported.length === 0)
      },
    ),
    { numRuns: 2_000 },
  )
})

test('names of tools and arguments that every object has', () => {
  for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
    const corpus = corpusOf([user('see KX-77')], { tools: {} })
    expect(classifyCall({ toolName: name, args: [{ name, value: 'W7720145' }] }, corpus).unsupported).toEqual(
      [name],
    )
  }
})

test('an address with nothing between its dots is looked up as any other', () => {
  const corpus = corpusOf([user('Write to jane@acme-corp.io.')])
  expect(corpus.find('verbatim', '')).toBeUndefined()
  expect(stanceOn(corpus, 'email', 'jane@nowhere..io')).toBe('UNSUPPORTED')
})
