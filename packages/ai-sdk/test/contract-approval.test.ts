// What we lean on without a promise in the approval of ai 7. No guard is in play here; see contract.test.ts.
import { describe, expect, test } from 'vitest'
import type { Call } from './support/host.ts'
import { isSeven } from './support/sdk.ts'
import { approved, bareWays, watch } from './support/watch.ts'

const call = (id: string, tool = 'get_order'): Call => ({ id, tool, args: { orderId: id } })

// ai 6 has neither `toolApproval` nor telemetry of this kind.
describe.runIf(isSeven).each(bareWays)('%s of ai 7', (way) => {
  // `handrailTelemetry` keeps instructions by the array of the messages that they went with (sent.ts), and `withHandrail`
  // a ruling by that of the call (decided.ts): `execute` must find both.
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

  // `Decided` carries a ruling from the one to the other, for each call its own.
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
