import type { GuardRecord } from '@handrail/core'
import { type Counter, type Histogram, type MeterProvider, metrics } from '@opentelemetry/api'
import { decisionKind, GenAi } from './attributes.ts'

interface Instruments {
  readonly decisions: Counter
  readonly faults: Counter
  readonly duration: Histogram
}

/** From 10 microseconds to a second: most calls are judged in less than a millisecond. */
const SECONDS = [1e-5, 2.5e-5, 5e-5, 1e-4, 2.5e-4, 5e-4, 1e-3, 2.5e-3, 5e-3, 0.01, 0.05, 0.1, 0.5, 1]

/** Counts decisions and faults, and measures how long judging took. */
export function countRecord(
  toolName: (name: string) => string,
  provider?: MeterProvider,
): (record: GuardRecord) => void {
  let current: MeterProvider | undefined
  let instruments: Instruments | undefined
  return (record) => {
    // A meter that was asked for before the SDK was set up counts nothing for ever.
    const now = provider ?? metrics.getMeterProvider()
    if (now !== current) instruments = instrumentsOf(now)
    current = now
    const kind = decisionKind(record)
    const { call, effect, durationMs } = record.assessment
    instruments?.decisions.add(1, { ...kind, [GenAi.tool]: toolName(call.toolName) })
    if (record.faults.length > 0) instruments?.faults.add(record.faults.length)
    instruments?.duration.record(durationMs / 1000, { 'handrail.decision.effect': effect.effect })
  }
}

function instrumentsOf(provider: MeterProvider): Instruments {
  const meter = provider.getMeter('@handrail/otel')
  return {
    decisions: meter.createCounter('handrail.decisions', {
      description: 'Tool calls that the guard decided on.',
      unit: '{decision}',
    }),
    faults: meter.createCounter('handrail.faults', {
      description: 'What went wrong in the guard. The calls ran all the same.',
      unit: '{fault}',
    }),
    duration: meter.createHistogram('handrail.decision.duration', {
      description: 'How long judging a tool call took.',
      unit: 's',
      advice: { explicitBucketBoundaries: SECONDS },
    }),
  }
}
