// What we lean on in the SDK and its documentation does not promise. No guard is in play here: when one of these tests
// fails, the SDK has changed, and the sentence above the test says what of ours has to follow.
import type { ModelMessage } from 'ai'
import { describe, expect, test } from 'vitest'
import type { Call } from './support/host.ts'
import { isSeven } from './support/major.ts'
import { bareWays, watch } from './support/watch.ts'

const user: ModelMessage = { role: 'user', content: 'Hello' }
const call = (id: string, tool = 'get_order'): Call => ({ id, tool, args: { orderId: id } })

const request = { type: 'tool-approval-request', approvalId: 'a_1', toolCallId: 'c_1' } as const
/** A history in which a person has just said yes. */
const approved: ModelMessage[] = [
  user,
  {
    role: 'assistant',
    content: [
      { type: 'tool-call', toolCallId: 'c_1', toolName: 'get_order', input: { orderId: 'c_1' } },
      request,
    ],
  },
  { role: 'tool', content: [{ type: 'tool-approval-response', approvalId: 'a_1', approved: true }] },
]

describe.each(bareWays)('%s', (way) => {
  // The corpus cache (`createCorpusCache` in judge.ts) knows a message by its object: a copy would be read anew each time.
  test('messages are the same objects in every step, and those of the app', async () => {
    const { at, messages } = await watch(way, [[call('c_1')], [call('c_2')], [call('c_3')]])
    const lists = at('execute').map((sight) => sight.messages ?? [])
    expect(lists.map((list) => list.length)).toEqual([1, 3, 5])
    expect(lists[0]?.[0]).toBe(messages[0])
    for (const [index, message] of (lists[1] ?? []).entries()) expect(lists[2]?.[index]).toBe(message)
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
      expect([first?.length, second?.length, third?.length]).toEqual([1, 1, 3])
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

// ai 6 has neither `toolApproval` nor telemetry of this kind.
describe.runIf(isSeven).each(bareWays)('%s of ai 7', (way) => {
  // A note about the instructions of a step (taken from telemetry) is found by the array of its messages.
  test('all places of a step are handed the same array of messages, and each step has its own', async () => {
    const { sights } = await watch(way, [[call('c_1')], [call('c_2')]], { instructions: 'Be brief.' })
    const seen = sights.filter(({ at, messages }) => messages && at !== 'telemetry.onStart')
    const steps = [...new Set(seen.map(({ messages }) => messages))]
    expect(steps).toHaveLength(3)
    const places = (step: number) =>
      new Set(seen.flatMap(({ at, messages }) => (messages === steps[step] ? at : [])))
    const all = [
      'prepareStep',
      'telemetry.onStepStart',
      'toolApproval',
      'telemetry.onToolExecutionStart',
      'execute',
    ]
    expect(places(0)).toEqual(new Set(all))
    expect(places(1)).toEqual(new Set(all))
    expect(places(2)).toEqual(new Set(['prepareStep', 'telemetry.onStepStart']))
    for (const { at, instructions } of seen)
      if (at === 'telemetry.onStepStart') expect(instructions).toBe('Be brief.')
  })

  // The same, where a run goes on after an approval: no step has begun yet, so `onStart` has to tell.
  test('after an approval `onStart`, `toolApproval` and `execute` are handed the array of the app', async () => {
    const { at, messages } = await watch(way, [], {
      ...{ messages: approved, approval: 'user-approval', instructions: 'Be brief.' },
    })
    expect(at('telemetry.onStart')).toHaveLength(1)
    expect(at('telemetry.onStart')[0]).toMatchObject({ instructions: 'Be brief.' })
    for (const place of ['telemetry.onStart', 'toolApproval', 'telemetry.onToolExecutionStart', 'execute'])
      expect(at(place).map((sight) => sight.messages === messages)).toEqual([true])
  })

  // A note of what was decided is made in `toolApproval` and found in `execute`: the one has to come first.
  test('`toolApproval` is asked about all calls of a step before the first of them runs', async () => {
    const { sights } = await watch(way, [[call('c_1'), call('c_2')]])
    const order = sights.flatMap(({ at, id }) =>
      ['toolApproval', 'execute'].includes(at) ? `${at} ${id}` : [],
    )
    expect(order).toEqual(['toolApproval c_1', 'toolApproval c_2', 'execute c_1', 'execute c_2'])
  })

  // What a person has approved must run, though the same rule asks for an approval again.
  test('an approved call runs when `toolApproval` asks again, and does not when it denies', async () => {
    const again = await watch(way, [], { messages: approved, approval: 'user-approval' })
    expect(again.at('execute')).toHaveLength(1)
    const denied = await watch(way, [], { messages: approved, approval: { type: 'denied', reason: 'No.' } })
    expect(denied.at('execute')).toHaveLength(0)
    expect(JSON.stringify(denied.prompts[0])).toContain('{"type":"execution-denied","reason":"No."}')
  })

  // `isApproved` (seen.ts) tells a person from a rule of the app by it.
  test('a rule that approves marks its request as automatic, a person’s has no mark', async () => {
    const requestsOf = async (approval: string) => {
      const { responses } = await watch(way, [[call('c_1')]], { approval })
      const parts = responses.flatMap(({ content }) =>
        typeof content === 'string' ? [] : (content as { type: string }[]),
      )
      return parts.filter(({ type }) => type === 'tool-approval-request')
    }
    expect(await requestsOf('approved')).toEqual([
      expect.objectContaining({ toolCallId: 'c_1', isAutomatic: true }),
    ])
    const [asked] = await requestsOf('user-approval')
    expect(asked).toMatchObject({ toolCallId: 'c_1' })
    expect((asked as { isAutomatic?: boolean }).isAutomatic).toBeUndefined()
  })
})
