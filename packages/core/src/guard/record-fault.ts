import { observeProposal } from '../enforcement/observe.ts'
import { describeError } from '../errors.ts'
import { Intervention } from '../intervention/vocabulary.ts'
import type { Assessment } from './assessment.ts'
import type { Guard } from './guard.ts'

/** Records that something of ours went wrong and the call runs, if even that is possible. */
export function recordFault(guard: Guard, assessment: Assessment, error: unknown): void {
  const fault = faultOf(error)
  try {
    const proposal = observeProposal(assessment.decision, 'observe', fault)
    guard.record(assessment, proposal, { intervention: Intervention.OBSERVE, dispatched: true, fault })
  } catch {
    // A guard that cannot even record must not keep a tool from running.
  }
}

/** What a record says of an error of ours. */
export function faultOf(error: unknown): string {
  return `the guard failed (${describeError(error)})`
}
