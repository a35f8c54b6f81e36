import type { CallToAssess } from '../enforcement/handler.ts'
import { observeProposal } from '../enforcement/observe.ts'
import type { EffectProposal } from '../enforcement/proposal.ts'
import { isThenable } from '../enforcement/thenable.ts'
import { describeError } from '../errors.ts'
import type { Corpus } from '../evidence/corpus.ts'
import { Intervention } from '../intervention/vocabulary.ts'
import { unjudged } from './assess.ts'
import type { Assessment } from './assessment.ts'
import type { Guard, GuardedCall } from './guard.ts'
import type { GuardOutcome } from './record.ts'

/** What an adapter says about one call. The functions are only called when their answer matters. */
export interface RulingRequest {
  /** The call as it is to be judged, with what the host knows of its tool. */
  readonly call: GuardedCall
  /** The evidence that the model had when it made the call. One that cannot be had is an error that says why. */
  readonly evidence: () => Corpus
  /** Whether a person approved the call in the host. Such a call is never withheld. */
  readonly approved?: () => boolean
  /** Aborted when the host no longer wants the call. */
  readonly abortSignal?: AbortSignal | undefined
}

/** What is to become of a call. It is recorded already. */
export type Ruling =
  /** Run the tool; the model reads the note, when there is one, with what comes of it. */
  | { readonly kind: 'run'; readonly note?: string; readonly assessment?: Assessment }
  /** Do not run the tool; the model reads the note in place of a result. */
  | { readonly kind: 'withhold'; readonly proposal: EffectProposal; readonly assessment: Assessment }
  /** Do not run the tool: the host gave up while the handler was asked. End as the host does when it aborts. */
  | { readonly kind: 'abort'; readonly reason: unknown }

/**
 * Judges a call, asks the handler, and records what will be done: the way of a call, which is the same in every
 * framework. What is left to an adapter is to run the tool or not, and to show the note.
 *
 * @param call the call as it came, for the record if nothing more can be found out about it.
 * @param about what the adapter says about it. May throw, as may all that it returns.
 * @returns a promise only when the handler is asynchronous. Never throws and never rejects: whatever goes wrong on our
 * side, the tool runs and the record says what happened.
 */
export function ruleOn(
  guard: Guard,
  call: CallToAssess,
  about: () => RulingRequest,
): Ruling | Promise<Ruling> {
  let known = call
  let assessment: Assessment | undefined
  const fail = (error: unknown): Ruling => {
    recordFault(guard, assessment ?? unjudgedCall(known, error), error)
    return { kind: 'run' }
  }
  try {
    const request = about()
    const { abortSignal } = request
    known = request.call
    const judged = guard.assess(request.call, request.evidence)
    assessment = judged
    const proposal = guard.propose(judged, { abortSignal })
    if (!isThenable(proposal)) return carryOut(guard, request, judged, proposal)
    return Promise.resolve(proposal)
      .then((settled): Ruling => {
        if (!abortSignal?.aborted) return carryOut(guard, request, judged, settled)
        const fault = 'the run was aborted while the handler was asked'
        guard.record(judged, settled, { intervention: Intervention.OBSERVE, dispatched: false, fault })
        return { kind: 'abort', reason: abortSignal.reason }
      })
      .catch(fail)
  } catch (error) {
    return fail(error)
  }
}

/** Judges and records a call that runs in any case: for a host that can only listen. Never throws. */
export function observeCall(guard: Guard, call: CallToAssess, about: () => RulingRequest): void {
  let known = call
  let assessment: Assessment | undefined
  try {
    const request = about()
    known = request.call
    assessment = guard.assess(request.call, request.evidence)
    const proposal = observeProposal(assessment.decision, 'observe', 'the host can only listen')
    guard.record(assessment, proposal, { intervention: Intervention.OBSERVE, dispatched: true })
  } catch (error) {
    recordFault(guard, assessment ?? unjudgedCall(known, error), error)
  }
}

/** Turns a proposal into a ruling. A person's yes in the host outweighs a guard's no. */
function carryOut(
  guard: Guard,
  request: RulingRequest,
  assessment: Assessment,
  proposal: EffectProposal,
): Ruling {
  const { intervention, dispatchCall, note } = proposal
  const approved = assessment.effect.effect !== 'read' && (request.approved?.() ?? false)
  const record = (outcome: GuardOutcome) =>
    guard.record(assessment, proposal, approved ? { ...outcome, approved } : outcome)
  if (!dispatchCall && !approved) {
    record({ intervention, dispatched: false })
    return { kind: 'withhold', proposal, assessment }
  }
  const noted = dispatchCall && intervention !== Intervention.OBSERVE
  record({ intervention: noted ? Intervention.WARN : Intervention.OBSERVE, dispatched: true })
  return noted ? { kind: 'run', note, assessment } : { kind: 'run', assessment }
}

/** Records that something of ours went wrong and the call runs, if even that is possible. */
function recordFault(guard: Guard, assessment: Assessment, error: unknown): void {
  const fault = `the guard failed (${describeError(error)})`
  try {
    const proposal = observeProposal(assessment.decision, 'observe', fault)
    guard.record(assessment, proposal, { intervention: Intervention.OBSERVE, dispatched: true, fault })
  } catch {
    // A guard that cannot even record must not keep a tool from running.
  }
}

/** What stands in the record of a call that could not be judged. */
function unjudgedCall(call: CallToAssess, error: unknown): Assessment {
  return { call, effect: { effect: 'read', from: 'default' }, ...unjudged(describeError(error)), faults: [] }
}
