import { describe, expect, it } from 'vitest'
import { judgeMintsJob } from '../../src/calibrate/judge-mints-job.ts'
import { type Injected } from '../../src/calibrate/tally.ts'
import type { Conversation } from '../../src/conversation.ts'
import { call, conversationOf, user } from '../replay/support/conversations.ts'

const conversation = conversationOf([
  user('Cancel W1000001.'),
  call('c1', 'cancel_order', { order_id: 'W1000001' }),
  call('c2', 'cancel_order', { order_id: 'W1000001' }),
])
const mint: Injected = {
  ...{ rank: 0, tie: '', toolName: 'cancel_order', conversation: conversation.id, ...conversation.place },
  ...{ inLine: 0, call: 1, nth: 0, path: 'order_id', original: 'W1000001', minted: 'W1000002' },
}

const judged = (mints: readonly Injected[], batch: readonly Conversation[] = [conversation]) =>
  judgeMintsJob.open({ knowledge: {}, mints })(batch)

describe('the second reading', () => {
  it('judges a call with what was minted for it', () => {
    expect(judged([mint, { ...mint, call: 0 }])).toEqual([
      [1, 'HIGH'],
      [0, 'HIGH'],
    ])
  })

  it('takes any number of mints in one conversation', () => {
    const many = Array.from({ length: 200_000 }, (_, i) => ({ ...mint, call: i }))
    expect(judged(many)).toHaveLength(2)
  })
})
