import { describe, expect, test } from 'vitest'
import { corpusOf } from '../../src/evidence/corpus.ts'
import { classifyCall } from '../../src/provenance/classify-call.ts'
import { placeOf } from '../../src/provenance/schema/place.ts'
import type { JsonSchema } from '../../src/transcript.ts'
import { user } from '../evidence/transcripts.ts'

const corpus = corpusOf([user('nothing of the kind')])

/** The stance on one argument of a tool with that schema. */
function stance(inputSchema: unknown, name: string, value: unknown): string | undefined {
  const call = { toolName: 't', args: [{ name, value }], inputSchema: inputSchema as JsonSchema }
  return classifyCall(call, corpus).args[0]?.stance
}

const propertyOf = (name: string, property: unknown): JsonSchema => ({
  type: 'object',
  properties: { [name]: property },
})

describe('R7: a format of ids makes a reference of any name', () => {
  test.each([
    ['uuid', 'title', 'a2c4e6f8-1b3d-4f5a-8c7e-9d0b1a2c3e4f'],
    ['uuid4', 'filename', 'a2c4e6f8-1b3d-4f5a-8c7e-9d0b1a2c3e4f'],
    ['ulid', 'model', '01ARZ3NDEKTSV4RRFFQ69G5FAV'],
    ['email', 'note', 'zed.q@nowhere-corp.io'],
    ['idn-email', 'text', 'zed.q@nowhere-corp.io'],
    ['uri', 'path', 'https://files.example/d/9912345'],
    ['iri', 'destination', 'https://files.example/d/9912345'],
  ])('%s under the name %s', (format, name, value) => {
    expect(stance(undefined, name, value)).toBe('ABSTAIN')
    expect(stance(propertyOf(name, { type: 'string', format }), name, value)).toBe('UNSUPPORTED')
    expect(
      stance(propertyOf(name, { anyOf: [{ format }, { type: 'null' }] }), name, value),
      'an optional one',
    ).toBe('UNSUPPORTED')
  })

  test.each(['uri-reference', 'iri-reference', 'uri-template', 'hostname', 'regex', 'password'])(
    '%s says nothing: the model may choose it, so the name decides',
    (format) => {
      expect(stance(propertyOf('path', { format }), 'path', 'orders/9912345')).toBe('ABSTAIN')
      expect(stance(propertyOf('target', { format }), 'target', 'orders/9912345')).toBe('UNSUPPORTED')
    },
  )

  test('what the host declares wins over the schema', () => {
    const schema = propertyOf('title', { format: 'uuid' })
    const args = [{ name: 'title', value: 'a2c4e6f8-1b3d-4f5a-8c7e-9d0b1a2c3e4f' }]
    const call = { toolName: 't', args, inputSchema: schema }
    expect(classifyCall(call, corpus, { namingWords: ['title'] }).believe).toBe(true)
    expect(classifyCall({ ...call, argRoles: { title: 'freeText' } }, corpus).believe).toBe(true)
    expect(classifyCall(call, corpus).believe).toBe(false)
  })
})

describe('R7: a number that measures', () => {
  test.each([
    ['a number', { type: 'number' }],
    ['an optional number', { type: ['number', 'null'] }],
    ['a page size', { type: 'integer', minimum: 1, maximum: 5_000 }],
    ['a port', { type: 'integer', minimum: 0, maximum: 65_535 }],
    ['exclusive bounds', { type: 'integer', exclusiveMinimum: 0, exclusiveMaximum: 10_000 }],
  ])('%s', (_, property) => {
    expect(stance(propertyOf('chunk', property), 'chunk', 4471)).toBe('ABSTAIN')
    expect(stance(propertyOf('order_id', property), 'order_id', 4471), 'but an id by its name').toBe(
      'UNSUPPORTED',
    )
  })

  test.each([
    ['no bound', { type: 'integer' }],
    ['one bound', { type: 'integer', minimum: 1 }],
    ['the bounds of 32 bits', { type: 'integer', minimum: 0, maximum: 2 ** 31 - 1 }],
    [
      'the bounds of what a number holds',
      { type: 'integer', minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER },
    ],
    ['the bounds of five digits', { type: 'integer', minimum: 10_000, maximum: 99_999 }],
    ['a text', { type: 'string' }],
  ])('%s is none', (_, property) => {
    expect(stance(propertyOf('chunk', property), 'chunk', 44_710)).toBe('UNSUPPORTED')
  })

  test('a text where both may stand', () => {
    const schema = propertyOf('chunk', { anyOf: [{ type: 'number' }, { type: 'string' }] })
    expect(stance(schema, 'chunk', '44710')).toBe('UNSUPPORTED')
    expect(stance(schema, 'chunk', 44_710)).toBe('ABSTAIN')
    expect(stance(propertyOf('chunk', { type: 'number' }), 'chunk', '44710')).toBe('ABSTAIN')
  })
})

