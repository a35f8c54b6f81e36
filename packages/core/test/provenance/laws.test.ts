import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { corpusOf } from '../../src/evidence/corpus.ts'
import { classifyCall } from '../../src/provenance/classify-call.ts'
import type { ProvenancePolicy } from '../../src/provenance/policy.ts'
import { schemaTexts } from '../../src/provenance/schema/texts.ts'
import type { ArgRole, JsonSchema, TranscriptEntry } from '../../src/transcript.ts'
import { result, stanceOn, user } from '../evidence/transcripts.ts'

const names = [
  'order_id',
  'target',
  'title',
  'note',
  'amount',
  'model',
  'email',
  'code',
  'items',
  '__proto__',
]
const name = fc.constantFrom(...names)
const id = fc.stringMatching(/^[A-Za-z]{1,4}[-_]?[0-9]{4,8}[a-z]{0,2}$/)
const value = fc.oneof(
  id,
  fc.string(),
  fc.integer(),
  fc.anything({ maxDepth: 2 }),
  fc.jsonValue({ maxDepth: 2 }),
)

/** What a schema says about a value, as people write it and as nobody should. */
const words = {
  type: fc.constantFrom('object', 'string', 'number', 'integer', ['string', 'null'], 5),
  format: fc.constantFrom('uuid', 'email', 'uri', 'date', 'duration', 'other', null),
  enum: fc.array(fc.oneof(id, fc.jsonValue({ maxDepth: 1 })), { maxLength: 4 }),
  const: fc.oneof(id, fc.jsonValue({ maxDepth: 1 })),
  default: fc.jsonValue({ maxDepth: 2 }),
  minimum: fc.integer(),
  maximum: fc.integer(),
  readOnly: fc.boolean(),
  description: fc.string(),
  examples: fc.array(id, { maxLength: 2 }),
  $ref: fc.constantFrom('#', '#/properties/order_id', '#/anyOf/0', '#/no/such'),
}

/** A schema that is so deep at most. */
function schemaOf(depth: number): fc.Arbitrary<JsonSchema> {
  if (depth === 0) return fc.record(words, { requiredKeys: [] })
  const inner = fc.oneof({ weight: 3, arbitrary: schemaOf(depth - 1) }, fc.boolean(), fc.constant(null))
  const parts = {
    properties: fc.dictionary(name, inner, { maxKeys: 3 }),
    additionalProperties: inner,
    items: inner,
    prefixItems: fc.array(inner, { maxLength: 2 }),
    anyOf: fc.array(inner, { maxLength: 2 }),
  }
  return fc.record({ ...words, ...parts }, { requiredKeys: [] })
}

const schema = schemaOf(2)
const roles = fc.dictionary(
  fc.constantFrom(...names, 'items.sku', 'items.order_id'),
  fc.constantFrom<ArgRole>('reference', 'newKey', 'quantity', 'freeText'),
  { maxKeys: 3 },
)
const policy: fc.Arbitrary<ProvenancePolicy> = fc.record(
  {
    idWords: fc.array(name, { maxLength: 2 }),
    namingWords: fc.array(fc.string(), { maxLength: 2 }),
    kindWords: fc.array(name, { maxLength: 2 }),
    units: fc.array(fc.string(), { maxLength: 2 }),
  },
  { requiredKeys: [] },
)
const entry: fc.Arbitrary<TranscriptEntry> = fc.oneof(
  fc.oneof(id, fc.string()).map(user),
  fc
    .oneof(fc.jsonValue(), fc.record({ order_id: id, price: fc.integer() }))
    .map((content) => result(content)),
)

describe('classifyCall', () => {
  test('never throws and changes nothing that it is given', () => {
    fc.assert(
      fc.property(
        fc.array(entry, { maxLength: 4 }),
        fc.array(fc.record({ name, value }), { maxLength: 4 }),
        schema,
        roles,
        policy,
        (entries, args, inputSchema, argRoles, words) => {
          const corpus = corpusOf(entries)
          const call = { toolName: 't', args, inputSchema, argRoles }
          const before = fc.stringify([call, words])
          const verdict = classifyCall(call, corpus, words)
          expect(fc.stringify([call, words])).toBe(before)
          expect(corpus.version).toBe(entries.length)
          expect(verdict.args.map((arg) => arg.argName)).toEqual(args.map((arg) => arg.name))
          expect(verdict.believe).toBe(verdict.unsupported.length === 0)
          expect(classifyCall(call, corpus, words), 'the same answer again').toEqual(verdict)
        },
      ),
      { numRuns: 1_000 },
    )
  })

  test('R10: a value that stands in the evidence by itself is never called minted, whatever the schema and the roles', () => {
    fc.assert(
      fc.property(
        id,
        name,
        schema,
        roles,
        policy,
        fc.boolean(),
        (said, argName, inputSchema, argRoles, words, told) => {
          const corpus = corpusOf(
            told ? [user(`It is ${said} I think`)] : [user('Hi.'), result({ seen: said, owner: 'Li' })],
          )
          const call = { toolName: 't', args: [{ name: argName, value: said }], inputSchema, argRoles }
          expect(classifyCall(call, corpus, words).believe).toBe(true)
        },
      ),
      { numRuns: 1_000 },
    )
  })

  test('R7: a value that the schema names at its place is never called minted', () => {
    fc.assert(
      fc.property(id, name, schema, fc.nat(3), (named, argName, other, form) => {
        const part = [
          { enum: ['x', named] },
          { const: named },
          { default: named },
          { anyOf: [other, { const: named }] },
        ]
        const inputSchema = { properties: { [argName]: part[form] } }
        const call = { toolName: 't', args: [{ name: argName, value: named }], inputSchema }
        expect(classifyCall(call, corpusOf([user('Hi.')])).believe).toBe(true)
      }),
      { numRuns: 1_000 },
    )
  })

  test('R10 to R12: more evidence takes nothing back of what stands there itself', () => {
    const forms: ((said: string) => TranscriptEntry)[] = [
      (said) => user(`It is ${said}.`),
      (said) => result({ record_id: said }),
      (said) => result(`found ${said.replaceAll(/[-_]/g, '')} there`),
    ]
    fc.assert(
      fc.property(id, fc.constantFrom(...forms), fc.array(entry, { maxLength: 6 }), (said, form, more) => {
        const corpus = corpusOf([user('Hi.'), form(said)])
        const before = stanceOn(corpus, 'record_id', said)
        for (const each of more) corpus.append(each)
        if (before === 'SUPPORTED') expect(stanceOn(corpus, 'record_id', said)).toBe('SUPPORTED')
      }),
      { numRuns: 2_000 },
    )
  })

  test('R19: a declared new key is never called minted', () => {
    fc.assert(
      fc.property(name, value, schema, (argName, made, inputSchema) => {
        const argRoles = Object.fromEntries([[argName, 'newKey' as const]])
        const call = { toolName: 't', args: [{ name: argName, value: made }], inputSchema, argRoles }
        expect(classifyCall(call, corpusOf([user('Hi.')])).believe).toBe(true)
      }),
      { numRuns: 1_000 },
    )
  })

  test('R18: the texts of a schema are read without a throw, and twice alike', () => {
    fc.assert(
      fc.property(schema, (each) => {
        const copy = structuredClone(each)
        expect(schemaTexts(each)).toBe(schemaTexts(copy))
        expect(schemaTexts(each)).toBe(schemaTexts(each))
      }),
      { numRuns: 500 },
    )
  })
})
