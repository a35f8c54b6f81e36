import { join } from 'node:path'
import { type BaseMessage, ToolMessage } from '@langchain/core/messages'
import { describe, expect, test } from 'vitest'
import { eachTurnInNewProcess, inNewProcess, ownFolder } from './support/process.ts'
import { answerTo, cancelCall, findCall, MINTED, REAL, updateCall } from './support/shop.ts'
import { openShop, sqliteSaver } from './support/sqlite.ts'
import type { Talk, Turn } from './support/talk.ts'

const OTHER = 'ORD-1002'
const turns: Turn[] = [
  { user: 'Which orders are there?', steps: [[findCall]] },
  {
    user: 'See to mine.',
    steps: [[cancelCall('g', REAL), cancelCall('c', MINTED), updateCall('u', MINTED)]],
  },
  {
    user: 'Try again.',
    steps: [[cancelCall('c2', MINTED), updateCall('u2', MINTED)], [cancelCall('g2', OTHER)]],
  },
]

describe.each(['createAgent', 'StateGraph', 'middleware', 'middleware v1'] as const)(
  'a guard in %s',
  (way) => {
    test('a conversation goes on in new processes with the verdicts of one process', async () => {
      const folder = await ownFolder()
      const file = join(folder, 'talk.db')
      const talk: Talk = { file, way, options: { handler: 'enforce' }, turns }
      const said = await eachTurnInNewProcess(talk)
      expect(said.map(({ records }) => records)).toEqual([
        [['c-find', 'OBSERVE', 'OBSERVE', 0]],
        [
          ['c', 'BLOCK', 'BLOCK', 0],
          ['g', 'OBSERVE', 'OBSERVE', 0],
          ['u', 'WARN', 'WARN', 0],
        ],
        [
          ['c2', 'BLOCK', 'BLOCK', 1],
          ['g2', 'OBSERVE', 'OBSERVE', 0],
          ['u2', 'OBSERVE', 'OBSERVE', 1],
        ],
      ])
      expect(said.flatMap(({ faults }) => faults)).toEqual([])
      expect(said[2]?.read).toMatchObject({
        c: expect.stringMatching(/^\[handrail\] BLOCK: .*NOT executed/),
        u: expect.stringMatching(/^updated\n\n\[handrail\] WARN: /),
        c2: expect.stringMatching(/^\[handrail\] BLOCK: .*Stop retrying/),
        u2: 'updated',
        g2: 'cancelled',
      })
      expect(await inNewProcess({ ...talk, file: join(folder, 'one.db') })).toEqual(said)

      const { ran, orders, db } = openShop(file)
      const acts = ['find_orders', `cancel_order ${REAL}`, `update_order ${MINTED}`, `update_order ${MINTED}`]
      expect(ran()).toEqual([...acts, `cancel_order ${OTHER}`])
      expect(orders()).toEqual(['cancelled', 'cancelled'])
      const saved = await sqliteSaver(db).getTuple({ configurable: { thread_id: 'talk' } })
      db.close()
      const messages = saved?.checkpoint.channel_values.messages as BaseMessage[]
      expect(answerTo(messages, 'c')).toMatchObject({
        status: 'error',
        artifact: { handrail: { decision: { intervention: 'BLOCK' }, result: { handrail_blocked: true } } },
        additional_kwargs: { handrail: { intervention: 'BLOCK', unsupported: ['order_id'] } },
      })
      expect(answerTo(messages, 'u').additional_kwargs).toEqual({
        handrail: { intervention: 'WARN', unsupported: ['order_id'] },
      })
      // No answer, and no note of ours, may become the place where a made-up value is found.
      const read = messages.filter((message) => ToolMessage.isInstance(message)).map(({ text }) => text)
      expect(read).toHaveLength(7)
      expect(read.join('\n')).not.toContain(MINTED)
    })
  },
)

test('the callback handler judges a conversation of earlier processes', async () => {
  const talk: Talk = { file: join(await ownFolder(), 'talk.db'), way: 'callbacks', options: {}, turns }
  const said = await eachTurnInNewProcess(talk)
  expect(said.flatMap(({ records }) => records)).toEqual([
    ['c-find', 'OBSERVE', 'OBSERVE', 0],
    ['c', 'BLOCK', 'OBSERVE', 0],
    ['g', 'OBSERVE', 'OBSERVE', 0],
    ['u', 'WARN', 'OBSERVE', 0],
    ['c2', 'BLOCK', 'OBSERVE', 0],
    ['g2', 'OBSERVE', 'OBSERVE', 0],
    ['u2', 'WARN', 'OBSERVE', 0],
  ])
  expect(said.flatMap(({ faults }) => faults)).toEqual([])
})
