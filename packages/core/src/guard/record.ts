import type { EffectProposal } from '../enforcement/proposal.ts'
import { handlerFault } from '../enforcement/run-handler.ts'
import { describeError } from '../errors.ts'
import type { Intervention } from '../intervention/vocabulary.ts'
import type { Assessment } from './assessment.ts'
import type { GuardOptions, RecordSink } from './options.ts'

/** What an adapter does with a call, as of the moment before the tool would run. */
export interface GuardOutcome {
  /** The rung that is carried out; gentler than the proposal where the host cannot do more. */
  readonly intervention: Intervention
  /** Whether the call goes on to the tool. What the host makes of it from there, such as refusing its arguments, is not ours to know. */
  readonly dispatched: boolean
  /** Whether the host waits for a person to approve the call. Asked again after a yes, it makes another record. */
  readonly suspended?: boolean
  /** Whether a person approved the call in the host; `false` where one was asked and refused. */
  readonly approved?: boolean
  /** Whether that person changed the call. The assessment is of what the model wrote. */
  readonly edited?: boolean
  /** What went wrong while the proposal was carried out. */
  readonly fault?: string
}

/** What was decided about one call, and what took effect. The one event of a guard. */
export interface GuardRecord {
  /** Counts the records of a guard, from 1. */
  readonly sequence: number
  /** When the record was made, in milliseconds since 1970 UTC. */
  readonly time: number
  /** The call, how it was judged, and the rung that was decided. */
  readonly assessment: Assessment
  /** What the handler proposed. */
  readonly proposal: EffectProposal
  /** What took effect. */
  readonly outcome: GuardOutcome
  /** Everything of ours that went wrong on the way. Empty on a good day. */
  readonly faults: readonly string[]
}

/** How many records a guard remembers. */
const REMEMBERED = 1_000

/** Keeps the last records and hands each one to the host's sinks, whose faults stay their own. */
export class RecordLog {
  readonly #records: GuardRecord[] = []
  readonly #sinks: readonly RecordSink[]
  #sequence = 0

  constructor(onRecord: GuardOptions['onRecord']) {
    this.#sinks = onRecord === undefined ? [] : typeof onRecord === 'function' ? [onRecord] : [...onRecord]
  }

  add(assessment: Assessment, proposal: EffectProposal, outcome: GuardOutcome): GuardRecord {
    const faults = [...assessment.faults]
    for (const fault of [handlerFault(proposal), outcome.fault]) if (fault !== undefined) faults.push(fault)
    const record = Object.freeze({
      sequence: ++this.#sequence,
      time: Date.now(),
      assessment,
      proposal,
      outcome: Object.freeze({ ...outcome }),
      faults,
    })
    if (this.#records.push(record) > REMEMBERED) this.#records.shift()
    for (const sink of this.#sinks)
      deliver(sink, record, (error) => faults.push(`onRecord failed: ${describeError(error)}`))
    return record
  }

  all(): readonly GuardRecord[] {
    return [...this.#records]
  }
}

function deliver(sink: RecordSink, record: GuardRecord, fault: (error: unknown) => void): void {
  try {
    const answer = sink(record)
    // An asynchronous sink is not waited for; only its rejection must not escape.
    if (typeof answer === 'object' && answer !== null && 'then' in answer)
      Promise.resolve(answer).catch(fault)
  } catch (error) {
    fault(error)
  }
}
