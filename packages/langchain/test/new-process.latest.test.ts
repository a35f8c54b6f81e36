import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type BaseMessage, ToolMessage } from '@langchain/core/messages'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { answerTo, cancelCall, findCall, MINTED, REAL, updateCall } from './support/shop.ts'
import { openShop, sqliteSaver } from './support/sqlite.ts'
import type { Said, Talk, Turn } from './support/talk.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'handrail-'))
})
afterAll(() => rm(folder, { recursive: true }))

/** Goes on with the conversation in a file, in a process of its own. */
async function inNewProcess(talk: Talk): Promise<Said[]> {
  const script = join(import.meta.dirname, 'support/talk.ts')
  const { stdout } = await promisify(execFile)(process.execPath, [script, JSON.stringify(talk)])
  return JSON.parse(stdout)
}

async function eachTurnInNewProcess(talk: Talk): Promise<Said[]> {
  const said: Said[] = []
  for (const turn of talk.turns) said.push(...(await inNewProcess({ ...talk, turns: [turn] })))
  return said
}

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

describe.each(['createAgent', 'StateGraph'] as const)('guarded tools in %s', (way) => {
  test('a conversation goes on in new processes with the verdicts of one process', async () => {
    const file = join(folder, `${way}.db`)
    const talk: Talk = { file, way, options: { handler: 'enforce' }, turns }
    const said = await eachTurnInNewProcess(talk)
    // Calls of one step are carried out in any order.
    const inOrder = ['c-find', 'g', 'c', 'u', 'c2', 'u2', 'g2']
    const sorted = (records: readonly unknown[][]) =>
      records.toSorted((one, other) => inOrder.indexOf(String(one[0])) - inOrder.indexOf(String(other[0])))
    expect(said.map(({ records }) => sorted(records as unknown[][]))).toEqual([
      [['c-find', 'OBSERVE', 'OBSERVE', 0]],
      [
        ['g', 'OBSERVE', 'OBSERVE', 0],
        ['c', 'BLOCK', 'BLOCK', 0],
        ['u', 'WARN', 'WARN', 0],
      ],
      [
        ['c2', 'BLOCK', 'BLOCK', 1],
        ['u2', 'OBSERVE', 'OBSERVE', 1],
        ['g2', 'OBSERVE', 'OBSERVE', 0],
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
    expect(await inNewProcess({ ...talk, file: join(folder, `${way}-one.db`) })).toEqual(said)

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
})

test('the callback handler judges a conversation of earlier processes', async () => {
  const talk: Talk = { file: join(folder, 'callbacks.db'), way: 'callbacks', options: {}, turns }
  const said = await eachTurnInNewProcess(talk)
  expect(said.flatMap(({ records }) => records)).toEqual([
    ['c-find', 'OBSERVE', 'OBSERVE', 0],
    ['g', 'OBSERVE', 'OBSERVE', 0],
    ['c', 'BLOCK', 'OBSERVE', 0],
    ['u', 'WARN', 'OBSERVE', 0],
    ['c2', 'BLOCK', 'OBSERVE', 0],
    ['u2', 'WARN', 'OBSERVE', 0],
    ['g2', 'OBSERVE', 'OBSERVE', 0],
  ])
  expect(said.flatMap(({ faults }) => faults)).toEqual([])
})
