import type { GuardRecord } from '@handrail/core'
import { safeNames, shortName } from './names.ts'

/** What a decision is called: the log record's event, and the span where it has one of its own. */
export const DECISION = 'handrail.decision'

/** Attributes, in values that spans, metrics and log records all take. */
export type Facts = Record<string, string | number | boolean | string[]>

/** Attributes of OpenTelemetry's conventions for generative AI. They are in development: constants of ours keep them in one place. */
export const GenAi = {
  operation: 'gen_ai.operation.name',
  tool: 'gen_ai.tool.name',
  callId: 'gen_ai.tool.call.id',
} as const

/** The value of `gen_ai.operation.name` on the span of a tool's run. */
export const EXECUTE_TOOL = 'execute_tool'

/** What was decided and what took effect, in a few values: cheap enough for a metric. */
export function decisionKind({ assessment, outcome }: GuardRecord): Facts {
  return {
    'handrail.decision.rung': assessment.decision.rung.key,
    'handrail.decision.effective_rung': outcome.intervention,
    'handrail.decision.dispatched': outcome.dispatched,
    'handrail.decision.confidence': assessment.decision.confidence,
    'handrail.decision.effect': assessment.effect.effect,
  }
}

/** Everything a span or a log record says of a decision. Never a value of an argument, nor a text that may quote one. */
export function decisionAttributes(record: GuardRecord): Facts {
  const { assessment, proposal, outcome, faults } = record
  const attributes: Facts = {
    ...decisionKind(record),
    'handrail.decision.handler': proposal.handler,
    'handrail.decision.unsupported': safeNames(assessment),
    'handrail.decision.earlier_attempts': assessment.earlierAttempts,
    'handrail.decision.faults': faults.length,
  }
  for (const fact of ['suspended', 'approved', 'edited'] as const) {
    const value = outcome[fact]
    if (value !== undefined) attributes[`handrail.decision.${fact}`] = value
  }
  return attributes
}

/** Which call it was, for what is not on the call's own span. */
export function callAttributes({ assessment }: GuardRecord): Facts {
  const { toolName, toolCallId } = assessment.call
  return { [GenAi.tool]: shortName(toolName), [GenAi.callId]: shortName(toolCallId) }
}
