import { describe, expect, it } from 'vitest'
import { judgeMints } from '../../src/calibrate/judge-mints.ts'
import { judgeMintsJob } from '../../src/calibrate/judge-mints-job.ts'
import { emptyTally, type Injected } from '../../src/calibrate/tally.ts'
import type { Conversation, Problem } from '../../src/conversation.ts'
import { call, conversationOf, user } from '../replay/support/conversations.ts'
import { fileOf, lineOf } from './support.ts'

const conversation = conversationOf([
  user('Cancel W1000001.'),
  call('c1', 'cancel_order', { order_id: 'W1000001' }),
  call('c2', 'cancel_order', { order_id: 'W1000001' }),
])
/** The same with another last call. */
const replaced = (toolName: string, args: unknown) => [
  ...conversation.entries.slice(0, 2),
  call('c2', toolName, args),
]
const mint: Injected = {
  ...{ rank: 0, tie: '', toolName: 'cancel_order', conversation: conversation.id, ...conversation.place },
  ...{ inLine: 0, call: 1, nth: 0, path: 'order_id', original: 'W1000001', minted: 'W1000002' },
}

const judged = (mints: readonly Injected[], batch: readonly (Conversation | Problem)[] = [conversation]) =>
  judgeMintsJob.open({ knowledge: {}, mints })(batch)

const tallyOf = (mints: readonly Injected[]) => {
  const tally = emptyTally(1)
  tally.injected.write[0] = { size: mints.length, items: [...mints] }
  return tally
}

describe('the second reading', () => {
  it('judges a call with what was minted for it', () => {
    expect(judged([mint, { ...mint, call: 0 }])).toEqual([
      [1, 'HIGH'],
      [0, 'HIGH'],
    ])
  })

  it.each<[string, Parameters<typeof conversationOf>]>([
    ['of another id', [conversation.entries, { id: 'b' }]],
    ['on another line', [conversation.entries, { place: { ...conversation.place, line: 2 } }]],
    ['in another file', [conversation.entries, { place: { ...conversation.place, file: 'b.jsonl' } }]],
    ['that ends before', [conversation.entries.slice(0, 2)]],
    ['that calls another tool', [replaced('delete_order', { order_id: 'W1000001' })]],
    ['with another value', [replaced('cancel_order', { order_id: 'W1000009' })]],
    ['without the value', [replaced('cancel_order', {})]],
    ['where the value was made up', [[user('Hi'), ...conversation.entries.slice(1)]]],
    ['where the mint is real', [[user('Not W1000002.'), ...conversation.entries]]],
  ])('leaves out a mint for a conversation %s', (_, about) => {
    expect(judged([mint])).toHaveLength(1)
    expect(judged([mint], [conversationOf(...about)])).toEqual([])
  })

  it('leaves out a mint for a conversation that stands elsewhere on its line', () => {
    expect(judged([{ ...mint, inLine: 1 }])).toEqual([])
    const other = { ...conversation, id: 'b' }
    expect(judged([{ ...mint, inLine: 1 }], [other, conversation])).toHaveLength(1)
  })

  it('counts conversations on a line, and no problems', () => {
    const problem = { place: conversation.place, message: 'mended', lost: false }
    expect(judged([mint], [problem, conversation])).toHaveLength(1)
  })

  it('is done in threads where there is much of it', async () => {
    const file = fileOf([lineOf({ id: 'a', order: 'W1000001' })])
    const tally = tallyOf(Array.from({ length: 2_001 }, () => ({ ...mint, file, toolName: 'update_order' })))
    await judgeMints(tally, {}, { workers: 1 })
    expect(tally.problems.all.times).toBe(0)
    expect(new Set(tally.injected.write[0]?.items.map(({ confidence }) => confidence))).toEqual(
      new Set(['HIGH']),
    )
  })

  it('takes any number of mints in one conversation', () => {
    const many = Array.from({ length: 200_000 }, (_, i) => ({ ...mint, call: i }))
    expect(judged(many)).toHaveLength(2)
  })

  it('leaves out any number of mints whose file is gone, and tells of each file once', async () => {
    const mints = Array.from({ length: 200_000 }, (_, i) => ({
      ...mint,
      file: 'gone.jsonl',
      line: 200_001 - i,
    }))
    const tally = tallyOf(mints)
    await judgeMints(tally, {}, {})
    expect(tally.injected.write[0]?.items).toEqual([])
    expect(tally.problems.listed.items.map(({ problem }) => problem)).toMatchObject([
      { place: { file: 'gone.jsonl', line: 2 }, message: expect.stringContaining('200000 mints') },
    ])
  })

  it('tells why lines could not be worked on', async () => {
    const file = fileOf([lineOf({ id: 'a', order: 'W1000001' })])
    const broken = {
      ...{ ...mint, file, toolName: 'update_order' },
      get nth(): number {
        throw new Error('no room')
      },
    }
    const tally = tallyOf([broken])
    await judgeMints(tally, {}, {})
    expect(tally.problems.listed.items.map(({ problem }) => [problem.kind, problem.message])).toEqual([
      ['files that changed', expect.any(String)],
      ['work that failed', 'The lines 1 to 1 were left out: Error: no room.'],
    ])
  })
})
