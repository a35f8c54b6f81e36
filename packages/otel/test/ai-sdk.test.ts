import { LegacyOpenTelemetry, OpenTelemetry } from '@ai-sdk/otel'
import { guardTools, withHandrail } from '@handrail/ai-sdk'
import { createGuard } from '@handrail/core'
import { trace } from '@opentelemetry/api'
import { tool } from 'ai'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { hosts } from '../../ai-sdk/test/support/host.ts'
import { otelSink } from '../src/index.ts'
import { createSdk, registerSdk, type Sdk, unregisterAll } from './support/sdk.ts'

let sdk: Sdk
beforeEach(() => {
  sdk = createSdk()
  registerSdk(sdk)
})
afterEach(unregisterAll)

const inputSchema = z.object({ order_id: z.string() })
const tools = {
  cancel_order: tool({ inputSchema, execute: async () => 'cancelled' }),
  refund_order: tool({ inputSchema, execute: async () => 'refunded' }),
  update_order: tool({ inputSchema, execute: async () => 'updated' }),
}
// Three calls of one step run at the same time, each within its own span.
const steps = [
  [
    { id: 'call_1', tool: 'cancel_order', args: { order_id: 'W9999999' } },
    { id: 'call_2', tool: 'refund_order', args: { order_id: 'W8888888' } },
    { id: 'call_3', tool: 'update_order', args: { order_id: 'W7777777' } },
  ],
]
const settings = (Integration: typeof OpenTelemetry | typeof LegacyOpenTelemetry) => ({
  telemetry: { integrations: [new Integration()] },
})

/** Of each span that a decision stands on: its name, its call, and whether the call was dispatched. */
const decisions = () =>
  sdk
    .spans()
    .filter(({ attributes }) => 'handrail.decision.rung' in attributes)
    .map(({ name, attributes }) => [
      name,
      attributes['gen_ai.tool.call.id'] ?? attributes['ai.toolCall.id'],
      attributes['handrail.decision.dispatched'],
    ])
    .sort()

describe.each(Object.entries(hosts))('the telemetry of the AI SDK, %s', (_, play) => {
  test.each(['observe', 'enforce'])('a decision stands on the span of its call (%s)', async (handler) => {
    const guarded = guardTools(tools, { handler, onRecord: otelSink() })
    await play(steps, guarded, { settings: settings(OpenTelemetry) })
    const withheld = handler === 'enforce'
    expect(decisions()).toEqual([
      ['execute_tool cancel_order', 'call_1', !withheld],
      ['execute_tool refund_order', 'call_2', !withheld],
      ['execute_tool update_order', 'call_3', true],
    ])
  })

  test('a decision stands on the older span too', async () => {
    const guarded = guardTools(tools, { handler: 'enforce', onRecord: otelSink() })
    await play(steps, guarded, { settings: settings(LegacyOpenTelemetry) })
    expect(decisions()).toEqual([
      ['ai.toolCall', 'call_1', false],
      ['ai.toolCall', 'call_2', false],
      ['ai.toolCall', 'call_3', true],
    ])
  })

  test('a call that is denied, and so has no span, has one below that of the app', async () => {
    const guard = createGuard({ handler: 'enforce', onRecord: otelSink() })
    const { tools: guarded, toolApproval } = withHandrail({ tools }, guard)
    const own = { ...settings(OpenTelemetry), toolApproval }
    await trace.getTracer('app').startActiveSpan('request', async (span) => {
      await play(steps, guarded, { settings: own })
      span.end()
    })
    expect(decisions()).toEqual([
      ['execute_tool update_order', 'call_3', true],
      ['handrail.decision', 'call_1', false],
      ['handrail.decision', 'call_2', false],
    ])
    const traces = new Set(sdk.spans().map((span) => span.spanContext().traceId))
    expect(traces.size).toBe(1)
  })

  test('a call that is denied has one also where the app has none', async () => {
    const guard = createGuard({ handler: 'enforce', onRecord: otelSink() })
    const { tools: guarded, toolApproval } = withHandrail({ tools }, guard)
    await play(steps, guarded, { settings: { ...settings(OpenTelemetry), toolApproval } })
    expect(decisions().map(([name]) => name)).toEqual([
      'execute_tool update_order',
      'handrail.decision',
      'handrail.decision',
    ])
  })
})
