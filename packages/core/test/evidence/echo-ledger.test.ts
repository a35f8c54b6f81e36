import { describe, expect, test } from 'vitest'
import { call, result, stanceAfter, user } from './transcripts.ts'

const start = user('Please sort out my refund.')
const error = (content: unknown) => result(content, { outcome: 'error' })

describe('R24: what the model brought up first', () => {
  test.each([
    ['a whole argument', { id: 'RX-5512' }],
    ['a leaf deep within', { a: [{ b: ['x', { c: 'RX-5512' }] }] }],
    ['a key', { 'RX-5512': 2 }],
    ['a word of a long text', { body: 'We have booked RX-5512 for you, Sir.' }],
    ['an address with it', { url: 'https://x.example/r/RX-5512?a=1' }],
    ['a JSON text', { payload: '{"ids": ["RX-5512"]}' }],
    ['a text as arguments', 'look up RX-5512'],
    ['a list as arguments', ['RX-5512']],
    ['another case', { id: 'rx-5512' }],
    ['no separator', { id: 'RX5512' }],
    ['another separator', { id: 'RX_5512' }],
  ])('%s', (_, args) => {
    const entries = [start, call(args), error('Error: RX-5512 not found')]
    expect(stanceAfter(entries, 'ticket_id', 'RX-5512')).toBe('UNSUPPORTED')
  })

  test.each([
    ['five results later', [result('{"a": 1, "name": "Li"}'), result('{"a": 2, "name": "Bo"}')]],
    ['after an answer without it', [result('')]],
  ])('%s', (_, between) => {
    const entries = [start, call({ id: 'RX-5512' }), ...between, error('Last failure: RX-5512')]
    expect(stanceAfter(entries, 'ticket_id', 'RX-5512')).toBe('UNSUPPORTED')
  })

  test('what evidence held before the call is not agent-first', () => {
    const entries = [user('My ticket is RX-5512'), call({ id: 'RX-5512' }), error('Error: RX-5512 not found')]
    expect(stanceAfter(entries, 'ticket_id', 'RX-5512')).toBe('SUPPORTED')
  })

  test('a value that came up in no call is learned from an error', () => {
    const entries = [start, call({ id: 'RX-5512' }), error('Error: RX-5513 is the next one')]
    expect(stanceAfter(entries, 'ticket_id', 'RX-5513')).toBe('SUPPORTED')
  })

  test('a later call does not unlearn', () => {
    const entries = [start, result('{"id": "RX-5512", "owner": "Li"}'), call({ id: 'RX-5512' })]
    expect(stanceAfter([...entries, error('RX-5512 failed')], 'ticket_id', 'RX-5512')).toBe('SUPPORTED')
  })
})

describe('a number that the model wrote for something else hides no id that holds it', () => {
  test.each([
    ['a limit', { limit: 100 }, 'Flights: HAT-100 at noon, HAT-207 at one', 'HAT-100'],
    ['a year in a date', { date: '2031-05-15' }, 'Booked RES-2031-0042 for you', 'RES-2031-0042'],
    ['a year', { year: 2031 }, 'Your invoice is INV-2031-77', 'INV-2031-77'],
    ['an amount', { amount: 1000 }, { order_id: 'ORD-1000' }, 'ORD-1000'],
    ['a year at the end', { year: 2031 }, { invoice_id: 'INV-0042-2031' }, 'INV-0042-2031'],
    ['a zip in a message', { zip: '78750' }, { ok: true, message: 'Created TCK-78750-3' }, 'TCK-78750-3'],
  ])('%s', (_, args, content, value) => {
    expect(stanceAfter([start, call(args), result(content)], 'record_id', value)).toBe('SUPPORTED')
  })
})
