import { expect, it } from 'vitest'
import { CallJudge } from '../../src/calibrate/judged-calls.ts'
import { call, conversationOf, result, system, user } from '../replay/support/conversations.ts'

it('every call comes with the evidence that stood before its step', () => {
  const conversation = conversationOf([
    system('You are the desk of a shop.'),
    user('Cancel #W1000001.'),
    call('c1', 'cancel_order', { order_id: '#W1000001' }),
    call('c2', 'update_order', { order_id: '#W2000002' }),
    result('c1', 'cancel_order', 'There is #W3000003 too.'),
    call('c3', 'update_order', { order_id: '#W3000003' }),
  ])
  const judged: unknown[] = []
  for (const { corpus, assessment } of new CallJudge({}).callsOf(conversation))
    judged.push([assessment.verdict.believe, corpus().version, corpus().find('verbatim', 'w3000003')])
  expect(judged).toEqual([
    [true, 2, undefined],
    [false, 2, undefined],
    [true, 5, 4],
  ])
})
