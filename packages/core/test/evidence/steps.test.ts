import { describe, expect, test } from 'vitest'
import { Corpus, corpusOf } from '../../src/evidence/corpus.ts'
import { createGuard } from '../../src/index.ts'
import type { TranscriptEntry } from '../../src/transcript.ts'
import { call, result, stanceOn, user } from './transcripts.ts'

const ID = 'RX-5512'
const asked = user('Cancel my order, please.')
const read = call({}, 'list_orders', 'call_1')
const write = call({ order_id: ID }, 'cancel_order', 'call_2')
const found = result([{ order_id: ID, owner: 'Li' }], { toolCallId: 'call_1', toolName: 'list_orders' })

const stanceIn = (entries: readonly TranscriptEntry[], toolCallId = 'call_2', toolName = 'cancel_order') =>
  stanceOn(corpusOf(entries).asOfCall(toolCallId, toolName), 'order_id', ID)

describe('R21: a call is judged by what the model had read when it made it', () => {
  test('what came back for another call of the same step does not count', () => {
    expect(stanceIn([asked, read, write, found])).toBe('UNSUPPORTED')
    expect(stanceIn([asked, write, read, found])).toBe('UNSUPPORTED')
  })

  test('what came back in an earlier step does', () => {
    expect(stanceIn([asked, read, found, write])).toBe('SUPPORTED')
  })

  test('a call that the corpus does not hold is judged by all of it', () => {
    expect(stanceIn([asked, read, found])).toBe('SUPPORTED')
    expect(stanceIn([asked, read, write, found], 'call_9')).toBe('SUPPORTED')
    expect(stanceIn([asked, read, write, found], 'call_2', 'cancel_flight')).toBe('SUPPORTED')
  })

  test.each([
    ['that is answered already', [asked, read, write, found, result('done', { toolCallId: 'call_2' })]],
    ['of an earlier step that nobody answered', [asked, read, write, found, user('Go on.')]],
    ['of an earlier step, when the ids are counted anew', [asked, write, user('Go on.'), read, found]],
  ])('a call %s is not the one that is judged', (_, entries) => {
    expect(stanceIn(entries)).toBe('SUPPORTED')
  })

  test('nothing before the first call', () => {
    expect(corpusOf([write]).asOfCall('call_2', 'cancel_order').version).toBe(0)
    expect(new Corpus().asOfCall('call_2', 'cancel_order').version).toBe(0)
  })

  test('in a fork, and across its beginning', () => {
    const fork = corpusOf([asked, read]).fork()
    fork.append(write)
    fork.append(found)
    expect(fork.asOfCall('call_2', 'cancel_order').version).toBe(1)
  })

  test('a guard judges so by itself', () => {
    const corpus = corpusOf([asked, read, write, found])
    const guarded = { toolCallId: 'call_2', toolName: 'cancel_order', args: { order_id: ID } }
    const guard = createGuard()
    expect(guard.assess(guarded, corpus).verdict.unsupported).toEqual(['order_id'])
    expect(guard.assess({ ...guarded, toolCallId: 'call_3' }, corpus).verdict.unsupported).toEqual([])
  })
})

test('an image in an answer ends no step', () => {
  const image: TranscriptEntry = { kind: 'opaque', reason: 'unreadable' }
  expect(stanceIn([asked, read, write, found, image])).toBe('UNSUPPORTED')
  expect(stanceIn([asked, read, write, image, found])).toBe('UNSUPPORTED')
})

test('instructions that a host hands over last are evidence for all calls', () => {
  const instructions: TranscriptEntry = { kind: 'task', role: 'system', text: `The test order is ${ID}.` }
  expect(stanceIn([asked, read, write, instructions])).toBe('SUPPORTED')
})
