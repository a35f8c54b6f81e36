import type { GuardRecord, Intervention } from '@handrail/core'
import { type Context, context, diag } from '@opentelemetry/api'
import { callAttributes, DECISION, decisionAttributes, EXECUTE_TOOL, GenAi } from './attributes.ts'
import { shortName } from './names.ts'

/** The part of a `LoggerProvider` of `@opentelemetry/api-logs` that is used, so that the types need no optional package. */
export interface LoggerProviderLike {
  /** Gives the logger of that scope. */
  getLogger(name: string): { emit(log: DecisionLog): void }
}

/** A log record as it is handed to a logger. */
export interface DecisionLog {
  readonly eventName: string
  readonly timestamp: number
  readonly severityNumber: number
  readonly severityText: string
  readonly body: string
  readonly attributes: Readonly<Record<string, string | number | boolean | string[]>>
  readonly context: Context
}

/** By what is decided: what would have been withheld ranks above what would only have been noted. */
const severities = {
  OBSERVE: [9, 'INFO'],
  WARN: [13, 'WARN'],
  BLOCK: [14, 'WARN2'],
  DEFER: [15, 'WARN3'],
} as const satisfies Record<Intervention, readonly [number, string]>

/** A guard that does not work is an error, whatever it decided. */
const FAULT = [17, 'ERROR'] as const

/** What may be decided until the optional package has been loaded; a few milliseconds of calls. */
const MOST_WAITING = 1_000

/** Writes decisions as log records. */
export function logWriter(given?: LoggerProviderLike | false): (record: GuardRecord) => void {
  if (given === false) return () => {}
  if (given) return (record) => emit(given, logOf(record))
  let waiting: DecisionLog[] | undefined = []
  let logs: LoggerProviderLike | undefined
  void loadLogs().then((loaded) => {
    const early = waiting ?? []
    waiting = undefined
    logs = loaded
    if (loaded) for (const log of early) attempt(() => emit(loaded, log))
  })
  return (record) => {
    if (logs) emit(logs, logOf(record))
    else if (waiting && waiting.length < MOST_WAITING) waiting.push(logOf(record))
  }
}

/** The global logs API, or nothing where the package is not installed. */
async function loadLogs(): Promise<LoggerProviderLike | undefined> {
  try {
    const { logs } = await import('@opentelemetry/api-logs')
    return logs
  } catch {
    return undefined
  }
}

function emit(provider: LoggerProviderLike, log: DecisionLog): void {
  provider.getLogger('@handrail/otel').emit(log)
}

function logOf(record: GuardRecord): DecisionLog {
  const { assessment, outcome, time, faults } = record
  const { decision, call } = assessment
  const [severityNumber, severityText] = faults.length > 0 ? FAULT : severities[decision.intervention]
  const fate = outcome.dispatched ? 'dispatched' : outcome.suspended ? 'suspended' : 'withheld'
  return {
    eventName: DECISION,
    timestamp: time,
    severityNumber,
    severityText,
    body: `${shortName(call.toolName)}: ${decision.rung.key} decided, ${outcome.intervention} in effect, ${fate}`,
    attributes: {
      [GenAi.operation]: EXECUTE_TOOL,
      ...callAttributes(record),
      'handrail.decision.sequence': record.sequence,
      ...decisionAttributes(record),
    },
    context: context.active(),
  }
}

/** What fails after the sink has returned has nobody left to catch it. */
function attempt(write: () => void): void {
  try {
    write()
  } catch (error) {
    diag.error('@handrail/otel could not write a decision', error)
  }
}