describe('R7: what the schema names or forbids', () => {
  test('readOnly: the owner of the value ignores what a call sends', () => {
    expect(stance(propertyOf('order_id', { readOnly: true }), 'order_id', 'W7720145')).toBe('ABSTAIN')
    expect(stance(propertyOf('order_id', { readOnly: false }), 'order_id', 'W7720145')).toBe('UNSUPPORTED')
  })

  test('a number and its text are one value', () => {
    expect(stance(propertyOf('plan_id', { enum: [7720, 7721] }), 'plan_id', '7721')).toBe('ABSTAIN')
    expect(stance(propertyOf('plan_id', { const: '7720' }), 'plan_id', 7720)).toBe('ABSTAIN')
  })

  test.each([
    ['a default list', { default: ['PLAN-200'] }, ['PLAN-200'], ['PLAN-300']],
    [
      'a default object',
      { default: { tier_id: 'PLAN-200' } },
      { tier_id: 'PLAN-200' },
      { plan_id: 'PLAN-200' },
    ],
    [
      'objects to choose from',
      { enum: [{ tier_id: 'PLAN-200' }] },
      { tier_id: 'PLAN-200' },
      { tier_id: 'PLAN-300' },
    ],
  ])('%s names what it holds, each in its place', (_, property, named, other) => {
    expect(stance(propertyOf('plan', property), 'plan', named)).toBe('ABSTAIN')
    expect(stance(propertyOf('plan', property), 'plan', other)).toBe('UNSUPPORTED')
  })
})

describe('R7: hints hold for the leaf at their place only', () => {
  const line = {
    type: 'object',
    properties: {
      plan_id: { enum: ['PLAN-200'] },
      order_id: { type: 'string' },
      due_key: { format: 'date' },
    },
  }
  test.each<[string, unknown]>([
    ['a member', line],
    ['items', { type: 'array', items: line }],
    ['items in prefixItems', { prefixItems: [{ type: 'string' }, line] }],
    ['items in a list of schemas', { items: [{ type: 'string' }, line] }],
    ['other items', { prefixItems: [{ type: 'string' }], items: line }],
    ['additionalProperties', { additionalProperties: line }],
    ['patternProperties', { patternProperties: { '^(a+)+$': line } }],
    ['anyOf', { anyOf: [{ type: 'null' }, line] }],
    ['allOf', { allOf: [{ description: 'a line' }, line] }],
    ['a condition', { if: {}, else: line }],
    ['a reference', { $ref: '#/$defs/Line' }],
    ['a reference with escapes', { $ref: '#/$defs/a~1line%20of~0it' }],
  ])('%s', (_, property) => {
    const schema = {
      ...propertyOf('payload', property),
      $defs: { Line: line, 'a/line of~it': line },
    }
    const inList = JSON.stringify(property).includes('tems')
    const inKey = JSON.stringify(property).includes('Properties')
    const at = (leaf: object) => (inList ? ['x', leaf] : inKey ? { any: leaf } : leaf)
    expect(stance(schema, 'payload', at({ plan_id: 'PLAN-200' }))).toBe('ABSTAIN')
    expect(stance(schema, 'payload', at({ due_key: 'PLAN-300' }))).toBe('ABSTAIN')
    expect(stance(schema, 'payload', at({ order_id: 'PLAN-200' })), 'the enum of its neighbour').toBe(
      'UNSUPPORTED',
    )
    expect(stance(schema, 'payload', at({ other_id: 'PLAN-200' }))).toBe('UNSUPPORTED')
  })

  test('a schema that refers to itself', () => {
    const schema = {
      ...propertyOf('tree', { $ref: '#/$defs/Node' }),
      $defs: {
        Node: {
          properties: { plan_id: { enum: ['PLAN-200'] }, next: { $ref: '#/$defs/Node' } },
        },
      },
    }
    const deep = (leaf: object) => Array.from({ length: 50 }).reduce<object>((next) => ({ next }), leaf)
    expect(stance(schema, 'tree', deep({ plan_id: 'PLAN-200' }))).toBe('ABSTAIN')
    expect(stance(schema, 'tree', deep({ plan_id: 'PLAN-300' }))).toBe('UNSUPPORTED')
    expect(stance({ $ref: '#' }, 'plan_id', 'PLAN-300')).toBe('UNSUPPORTED')
  })

  test('arguments that a union or a reference describes as a whole', () => {
    const one = propertyOf('plan_id', { enum: ['PLAN-200'] })
    expect(stance({ anyOf: [{ type: 'string' }, one] }, 'plan_id', 'PLAN-200')).toBe('ABSTAIN')
    expect(stance({ $ref: '#/definitions/One', definitions: { One: one } }, 'plan_id', 'PLAN-200')).toBe(
      'ABSTAIN',
    )
  })

  test('arguments that are no object', () => {
    const schema = { type: 'array', items: { properties: { plan_id: { enum: ['PLAN-200'] } } } }
    expect(stance(schema, 'input', [{ plan_id: 'PLAN-200' }])).toBe('ABSTAIN')
    expect(stance(schema, 'input', [{ plan_id: 'PLAN-300' }])).toBe('UNSUPPORTED')
  })
})

