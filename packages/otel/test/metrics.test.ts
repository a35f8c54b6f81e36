import type { GuardRecord } from '@handrail/core'
import { afterEach, describe, expect, test } from 'vitest'
import { otelSink } from '../src/index.ts'
import { decide, GROUNDED } from './support/records.ts'
import { createSdk, type HistogramPoint, registerSdk, unregisterAll } from './support/sdk.ts'

afterEach(unregisterAll)

const toolsOf = (points: readonly { attributes: object; value: number }[]) =>
  Object.fromEntries(points.map(({ attributes, value }) => [Object(attributes)['gen_ai.tool.name'], value]))

describe('metrics', () => {
  test('count decisions by what was decided, what took effect, and the tool', async () => {
    const sdk = createSdk()
    const sink = otelSink({ meterProvider: sdk.meterProvider })
    decide({ sink })
    decide({ sink, args: { order_id: 'W8888888' } })
    decide({ sink, args: GROUNDED, toolName: 'update_order' })
    expect(await sdk.points('handrail.decisions')).toMatchObject([
      {
        value: 2,
        attributes: {
          'handrail.decision.rung': 'BLOCK',
          'handrail.decision.effective_rung': 'BLOCK',
          'handrail.decision.dispatched': false,
          'handrail.decision.confidence': 'HIGH',
          'handrail.decision.effect': 'destructive',
          'gen_ai.tool.name': 'cancel_order',
        },
      },
      { value: 1, attributes: { 'handrail.decision.rung': 'OBSERVE', 'gen_ai.tool.name': 'update_order' } },
    ])
  })

  test('count faults', async () => {
    const sdk = createSdk()
    const sink = otelSink({ meterProvider: sdk.meterProvider })
    decide({ sink })
    expect(await sdk.points('handrail.faults')).toEqual([])
    decide({ sink, outcome: { fault: 'no channel' } })
    expect(await sdk.points('handrail.faults')).toMatchObject([{ value: 1 }])
  })

  test('measure in seconds how long judging took', async () => {
    const sdk = createSdk()
    const record = decide()
    const sink = otelSink({ meterProvider: sdk.meterProvider })
    const assessment = { ...record.assessment, durationMs: 0.2 }
    sink({ ...record, assessment })
    const [point] = await sdk.points<HistogramPoint['value']>('handrail.decision.duration')
    expect(point?.value).toMatchObject({ count: 1, sum: 0.0002 })
    expect(point?.attributes).toEqual({ 'handrail.decision.effect': 'destructive' })
    expect(point?.value.buckets.boundaries.slice(0, 2)).toEqual([1e-5, 2.5e-5])
  })

  test('tell a hundred tools apart, and none whose name was made up to fill a backend', async () => {
    const sdk = createSdk()
    const sink = otelSink({ meterProvider: sdk.meterProvider })
    decide({ sink, toolName: 'cancel_order' })
    for (const toolName of ['x'.repeat(65), 'two words', 'line\nbreak', '', '\uD800'])
      decide({ sink, toolName })
    for (let index = 0; index < 300; index++) decide({ sink, toolName: `cancel_${index}` })
    decide({ sink, toolName: 'cancel_order' })
    const counts = toolsOf(await sdk.points('handrail.decisions'))
    expect(Object.keys(counts)).toHaveLength(101)
    expect(counts).toMatchObject({ cancel_order: 2, cancel_0: 1, cancel_98: 1, _OTHER: expect.any(Number) })
    expect(counts).not.toHaveProperty('cancel_99')
  })

  test('tell the given tools apart and no others', async () => {
    const sdk = createSdk()
    const sink = otelSink({ meterProvider: sdk.meterProvider, tools: ['cancel_order', 'odd name'] })
    for (const toolName of ['cancel_order', 'odd name', 'cancel_flight', 'constructor'])
      decide({ sink, toolName, args: GROUNDED })
    const counts = toolsOf(await sdk.points('handrail.decisions'))
    expect(Object.keys(counts).sort()).toEqual(['_OTHER', 'cancel_order', 'odd name'])
  })

  test('begin where the SDK is set up after the sink', async () => {
    const records: GuardRecord[] = []
    const sink = otelSink()
    decide({ sink: (record) => records.push(record) })
    for (const record of records) sink(record)
    const sdk = createSdk()
    registerSdk(sdk)
    for (const record of records) sink(record)
    expect(await sdk.points('handrail.decisions')).toMatchObject([{ value: 1 }])
  })
})
