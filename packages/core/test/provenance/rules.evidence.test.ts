import { describe, expect, test } from 'vitest'
import { corpusOf } from '../../src/evidence/corpus.ts'
import { createGuard } from '../../src/index.ts'
import { assessConfidence } from '../../src/intervention/confidence.ts'
import { classifyCall } from '../../src/provenance/classify-call.ts'
import { schemaTexts } from '../../src/provenance/schema/texts.ts'
import type { JsonSchema, TranscriptEntry } from '../../src/transcript.ts'
import { result, user } from '../evidence/transcripts.ts'

const system = (text: string): TranscriptEntry => ({ kind: 'task', role: 'system', text })
const args = [{ name: 'order_id', value: 'W7720145' }]
const confidenceAfter = (...entries: TranscriptEntry[]) =>
  assessConfidence(classifyCall({ toolName: 't', args }, corpusOf(entries)))

describe('R17: until the user or a tool has said something, confidence is at most LOW', () => {
  const instructions = system('You help customers of a shop.')
  test.each<[string, TranscriptEntry[], string]>([
    ['instructions only', [instructions], 'LOW'],
    ['instructions twice', [instructions, instructions], 'LOW'],
    ['a call without an answer', [instructions, call('W1')], 'LOW'],
    ['an answer of a model', [instructions, result('a summary', { author: 'model' })], 'LOW'],
    ['an answer of ours', [instructions, result({ handrail_blocked: true, error: 'no' })], 'LOW'],
    ['an empty answer', [instructions, result('')], 'LOW'],
    ['the user', [instructions, user('Please help.')], 'HIGH'],
    ['the user alone', [user('Please help.')], 'HIGH'],
    ['an answer', [instructions, result('Three orders are open.')], 'HIGH'],
    ['an error', [instructions, result('Error: not found', { outcome: 'error' })], 'HIGH'],
  ])('%s', (_, entries, confidence) => {
    expect(confidenceAfter(...entries)).toBe(confidence)
  })

  test('a fork knows what was said before', () => {
    const corpus = corpusOf([system('You help.'), user('Please help.')])
    expect(corpus.isStatic).toBe(false)
    expect(corpus.fork().isStatic).toBe(false)
    expect(corpus.at(1).isStatic).toBe(true)
    const fork = corpus.at(1)
    fork.append(user('Please help.'))
    expect([fork.isStatic, corpus.at(1).isStatic]).toEqual([false, true])
  })

  test('the verdict stays, and says why the confidence is low', () => {
    const verdict = classifyCall({ toolName: 't', args }, corpusOf([system('You help.')]))
    expect(verdict.unsupported).toEqual(['order_id'])
    expect(verdict.args[0]?.reason).toContain('neither the user nor a tool has said anything yet')
  })
})

function call(id: string): TranscriptEntry {
  return { kind: 'call', toolCallId: 'c', toolName: 'get', args: { id } }
}

describe('R18: what the schema of the tool says in words is evidence', () => {
  const schemaWith = (property: unknown): JsonSchema => ({ properties: { order_id: property } })
  const stanceUnder = (inputSchema: JsonSchema) => {
    const task = [user('Please help.')]
    const byTraits = classifyCall({ toolName: 't', args }, corpusOf(task, { tools: { t: { inputSchema } } }))
    const byCall = classifyCall({ toolName: 't', args, inputSchema }, corpusOf(task))
    const byGuard = createGuard({ tools: { t: { inputSchema, effect: 'write' } } }).assess(
      { toolCallId: 'c', toolName: 't', args: { order_id: 'W7720145' } },
      corpusOf(task),
    ).verdict
    expect([byTraits.args[0]?.stance, byCall.args[0]?.stance]).toEqual(Array(2).fill(byGuard.args[0]?.stance))
    return byCall.args[0]?.stance
  }

  test.each<[string, JsonSchema]>([
    ['the description of the argument', schemaWith({ description: 'The order, such as W7720145.' })],
    ['its title', schemaWith({ title: 'Order W7720145' })],
    ['its examples', schemaWith({ examples: ['W1', 'W7720145'] })],
    ['an example of a structure', schemaWith({ examples: [{ id: ['W7720145'] }] })],
    ['the description of the tool', { description: 'Works on W7720145.', ...schemaWith({}) }],
    ['that of a neighbour', { properties: { order_id: {}, note: { description: 'see W7720145' } } }],
    ['that of a part that is referred to', { $defs: { O: { title: 'W7720145' } }, ...schemaWith({}) }],
    ['an argument called description', { properties: { description: { title: 'W7720145' } } }],
  ])('%s', (_, schema) => {
    expect(stanceUnder(schema)).toBe('SUPPORTED')
  })

  test.each<[string, JsonSchema]>([
    ['another id', schemaWith({ description: 'The order, such as W7720146.' })],
    ['two texts that only together hold it', schemaWith({ examples: ['W7720', '145'] })],
    ['a limit', schemaWith({ maxLength: 7720145 })],
    ['a pattern', schemaWith({ pattern: '^W7720145$' })],
    ['what a neighbour may be', { properties: { order_id: {}, plan_id: { enum: ['W7720145'] } } }],
    ['the default of a neighbour', { properties: { order_id: {}, plan_id: { default: 'W7720145' } } }],
    ['an argument called enum', { properties: { order_id: {}, enum: { pattern: 'W7720145' } } }],
  ])('not %s', (_, schema) => {
    expect(stanceUnder(schema)).toBe('UNSUPPORTED')
  })

  test('it is neither the user nor a tool that speaks there', () => {
    const schema = schemaWith({ description: 'such as W1' })
    const verdict = classifyCall(
      { toolName: 't', args, inputSchema: schema },
      corpusOf([system('You help.')]),
    )
    expect(assessConfidence(verdict)).toBe('LOW')
  })

  test('the corpus itself does not grow', () => {
    const corpus = corpusOf([user('Please help.')])
    classifyCall({ toolName: 't', args, inputSchema: schemaWith({ title: 'W7720145' }) }, corpus)
    expect(corpus.version).toBe(1)
    expect(classifyCall({ toolName: 't', args }, corpus).believe).toBe(false)
  })

  test('nothing is read while everything is found without it', () => {
    const schema = {
      get properties(): never {
        throw new Error('read')
      },
      get description(): string {
        throw new Error('read')
      },
    }
    const corpus = corpusOf([user('see W7720145')])
    expect(classifyCall({ toolName: 't', args, inputSchema: schema }, corpus).believe).toBe(true)
    expect(schemaTexts({ type: 'object', properties: { a: { enum: ['x'] } } })).toBeUndefined()
  })
})
