import { describe, expect, test } from 'vitest'
import { corpusOf } from '../../src/evidence/corpus.ts'
import { appendNote, markedLine } from '../../src/note-marker.ts'
import { call, result, stanceAfter, stanceOn, user } from './transcripts.ts'

const start = user('Please sort out my refund.')

describe('R22: arguments are never evidence', () => {
  test.each([
    ['a value', { id: 'RX-5512' }],
    ['a text', 'RX-5512'],
    ['a list', [['RX-5512']]],
    ['a key', { 'RX-5512': 1 }],
    ['JSON', '{"id": "RX-5512"}'],
  ])('%s', (_, args) => {
    const entries = [start, call(args), call(args, 'b', 'call_2'), result('')]
    expect(stanceAfter(entries, 'ticket_id', 'RX-5512')).toBe('UNSUPPORTED')
  })
})

describe('R23: what we wrote is never evidence', () => {
  const blocked = { status: 'blocked_unresolved_id', error: 'RX-5512', handrail_blocked: true }
  test.each([
    ['a synthetic result', result(blocked)],
    ['a synthetic result with its rung', result(blocked, { intervention: 'BLOCK' })],
    ['a synthetic result as JSON text', result(JSON.stringify(blocked), { intervention: 'BLOCK' })],
    ['a text in place of an answer', result('[handrail] DEFER: RX-5512', { intervention: 'DEFER' })],
    ['a note below a text', result(appendNote('ok', '[handrail] WARN: RX-5512'), { intervention: 'WARN' })],
    ['a note above a text', result('[handrail] WARN: RX-5512\nok', { intervention: 'WARN' })],
    ['a note only', result(markedLine('WARN', 'RX-5512'), { intervention: 'WARN' })],
    [
      'a note that tried to break its line',
      result(markedLine('WARN', 'see\nRX-5512'), { intervention: 'WARN' }),
    ],
  ])('%s', (_, ours) => {
    expect(stanceAfter([start, call({}), ours], 'ticket_id', 'RX-5512')).toBe('UNSUPPORTED')
  })

  test.each([
    ['a list of texts', ['ok', '[handrail] WARN: see RX-5512']],
    [
      'parts',
      [
        { type: 'text', text: 'ok' },
        { type: 'text', text: '[handrail] WARN: see RX-5512' },
      ],
    ],
    [
      'a part with the note below',
      { content: [{ type: 'text', text: 'ok\n\n[handrail] WARN: see RX-5512' }] },
    ],
  ])('a note within %s', (_, content) => {
    const entries = [start, call({}), result(content, { intervention: 'WARN' })]
    expect(stanceAfter(entries, 'ticket_id', 'RX-5512')).toBe('UNSUPPORTED')
  })

  test('what the tool said above our note is evidence', () => {
    const text = appendNote('{"id": "RX-5512", "owner": "Li"}', markedLine('WARN', 'it ran'))
    expect(stanceAfter([start, result(text, { intervention: 'WARN' })], 'ticket_id', 'RX-5512')).toBe(
      'SUPPORTED',
    )
  })

  test('what was known before a block stays known', () => {
    const entries = [
      user('It is RX-5512'),
      call({ id: 'RX-5512' }),
      result(blocked, { intervention: 'BLOCK' }),
    ]
    expect(stanceAfter(entries, 'ticket_id', 'RX-5512')).toBe('SUPPORTED')
  })

  test('a block, then an error with the value', () => {
    const entries = [
      start,
      call({ id: 'RX-5512' }),
      result(blocked, { intervention: 'BLOCK' }),
      call({ id: 'RX-5512' }, 'look_up', 'call_2'),
      result('RX-5512 not found', { toolCallId: 'call_2', outcome: 'error' }),
    ]
    expect(stanceAfter(entries, 'ticket_id', 'RX-5512')).toBe('UNSUPPORTED')
  })
})

describe('R29: what a model wrote is not evidence', () => {
  const said = (author?: 'environment' | 'model') => result('It is RX-5512.', author ? { author } : {})
  const traits = { tools: { look_up: { author: 'model' } } } as const

  test('by the entry', () => {
    expect(stanceAfter([start, said('model')], 'ticket_id', 'RX-5512')).toBe('UNSUPPORTED')
  })

  test('by the traits of the tool', () => {
    expect(stanceAfter([start, said()], 'ticket_id', 'RX-5512', traits)).toBe('UNSUPPORTED')
    expect(stanceAfter([start, said()], 'ticket_id', 'RX-5512')).toBe('SUPPORTED')
  })

  test('the entry knows better than the traits', () => {
    expect(stanceAfter([start, said('environment')], 'ticket_id', 'RX-5512', traits)).toBe('SUPPORTED')
  })

  test('a summary does not unlearn', () => {
    const entries = [start, result({ id: 'RX-5512', owner: 'Li' }), said('model')]
    expect(stanceAfter(entries, 'ticket_id', 'RX-5512')).toBe('SUPPORTED')
  })
})

describe('R30: storage gives back what the model stored', () => {
  const options = { tools: { look_up: { roundTrip: true } } }
  const record = { key: 'ticket', value: 'RX-5512', owner: 'ann_22' }

  test('a whole leaf stays masked', () => {
    const entries = [start, call({ key: 'ticket', value: 'RX-5512' }), result('ok'), call({}), result(record)]
    expect(stanceAfter(entries, 'ticket_id', 'RX-5512', options)).toBe('UNSUPPORTED')
    expect(stanceAfter(entries, 'ticket_id', 'RX-5512')).toBe('SUPPORTED')
  })

  test('what others stored is learned', () => {
    const entries = [start, call({ key: 'ticket' }), result(record)]
    expect(stanceAfter(entries, 'ticket_id', 'RX-5512', options)).toBe('SUPPORTED')
  })

  test('a value that was known survives the round trip', () => {
    const entries = [
      user('It is RX-5512'),
      call({ value: 'RX-5512' }),
      result('ok'),
      call({}),
      result(record),
    ]
    expect(stanceAfter(entries, 'ticket_id', 'RX-5512', options)).toBe('SUPPORTED')
  })

  test('another tool may supply it later', () => {
    const entries = [
      start,
      call({ value: 'RX-5512' }),
      result('ok'),
      result(record, { toolName: 'list_tickets' }),
    ]
    expect(stanceOn(corpusOf(entries, options), 'ticket_id', 'RX-5512')).toBe('SUPPORTED')
  })
})
