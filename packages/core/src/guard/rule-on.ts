import type { CallToAssess } from '../enforcement/handler.ts'
import { observeProposal } from '../enforcement/observe.ts'
import { isThenable } from '../enforcement/thenable.ts'
import { describeError } from '../errors.ts'
import { Intervention } from '../intervention/vocabulary.ts'
import { unjudged } from './assess.ts'
import type { Assessment } from './assessment.ts'
import { carryOut } from './carry-out.ts'
import type { Guard } from './guard.ts'
import type { GatedRequest, GatedRuling, Ruling, RulingRequest } from './ruling.ts'

/**
 * Judges a call, asks the handler, and records what will be done: the way of a call, which is the same in every
 * framework. What is left to an adapter is to run the tool or not, and to show the note.
 *
 * @param call the call as it came, for the record if nothing more can be found out about it.
 * @param about what the adapter says about it. May throw, as may all that it returns.
 * @returns a promise only where the handler, a rule of the host or its store of notes answers later. Never throws and
 * never rejects: whatever goes wrong on our side, the tool runs and the record says what happened.
 */
export function ruleOn(
  guard: Guard,
  call: CallToAssess,
  about: () => GatedRequest,
): GatedRuling | Promise<GatedRuling>
export function ruleOn(guard: Guard, call: CallToAssess, about: () => RulingRequest): Ruling | Promise<Ruling>
export function ruleOn(
  guard: Guard,
  call: CallToAssess,
  about: () => RulingRequest | GatedRequest,
): GatedRuling | Promise<GatedRuling> {
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
    if (!isThenable(proposal)) {
      const ruling = carryOut(guard, request, judged, proposal)
      return isThenable(ruling) ? Promise.resolve(ruling).catch(fail) : ruling
    }
    return Promise.resolve(proposal)
      .then((settled): GatedRuling | Promise<GatedRuling> => {
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
