import type { GuardRecord } from '@handrail/core'
import { type Span, type TracerProvider, trace } from '@opentelemetry/api'
import { callAttributes, DECISION, decisionAttributes, EXECUTE_TOOL, GenAi } from './attributes.ts'

/** Which span gets a decision. */
export type SpanChoice = 'auto' | 'own' | 'none'

/** Writes decisions to spans. */
export function spanWriter(choice: SpanChoice, provider?: TracerProvider): (record: GuardRecord) => void {
  if (choice === 'none') return () => {}
  return (record) => {
    const active = trace.getActiveSpan()
    if (choice === 'auto' && active && isSpanOf(active, record)) {
      active.setAttributes(decisionAttributes(record))
      return
    }
    // A trace of its own for every call would be noise. One that was withheld would be in no trace at all.
    if (choice === 'auto' && !active && record.outcome.dispatched) return
    const startTime = record.time - record.assessment.durationMs
    const attributes = { ...callAttributes(record), ...decisionAttributes(record) }
    const tracer = (provider ?? trace).getTracer('@handrail/otel')
    tracer.startSpan(DECISION, { startTime, attributes }).end(record.time)
  }
}

/**
 * Whether a span is that of the call's own run. The API cannot say, so we read what the SDK's spans show. With another
 * call's span active, as that of a tool that runs an agent of its own, the decision would be taken for that call's.
 */
function isSpanOf(span: Span, { assessment }: GuardRecord): boolean {
  const { attributes } = span as { readonly attributes?: Readonly<Record<string, unknown>> }
  if (typeof attributes !== 'object' || attributes === null) return false
  const { toolCallId, toolName } = assessment.call
  // The AI SDK before 7, and its `LegacyOpenTelemetry` since.
  if (attributes['ai.toolCall.id'] !== undefined) return attributes['ai.toolCall.id'] === toolCallId
  if (attributes[GenAi.operation] !== EXECUTE_TOOL) return false
  const id = attributes[GenAi.callId]
  return id === undefined ? attributes[GenAi.tool] === toolName : id === toolCallId
}
