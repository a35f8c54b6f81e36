import { join } from 'node:path'
import { type BaseMessage, ToolMessage } from '@langchain/core/messages'
import type { Decision, HITLRequest } from 'langchain'
import { describe, expect, test } from 'vitest'
import { callsIn } from '../src/evidence/conversation.ts'
import type { Call } from './support/hosts.ts'
import { inNewProcess, ownFolder } from './support/process.ts'
import { cancelCall, findCall, MINTED, REAL, updateCall } from './support/shop.ts'
import { openShop, sqliteSaver } from './support/sqlite.ts'
import type { Said, Talk, Turn } from './support/talk.ts'

const OTHER = 'ORD-1002'
const options = { handler: 'enforce', policy: { ceiling: 'DEFER', onHighConfidence: 'DEFER' } } as const

/** The orders that a person is asked about. */
function asked({ interrupt }: Said) {
  const [request] = (interrupt ?? []) as HITLRequest[]
  return request?.actionRequests.map(({ args }) => args.order_id)
}

/** A conversation of which every turn is a process of its own, and what it leaves behind. */
async function conversation(way: Talk['way']) {
  const file = join(await ownFolder(), 'talk.db')
  return {
    async go(turn: Turn): Promise<Said> {
      const [said] = await inNewProcess({ file, way, options, turns: [turn] })
      if (!said) throw new Error('the process said nothing')
      return said
    },
    async left() {
      const { db, ran, orders } = openShop(file)
      const saved = await sqliteSaver(db).getTuple({ configurable: { thread_id: 'talk' } })
      const left = {
        ran: ran(),
        orders: orders(),
        messages: saved?.checkpoint.channel_values.messages as BaseMessage[],
      }
      db.close()
      return left
    },
  }
}

const decide = (decisions: Decision[], steps: Call[][] = []): Turn => ({ resume: { decisions }, steps })

describe.each(['middleware', 'middleware v1'] as const)(
  'a question in one process, the answer in another: %s',
  (way) => {
    test('each call as the person says, every tool once, and no call left open', async () => {
      const { go, left } = await conversation(way)
      const step = [
        { ...findCall, id: 'again' },
        cancelCall('real', REAL),
        cancelCall('approved', MINTED),
        cancelCall('edited', 'ORD-8888'),
        cancelCall('rejected', 'ORD-7777'),
        updateCall('noted', 'ORD-6666'),
      ]
      const waiting = await go({ user: 'See to my orders.', steps: [[findCall], step] })
      expect(asked(waiting)).toEqual([MINTED, 'ORD-8888', 'ORD-7777'])
      expect((await left()).ran).toEqual(['find_orders'])

      const decisions: Decision[] = [
        { type: 'approve' },
        { type: 'edit', editedAction: { name: 'cancel_order', args: { order_id: OTHER } } },
        { type: 'reject', message: 'Not that one.' },
      ]
      const next = await go(decide(decisions, [[cancelCall('rejected-2', 'ORD-7777')]]))
      expect(next.read).toMatchObject({
        real: 'cancelled',
        approved: 'cancelled',
        edited: 'cancelled',
        rejected: 'Not that one.',
        noted: expect.stringMatching(/^updated\n\n\[handrail\] WARN: /),
      })
      const expected = [
        ...['find_orders', 'find_orders', `cancel_order ${REAL}`, `cancel_order ${OTHER}`],
        ...[`cancel_order ${MINTED}`, 'update_order ORD-6666'],
      ].toSorted()
      expect((await left()).ran.toSorted()).toEqual(expected)

      expect(asked(next)).toEqual(['ORD-7777'])
      const last = await go(decide([{ type: 'reject' }]))
      expect(last.interrupt).toBeUndefined()
      expect(waiting.faults.concat(next.faults, last.faults)).toEqual([])

      const { ran, orders, messages } = await left()
      expect(ran.toSorted()).toEqual(expected)
      expect(orders).toEqual(['cancelled', 'cancelled'])
      const called = messages.flatMap((message) => callsIn(message).map(({ id }) => id))
      const answered = messages.filter((message) => ToolMessage.isInstance(message))
      expect(answered.map(({ tool_call_id }) => tool_call_id).toSorted()).toEqual(called.toSorted())
      expect(messages.flatMap(callsIn).find(({ id }) => id === 'edited')?.args).toEqual({ order_id: OTHER })
      expect(messages.at(-1)?.text).toBe('done')
    })

    test('what only the first process knew of a tool changes nothing', async () => {
      const { go, left } = await conversation(way)
      const fetchCall = (id: string, order_id: string) => ({ id, name: 'fetch_order', args: { order_id } })
      const step = [fetchCall('a', 'ORD-8881'), fetchCall('r', 'ORD-8882'), fetchCall('e', 'ORD-8883')]
      const waiting = await go({ user: 'See to my orders.', steps: [[fetchCall('first', MINTED)], step] })
      expect(asked(waiting)).toEqual(['ORD-8881', 'ORD-8882', 'ORD-8883'])
      const editedAction = { name: 'fetch_order', args: { order_id: OTHER } }
      await go(decide([{ type: 'approve' }, { type: 'reject' }, { type: 'edit', editedAction }]))
      expect((await left()).ran.toSorted()).toEqual([`fetch_order ${OTHER}`, 'fetch_order ORD-8881'])
    })
  },
)
