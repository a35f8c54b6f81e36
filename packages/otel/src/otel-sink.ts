import type { GuardRecord } from '@handrail/core'
import { diag, type MeterProvider, type TracerProvider } from '@opentelemetry/api'
import { checkOptions } from './check-options.ts'
import { countRecord } from './count-record.ts'
import { toolNamesForMetrics } from './names.ts'
import { type LoggerProviderLike, logWriter } from './write-log.ts'
import { type SpanChoice, spanWriter } from './write-span.ts'

/** Where the records of a guard go. All may be left out. */
export interface OtelSinkOptions {
  /**
   * Which span gets the decision. `'auto'` (default): the active span where it is the call's own `execute_tool` span, else a
   * short span `handrail.decision` below the active one; where none is active, such a span only for a call that was
   * withheld. `'own'`: always a span of its own. `'none'`: no span.
   */
  readonly span?: SpanChoice
  /**
   * The tools that metrics tell apart; all others count as `_OTHER`. By default the first 100 whose names look like names,
   * because a name may come from the model and every new one costs the backend memory.
   */
  readonly tools?: readonly string[]
  /** Where the spans go. The global provider by default. */
  readonly tracerProvider?: TracerProvider
  /** Where the metrics go. The global provider by default. */
  readonly meterProvider?: MeterProvider
  /** Where the log records go; `false` for none. By default the global provider, where `@opentelemetry/api-logs` is installed. */
  readonly loggerProvider?: LoggerProviderLike | false
}

/**
 * Makes a sink for a guard's `onRecord`: every decision goes to a span, to metrics and to a log record. It never throws,
 * registers nothing, and does nothing where no SDK is set up. The SDK may be set up after it.
 *
 * @throws HandrailError `INVALID_OPTION` when an option is unknown or not what it should be.
 *
 * @example
 * guardTools(tools, { onRecord: otelSink() })
 */
export function otelSink(options: OtelSinkOptions = {}): (record: GuardRecord) => void {
  checkOptions(options)
  const toolName = toolNamesForMetrics(options.tools)
  const ways = [
    spanWriter(options.span ?? 'auto', options.tracerProvider),
    countRecord(toolName, options.meterProvider),
    logWriter(options.loggerProvider),
  ]
  return (record) => {
    // One way that fails must not keep a record from the others.
    for (const way of ways)
      try {
        way(record)
      } catch (error) {
        complain(error)
      }
  }
}

function complain(error: unknown): void {
  try {
    diag.error('@handrail/otel could not write a decision', error)
  } catch {
    // A logger of the host that throws is not our run to end.
  }
}
