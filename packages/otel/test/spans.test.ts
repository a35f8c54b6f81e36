import { type Attributes, context, type Span, trace } from '@opentelemetry/api'
import { AlwaysOffSampler, TracerProvider } from '@opentelemetry/sdk-trace'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { otelSink } from '../src/index.ts'
import { decide, GROUNDED } from './support/records.ts'
import { createSdk, registerSdk, type Sdk, unregisterAll } from './support/sdk.ts'

let sdk: Sdk
beforeEach(() => {
  sdk = createSdk()
  registerSdk(sdk)
})
afterEach(unregisterAll)

/** Does something while a span is the active one, and ends the span. */
function within(
  attributes: Attributes,
  act: () => void,
  span = startSpan('execute_tool x', attributes),
): Span {
  context.with(trace.setSpan(context.active(), span), act)
  span.end()
  return span
}

const startSpan = (name: string, attributes: Attributes) =>
  trace.getTracer('host').startSpan(name, { attributes })

const ofCall = {
  'gen_ai.operation.name': 'execute_tool',
  'gen_ai.tool.name': 'cancel_order',
  'gen_ai.tool.call.id': 'call_1',
}

const decided = {
  'handrail.decision.rung': 'BLOCK',
  'handrail.decision.effective_rung': 'BLOCK',
  'handrail.decision.dispatched': false,
  'handrail.decision.confidence': 'HIGH',
  'handrail.decision.handler': 'enforce',
  'handrail.decision.effect': 'destructive',
  'handrail.decision.unsupported': ['order_id'],
  'handrail.decision.earlier_attempts': 0,
  'handrail.decision.faults': 0,
}

describe('a decision', () => {
  test('stands on the active span of its call', () => {
    within(ofCall, () => decide({ sink: otelSink() }))
    expect(sdk.spans().map(({ attributes }) => attributes)).toEqual([{ ...ofCall, ...decided }])
  })

  test('says what took effect beside what was decided', () => {
    within(ofCall, () => decide({ sink: otelSink(), options: { handler: 'observe' } }))
    within(ofCall, () => decide({ sink: otelSink(), args: GROUNDED, outcome: { approved: true } }))
    expect(sdk.spans().map(({ attributes }) => attributes)).toMatchObject([
      {
        'handrail.decision.rung': 'BLOCK',
        'handrail.decision.effective_rung': 'OBSERVE',
        'handrail.decision.dispatched': true,
        'handrail.decision.handler': 'observe',
      },
      {
        'handrail.decision.rung': 'OBSERVE',
        'handrail.decision.unsupported': [],
        'handrail.decision.approved': true,
      },
    ])
  })

  test('knows the span of its call by the name, where the host gives no id', () => {
    const { 'gen_ai.tool.call.id': _, ...nameless } = ofCall
    within(nameless, () => decide({ sink: otelSink() }))
    expect(sdk.spans()).toHaveLength(1)
    within(nameless, () => decide({ sink: otelSink(), toolName: 'refund_order' }))
    expect(sdk.spans().map(({ name }) => name)).toEqual([
      'execute_tool x',
      'handrail.decision',
      'execute_tool x',
    ])
  })

  test('knows the older span of the AI SDK', () => {
    within({ 'ai.toolCall.id': 'call_1' }, () => decide({ sink: otelSink() }))
    expect(sdk.spans()).toMatchObject([{ attributes: decided }])
    within({ 'ai.toolCall.id': 'call_2' }, () => decide({ sink: otelSink() }))
    expect(sdk.spans()).toHaveLength(3)
  })

  test.each([
    ['of another call', { ...ofCall, 'gen_ai.tool.call.id': 'call_0' }],
    ['of no call', { 'gen_ai.operation.name': 'invoke_agent' }],
    ['that says nothing', {}],
  ])('has a short span of its own below a span %s', (_, attributes) => {
    let record: ReturnType<typeof decide> | undefined
    const parent = within(attributes, () => {
      record = decide({ sink: otelSink() })
    })
    const [own, outer] = sdk.spans()
    expect(own).toMatchObject({
      name: 'handrail.decision',
      attributes: { ...decided, 'gen_ai.tool.name': 'cancel_order' },
    })
    expect(own?.attributes).not.toHaveProperty('gen_ai.operation.name')
    expect(own?.parentSpanContext?.spanId).toBe(parent.spanContext().spanId)
    const [seconds = 0, nanoseconds = 0] = own?.endTime ?? []
    expect(seconds * 1e3 + nanoseconds / 1e6).toBeCloseTo(record?.time ?? 0, 3)
    expect(outer?.attributes).toEqual(attributes)
  })

  test('has no span where none is active, unless the call was withheld, which no other span tells', () => {
    decide({ sink: otelSink(), options: { handler: 'observe' } })
    decide({ sink: otelSink(), args: GROUNDED })
    expect(sdk.spans()).toEqual([])
    decide({ sink: otelSink() })
    expect(sdk.spans()).toMatchObject([{ name: 'handrail.decision', attributes: decided }])
    expect(sdk.spans()[0]?.parentSpanContext).toBeUndefined()
  })

  test('always has a span of its own where it is to have one', () => {
    decide({ sink: otelSink({ span: 'own' }), args: GROUNDED })
    within(ofCall, () => decide({ sink: otelSink({ span: 'own' }) }))
    expect(sdk.spans().map(({ name }) => name)).toEqual([
      'handrail.decision',
      'handrail.decision',
      'execute_tool x',
    ])
  })

  test('has no span where it is to have none', () => {
    within(ofCall, () => decide({ sink: otelSink({ span: 'none' }) }))
    expect(sdk.spans().map(({ attributes }) => attributes)).toEqual([ofCall])
  })

  test('is dropped with a span that is not sampled', () => {
    const off = new TracerProvider({ sampler: new AlwaysOffSampler() })
    const span = off.getTracer('host').startSpan('execute_tool x', { attributes: ofCall })
    within(ofCall, () => decide({ sink: otelSink() }), span)
    expect(sdk.spans()).toEqual([])
  })

  test('goes to the provider that is given, or set up after the sink', () => {
    const other = createSdk()
    const toOther = otelSink({ span: 'own', tracerProvider: other.tracerProvider })
    unregisterAll()
    const toGlobal = otelSink({ span: 'own' })
    registerSdk(sdk)
    decide({ sink: toOther })
    decide({ sink: toGlobal })
    expect([other.spans().length, sdk.spans().length]).toEqual([1, 1])
  })
})
