import { expect, it } from 'vitest'
import { type CallFinding, replayConversation } from '../../src/index.ts'
import { ReplayTally } from '../../src/replay/tally.ts'
import { call, conversationOf, user } from './support/conversations.ts'

const conversation = conversationOf([user('Hi'), call('c1', 'look', {}), call('c2', 'look', {})], {
  tools: { look: { effect: 'read' } },
})

it('a call that only reads counts as a call, and what went wrong with it as a fault', () => {
  const [quiet, faulty] = replayConversation(conversation, { one: {} }) as [CallFinding, CallFinding]
  const { conversation: id, place, call: at, message, entry, toolCallId, toolName } = faulty
  const { effect, verdict, confidence, policies, origins } = faulty
  const named = { conversation: id, place, call: at, message, entry, toolCallId, toolName }
  const broken = { ...named, effect, verdict, confidence, policies, origins, faults: ['broken'] }
  const tally = new ReplayTally(['one'])
  tally.take(conversation, [quiet, broken])
  const report = tally.report()
  expect(report.totals).toMatchObject({ conversations: 1, calls: 2, changing: 0, flagged: 0, faults: 1 })
  expect(report.flagged.listed.map((each) => each.call)).toEqual([1])
  expect(report.policies[0]?.calls).toEqual({ OBSERVE: 0, WARN: 0, BLOCK: 0, DEFER: 0 })
})

it('a report stays as it is while the tally grows', () => {
  const tally = new ReplayTally(['one'])
  const report = tally.report()
  const before = structuredClone(report)
  const changing = conversationOf([user('Hi'), call('c1', 'update_order', { order_id: '#W9999999' })])
  tally.take(changing, replayConversation(changing, { one: {} }))
  expect(report).toEqual(before)
  expect(tally.report()).not.toEqual(before)
})
