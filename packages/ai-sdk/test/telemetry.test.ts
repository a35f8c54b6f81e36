import { createGuard } from '@handrail/core'
import { tool } from 'ai'
import { afterEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { guardTools, handrailTelemetry, withHandrail } from '../src/index.ts'
import { hosts } from './support/host.ts'
import { isAtLeast, registerTelemetry } from './support/sdk.ts'

const args = { orderId: 'ORD-77310942' }
const instructions = 'The test order of this shop is ORD-77310942.'
const steps = [
  [{ id: 'call_1', tool: 'cancel_order', args }],
  [{ id: 'call_2', tool: 'cancel_order', args: { orderId: 'ORD-10058831' } }],
]
const tools = {
  cancel_order: tool({ inputSchema: z.object({ orderId: z.string() }), execute: async () => 'cancelled' }),
}

afterEach(() => {
  globalThis.AI_SDK_TELEMETRY_INTEGRATIONS = undefined
})

/** Which calls were dispatched, of both ways to guard tools. */
const runWith = (play: (typeof hosts)[keyof typeof hosts]) => async (settings: object) => {
  const guard = createGuard({ handler: 'enforce' })
  const { tools: guarded, toolApproval } = withHandrail({ tools }, guard)
  await play(steps, guarded, { settings: { instructions, toolApproval, ...settings } })
  await play(steps, guardTools(tools, guard), { settings: { instructions, ...settings } })
  return guard.records().map(({ outcome }) => outcome.dispatched)
}

describe.each(Object.entries(hosts))('instructions in %s', (_, play) => {
  const run = runWith(play)

  test('are not handed over to tools', async () => {
    expect(await run({})).toEqual([false, false, false, false])
  })

  test.runIf(!registerTelemetry)('are not captured by an SDK without such telemetry', async () => {
    const ofCall = { telemetry: { integrations: [handrailTelemetry] } }
    expect(await run(ofCall)).toEqual([false, false, false, false])
  })
})

describe.runIf(registerTelemetry).each(Object.entries(hosts))('instructions in %s', (_, play) => {
  const run = runWith(play)

  test('are evidence where the SDK’s telemetry captures them: for one call, or for all', async () => {
    const ofCall = { telemetry: { integrations: [handrailTelemetry] } }
    expect(await run(ofCall)).toEqual([true, false, true, false])
    registerTelemetry?.(handrailTelemetry)
    expect(await run({})).toEqual([true, false, true, false])
  })

  test('are read in all their forms', async () => {
    const telemetry = { integrations: [handrailTelemetry] }
    const message = { role: 'system', content: instructions } as const
    expect(await run({ telemetry, instructions: message })).toEqual([true, false, true, false])
    expect(
      await run({ telemetry, instructions: [{ role: 'system', content: 'Be kind.' }, message] }),
    ).toEqual([true, false, true, false])
  })

  test('do not count where the provider adds a history that it keeps: nothing is judged then', async () => {
    const telemetry = { integrations: [handrailTelemetry] }
    for (const openai of [{ previousResponseId: 'resp_1' }, { conversation: 'conv_1' }])
      expect(await run({ telemetry, providerOptions: { openai } })).toEqual([true, true, true, true])
    const openai = { store: true, previousResponseId: null }
    expect(await run({ telemetry, providerOptions: { openai } })).toEqual([true, false, true, false])
  })

  // Before, these settings did not concern the integrations.
  test.runIf(isAtLeast('7.0.163'))(
    'are not captured where telemetry is off or keeps no inputs; then they count for nothing',
    async () => {
      const integrations = [handrailTelemetry]
      for (const off of [{ isEnabled: false }, { recordInputs: false }])
        expect(await run({ telemetry: { integrations, ...off } })).toEqual([false, false, false, false])
    },
  )
})

test('whatever an event looks like, nothing is thrown', () => {
  for (const event of [{}, { messages: 1, instructions }, { messages: [], instructions: [null, 1, {}] }])
    expect(handrailTelemetry.onStart(event)).toBeUndefined()
})
