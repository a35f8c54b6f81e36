import { BASE_INTERVENTIONS, InterventionPolicy } from '@handrail/core'
import { context, trace } from '@opentelemetry/api'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { otelSink } from '../src/index.ts'
import { decide, GROUNDED } from './support/records.ts'
import { createSdk, registerContext, registerSdk, unregisterAll } from './support/sdk.ts'

afterEach(unregisterAll)

describe('log records', () => {
  test('say everything about a decision', () => {
    const sdk = createSdk()
    const record = decide({ sink: otelSink({ loggerProvider: sdk.loggerProvider }) })
    const [log] = sdk.logs()
    expect(log).toMatchObject({
      eventName: 'handrail.decision',
      severityNumber: 14,
      severityText: 'WARN2',
      body: 'cancel_order: BLOCK decided, BLOCK in effect, withheld',
      instrumentationScope: { name: '@handrail/otel' },
    })
    expect(log?.attributes).toEqual({
      'gen_ai.operation.name': 'execute_tool',
      'gen_ai.tool.name': 'cancel_order',
      'gen_ai.tool.call.id': 'call_1',
      'handrail.decision.sequence': 1,
      'handrail.decision.rung': 'BLOCK',
      'handrail.decision.effective_rung': 'BLOCK',
      'handrail.decision.dispatched': false,
      'handrail.decision.confidence': 'HIGH',
      'handrail.decision.effect': 'destructive',
      'handrail.decision.handler': 'enforce',
      'handrail.decision.unsupported': ['order_id'],
      'handrail.decision.earlier_attempts': 0,
      'handrail.decision.faults': 0,
    })
    const [seconds = 0, nanoseconds = 0] = log?.hrTime ?? []
    expect(seconds * 1e3 + nanoseconds / 1e6).toBeCloseTo(record.time, 3)
  })

  test('weigh by the rung that was decided, whatever took effect, and a fault weighs most', () => {
    const sdk = createSdk()
    const sink = otelSink({ loggerProvider: sdk.loggerProvider })
    const ladder = BASE_INTERVENTIONS.extend([{ token: 'NUDGE', rank: 12, dispatches: true }])
    const toNudge = new InterventionPolicy({ onHighConfidence: 'NUDGE' }, ladder)
    decide({ sink, args: GROUNDED })
    decide({ sink, toolName: 'update_order' })
    decide({ sink, options: { ladder, policy: toNudge } })
    decide({ sink, options: { handler: 'observe' } })
    decide({
      sink,
      options: { policy: { onHighConfidence: 'DEFER', ceiling: 'DEFER' } },
      outcome: { suspended: true },
    })
    decide({ sink, args: GROUNDED, outcome: { fault: 'no channel' } })
    expect(sdk.logs().map((log) => [log.attributes['handrail.decision.rung'], log.severityText])).toEqual([
      ['OBSERVE', 'INFO'],
      ['WARN', 'WARN'],
      ['NUDGE', 'WARN'],
      ['BLOCK', 'WARN2'],
      ['DEFER', 'WARN3'],
      ['OBSERVE', 'ERROR'],
    ])
    expect(sdk.logs()[4]?.body).toBe('cancel_order: DEFER decided, DEFER in effect, suspended')
  })

  test('belong to the trace in which the decision was made, also while the package is still being loaded', async () => {
    const sdk = createSdk()
    registerSdk(sdk)
    const span = trace.getTracer('host').startSpan('chat')
    const sink = otelSink()
    context.with(trace.setSpan(context.active(), span), () => decide({ sink }))
    expect(sdk.logs()).toEqual([])
    await vi.waitFor(() => expect(sdk.logs()).toHaveLength(1))
    context.with(trace.setSpan(context.active(), span), () => decide({ sink }))
    expect(sdk.logs().map((log) => log.spanContext?.spanId)).toEqual(Array(2).fill(span.spanContext().spanId))
  })

  test('that wait for the package are bounded', async () => {
    const sdk = createSdk()
    registerSdk(sdk)
    const record = decide()
    const sink = otelSink({ span: 'none' })
    for (let index = 0; index < 1_500; index++) sink(record)
    await vi.waitFor(() => expect(sdk.logs()).toHaveLength(1_000))
    sink(record)
    expect(sdk.logs()).toHaveLength(1_001)
  })

  test('are not written where they are not wanted', async () => {
    const sdk = createSdk()
    registerSdk(sdk)
    decide({ sink: otelSink({ loggerProvider: false }) })
    await import('@opentelemetry/api-logs')
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(sdk.logs()).toEqual([])
  })

  test('need no trace', () => {
    const sdk = createSdk()
    registerContext()
    decide({ sink: otelSink({ loggerProvider: sdk.loggerProvider }) })
    expect(sdk.logs()[0]?.spanContext).toBeUndefined()
  })
})
