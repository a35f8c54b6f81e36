import { HandrailError } from '@handrail/core'
import { context, DiagLogLevel, diag, type Span, trace } from '@opentelemetry/api'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { otelSink } from '../src/index.ts'
import { decide } from './support/records.ts'
import { createSdk, registerContext, unregisterAll } from './support/sdk.ts'

afterEach(() => {
  unregisterAll()
  diag.disable()
})

const broken = (): never => {
  throw new Error('broken')
}

describe('a sink', () => {
  test('does nothing where no SDK is set up', () => {
    expect(decide({ sink: otelSink() }).faults).toEqual([])
    expect(decide({ sink: otelSink({ span: 'own' }) }).faults).toEqual([])
  })

  test('registers nothing', () => {
    const before = Object.getOwnPropertySymbols(globalThis)
    decide({ sink: otelSink({ span: 'own' }) })
    expect(Object.getOwnPropertySymbols(globalThis)).toEqual(before)
  })

  test('never throws, says so once for each way, and the other ways go on', async () => {
    const error = vi.fn()
    const quiet = () => {}
    diag.setLogger(
      { error, warn: quiet, info: quiet, debug: quiet, verbose: quiet },
      { logLevel: DiagLogLevel.ERROR, suppressOverrideMessage: true },
    )
    const { tracerProvider, meterProvider, loggerProvider, ...sdk } = createSdk()
    const ways = { span: 'own', tracerProvider, meterProvider, loggerProvider } as const
    decide({ sink: otelSink({ ...ways, tracerProvider: { getTracer: broken } }) })
    expect([sdk.spans().length, sdk.logs().length]).toEqual([0, 1])
    decide({ sink: otelSink({ ...ways, meterProvider: { getMeter: broken } as never }) })
    expect([sdk.spans().length, sdk.logs().length]).toEqual([1, 2])
    decide({ sink: otelSink({ ...ways, loggerProvider: { getLogger: () => ({ emit: broken }) } }) })
    expect(await sdk.points('handrail.decisions')).toMatchObject([{ value: 2 }])
    expect(error).toHaveBeenCalledTimes(3)
  })

  test('bears an active span of any making', () => {
    registerContext()
    const odd = [{}, { attributes: null }, { attributes: 'x' }, new Proxy({}, { get: broken })]
    for (const span of odd)
      context.with(trace.setSpan(context.active(), span as Span), () => {
        expect(decide({ sink: otelSink() }).faults).toEqual([])
      })
  })

  test('bears a diagnostic logger that throws', () => {
    diag.setLogger({ error: broken, warn: broken, info: broken, debug: broken, verbose: broken })
    expect(decide({ sink: otelSink({ span: 'own', tracerProvider: { getTracer: broken } }) }).faults).toEqual(
      [],
    )
  })

  test.each([
    [
      { spam: 1 },
      'Expected the options of `otelSink` to be among span, tools, tracerProvider, meterProvider, loggerProvider, got "spam".',
    ],
    [{ span: 'all' }, 'Expected `span` of `otelSink` to be one of auto, own, none.'],
    [{ tools: 'cancel_order' }, 'Expected `tools` of `otelSink` to be a list of names.'],
    [{ tracerProvider: {} }, 'Expected `tracerProvider` of `otelSink` to have a method `getTracer`.'],
    [{ meterProvider: null }, 'Expected `meterProvider` of `otelSink` to have a method `getMeter`.'],
    [
      { loggerProvider: true },
      'Expected `loggerProvider` of `otelSink` to be false, or to have a method `getLogger`.',
    ],
    [null, 'Expected the options of `otelSink` to be an object.'],
  ])('refuses %j', (options, message) => {
    expect(() => otelSink(options as never)).toThrow(new HandrailError('INVALID_OPTION', message))
  })
})
