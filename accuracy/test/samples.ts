import type { Trajectory } from '../src/records.ts'

/** A successful run with one call whose values stand in the evidence. */
export const conversation: Trajectory = {
  source: 'sample',
  domain: 'shop',
  model: 'hand-written',
  id: 'one',
  reward: 1,
  messages: [
    { role: 'user', content: 'Cancel order WS-4410-27 please.' },
    {
      role: 'assistant',
      content: '',
      toolCalls: [{ id: 'c1', name: 'get_order', args: { order_id: 'WS-4410-27' } }],
    },
    {
      role: 'tool',
      toolCallId: 'c1',
      toolName: 'get_order',
      content: '{"order_id":"WS-4410-27","payment":"pay_88231907","buyer":"rosa@lumen.example"}',
    },
    {
      role: 'assistant',
      content: '',
      toolCalls: [
        {
          id: 'c2',
          name: 'cancel_order',
          args: { order_id: 'WS-4410-27', payment_id: 'pay_88231907', notify_email: 'rosa@lumen.example' },
        },
      ],
    },
    { role: 'tool', toolCallId: 'c2', toolName: 'cancel_order', content: 'ok' },
  ],
  tools: [
    { name: 'get_order', mutating: false },
    { name: 'cancel_order', mutating: true },
  ],
}

/** The same run with a minted order in its call. */
export const planted: Trajectory = {
  ...conversation,
  id: 'planted',
  messages: conversation.messages.map((said, at) =>
    at === 3
      ? {
          role: 'assistant',
          content: '',
          toolCalls: [
            { id: 'c2', name: 'cancel_order', args: { order_id: 'WS-9915-63', payment_id: 'pay_88231907' } },
          ],
        }
      : said,
  ),
}

const place = { source: 'sample', id: 'one', message: 3, call: 0, toolName: 'cancel_order' }

/** A minted value for the call. */
export const injection = {
  ...place,
  path: ['order_id'],
  original: 'WS-4410-27',
  injected: 'WS-4471-20',
  family: 'by hand',
}

/** The call as one that holds no minted value. */
export const natural = { ...place, model: 'hand-written', minted: [], grounded: [], referenceFlags: false }
