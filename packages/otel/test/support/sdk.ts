import { context, metrics, trace } from '@opentelemetry/api'
import { logs } from '@opentelemetry/api-logs'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import {
  InMemoryLogRecordExporter,
  LoggerProvider,
  type ReadableLogRecord,
  SimpleLogRecordProcessor,
} from '@opentelemetry/sdk-logs'
import {
  AggregationTemporality,
  type DataPoint,
  type Histogram,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics'
import {
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
  TracerProvider,
} from '@opentelemetry/sdk-trace'

/** The real SDK, which keeps in memory what it would export. */
export interface Sdk {
  readonly tracerProvider: TracerProvider
  readonly meterProvider: MeterProvider
  readonly loggerProvider: LoggerProvider
  spans(): ReadableSpan[]
  logs(): ReadableLogRecord[]
  /** The data points of a metric. */
  points<Value = number>(name: string): Promise<DataPoint<Value>[]>
}

export type HistogramPoint = DataPoint<Histogram>

export function createSdk(): Sdk {
  const spans = new InMemorySpanExporter()
  const records = new InMemoryLogRecordExporter()
  const measured = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE)
  const reader = new PeriodicExportingMetricReader({ exporter: measured, exportIntervalMillis: 1_000_000 })
  const meterProvider = new MeterProvider({ readers: [reader] })
  return {
    tracerProvider: new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter: spans })] }),
    meterProvider,
    loggerProvider: new LoggerProvider({ processors: [new SimpleLogRecordProcessor({ exporter: records })] }),
    spans: () => spans.getFinishedSpans(),
    logs: () => records.getFinishedLogRecords(),
    async points(name) {
      await meterProvider.forceFlush()
      const scopes = measured.getMetrics().at(-1)?.scopeMetrics ?? []
      const found = scopes.flatMap((scope) => scope.metrics).filter((each) => each.descriptor.name === name)
      return found.flatMap((each) => each.dataPoints as never)
    },
  }
}

/** Sets the SDK up as an app does: for the whole process. */
export function registerSdk(sdk: Sdk): void {
  trace.setGlobalTracerProvider(sdk.tracerProvider)
  metrics.setGlobalMeterProvider(sdk.meterProvider)
  logs.setGlobalLoggerProvider(sdk.loggerProvider)
  registerContext()
}

/** What makes a span the active one, across `await`. */
export function registerContext(): void {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
}

/** Undoes both. */
export function unregisterAll(): void {
  for (const api of [trace, metrics, logs, context]) api.disable()
}
