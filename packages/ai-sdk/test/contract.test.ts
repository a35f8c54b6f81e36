// What we lean on in the SDK and its documentation does not promise. No guard is in play here: when one of these tests
// fails, the SDK has changed, and the sentence above the test says what of ours has to follow.
import type { ModelMessage } from 'ai'
import { describe, expect, test } from 'vitest'
import type { Call } from './support/host.ts'
import { isSeven } from './support/sdk.ts'
import { approved, bareWays, watch } from './support/watch.ts'

const user: ModelMessage = { role: 'user', content: 'Hello' }
const call = (id: string, tool = 'get_order'): Call => ({ id, tool, args: { orderId: id } })

describe.each(bareWays)('%s', (way) => {
  // The corpus cache (`createCorpusCache` in judge.ts) knows a message by its object: a copy would be read anew each time.
  test('messages are the same objects in every step, and those of the app', async () => {
    const { at, messages } = await watch(way, [[call('c_1')], [call('c_2')], [call('c_3')]])
    const lists = at('execute').map((sight) => sight.messages ?? [])
    expect(lists.map((list) => list.length)).toEqual([1, 3, 5])
    expect(lists[0]?.[0]).toBe(messages[0])
    for (const [index, message] of (lists[1] ?? []).entries()) expect(lists[2]?.[index]).toBe(message)
  })

  // ... and would not notice that one has changed.
  test('messages do not change once they were handed over', async () => {
    const { sights } = await watch(way, [[call('c_1'), call('c_2')], [call('c_3')]])
    for (const { messages, asWas } of sights)
      expect(messages?.map((message) => JSON.stringify(message))).toEqual(asWas)
  })

  // `Notes` carries a note from `execute` to `toModelOutput` by the object of the input.
  test('a call has one input object from the first to the last', async () => {
    const { sights } = await watch(way, [[call('c_1'), call('c_2')]])
    for (const id of ['c_1', 'c_2']) {
      const seen = sights.filter((sight) => sight.id === id)
      expect(new Set(seen.map(({ at }) => at))).toEqual(
        new Set([
          'execute',
          'toModelOutput',
          ...(isSeven ? ['toolApproval', 'telemetry.onToolExecutionStart'] : []),
        ]),
      )
      expect(new Set(seen.map(({ input }) => input)).size).toBe(1)
    }
  })

  test('so has a call that goes on after an approval, and it is that of the history', async () => {
    const { sights } = await watch(way, [], { messages: approved, approval: 'user-approval' })
    const seen = sights.filter((sight) => sight.id === 'c_1')
    expect(seen.map(({ at }) => at)).toEqual([
      ...(isSeven ? ['toolApproval', 'telemetry.onToolExecutionStart'] : []),
      'execute',
      'toModelOutput',
    ])
    const { content } = approved[1] as { content: { input?: unknown }[] }
    for (const { input } of seen) expect(input).toBe(content[0]?.input)
  })

  // `seenBy` (seen.ts) takes all that it is handed for what the model had read when it made the call.
  test('the answer of the model, and what its other calls found, are not in the messages of a step', async () => {
    for (const toolCallConcurrency of [undefined, 1]) {
      const { at } = await watch(way, [[call('c_1'), call('c_2')], [call('c_3')]], { toolCallConcurrency })
      const [first, second, third] = at('execute')
      expect([first, second, third].map((sight) => sight?.asWas?.length)).toEqual([1, 1, 3])
      expect(second?.messages).toBe(first?.messages)
      expect(first?.messages).toHaveLength(1)
      expect(JSON.stringify(first?.messages)).not.toContain('c_1')
      expect(third?.messages?.map(({ role }) => role)).toEqual(['user', 'assistant', 'tool'])
    }
  })

  // ... and cuts them off at the call where it finds it: only where a run goes on after an approval.
  test('after an approval the messages hold the call, the question and the answer', async () => {
    const { at, messages } = await watch(way, [], { messages: approved, approval: 'user-approval' })
    expect(at('execute').map((sight) => sight.messages)).toEqual([messages])
  })

  // `extraEvidence` is the only way for instructions to become evidence in `guardTools`.
  test('instructions are not in the messages; system messages are', async () => {
    const system: ModelMessage = { role: 'system', content: 'Be kind.' }
    const { at } = await watch(way, [[call('c_1')]], {
      ...{ messages: [system, user], allowSystemInMessages: true },
      ...(isSeven ? { instructions: 'Be brief.' } : { system: 'Be brief.' }),
    })
    expect(at('execute')[0]?.messages).toEqual([system, user])
  })
})