describe('R7: hostile schemas', () => {
  const boom = (): never => {
    throw new Error('hostile')
  }
  const revoked = Proxy.revocable({}, {})
  revoked.revoke()
  const traps = new Proxy({}, { get: boom, has: boom, ownKeys: boom, getOwnPropertyDescriptor: boom })
  const endless: unknown = new Proxy([], {
    get: (_, key) => (key === 'length' ? 2 ** 32 - 1 : key === Symbol.iterator ? boom : endless),
  })
  const cyclic: Record<string, unknown> = { type: 'object' }
  Object.assign(cyclic, { properties: { order_id: cyclic }, allOf: [cyclic], items: cyclic, $ref: '#' })
  let nested: object = { enum: ['W1'] }
  for (let i = 0; i < 10_000; i++)
    nested = i % 2 === 0 ? { anyOf: [nested] } : { allOf: [nested], items: nested }
  let chained: Record<string, unknown> = {}
  for (let i = 0; i < 10_000; i++) chained = { ...chained, [`d${i}`]: { $ref: `#/$defs/d${i + 1}` } }
  const wide = {
    $defs: { w: { enum: Array.from({ length: 100_000 }, (_, i) => `x${i}`) } },
    ...propertyOf('order_id', { anyOf: Array.from({ length: 20_000 }, () => ({ $ref: '#/$defs/w' })) }),
  }

  test.each<[string, unknown]>([
    ['null', null],
    ['true', true],
    ['a text', 'schema'],
    ['a number', 5],
    ['a list', [{ enum: ['W1'] }]],
    ['a revoked proxy', revoked.proxy],
    ['a proxy of traps', traps],
    ['a property of traps', propertyOf('order_id', traps)],
    ['properties of traps', { properties: traps }],
    ['an endless enum', propertyOf('order_id', { enum: endless, anyOf: endless, items: endless })],
    ['a cycle', cyclic],
    ['ten thousand deep', propertyOf('order_id', nested)],
    ['ten thousand references', { ...propertyOf('order_id', { $ref: '#/$defs/d0' }), $defs: chained }],
    ['a reference without end', propertyOf('order_id', { $ref: `#/${'a/'.repeat(1_000_000)}` })],
    ['a broken reference', propertyOf('order_id', { $ref: '#/%E0%A4%A' })],
    ['a foreign reference', propertyOf('order_id', { $ref: 'https://example.com/schema.json' })],
    ['a wide one', wide],
    [
      'keywords of a wrong kind',
      propertyOf('order_id', { enum: 'W7720145', type: 7, format: {}, anyOf: {} }),
    ],
    ['an own __proto__', JSON.parse('{"properties":{"__proto__":{"enum":["W7720145"]}}}')],
    ['symbols and functions', propertyOf('order_id', { enum: [Symbol('x'), () => 'y'], const: 7n })],
  ])('%s', { timeout: 5_000 }, (_, schema) => {
    expect(stance(schema, 'order_id', 'W7720145')).toBe('UNSUPPORTED')
    expect(stance(schema, 'order_id', [{ __proto__: null, id: 'W7720145' }])).toBe('UNSUPPORTED')
  })

  test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
    '%s is a name like others',
    (name) => {
      expect(() => stance(propertyOf('order_id', {}), name, 'W7720145')).not.toThrow()
    },
  )

  test('keys that the schema does not know take no memory', () => {
    const place = placeOf({ type: 'object', additionalProperties: { enum: ['W1'] } })
    const places = Array.from({ length: 1_000 }, (_, i) => place.member(`key_${i}`))
    expect(new Set(places).size).toBe(1)
  })

  test('a schema is read once', () => {
    let reads = 0
    const schema = {
      get properties() {
        reads++
        return { order_id: { enum: ['W1'], description: 'see W2' } }
      },
    }
    for (let i = 0; i < 20; i++) stance(schema, 'order_id', 'W7720145')
    expect(reads).toBeLessThanOrEqual(4)
  })
})
