import type { CallToAssess } from '../enforcement/handler.ts'
import { observeProposal } from '../enforcement/observe.ts'
import type { EffectProposal } from '../enforcement/proposal.ts'
import { isThenable } from '../enforcement/thenable.ts'
import { describeError } from '../errors.ts'
import { Intervention } from '../intervention/vocabulary.ts'
import { unjudged } from './assess.ts'
import type { Assessment } from './assessment.ts'
import { carryOut, carryOutAtGate, type Decided } from './carry-out.ts'
import type { Guard } from './guard.ts'
import { type OpenRuling, openRuling } from './open-ruling.ts'
import { faultOf, recordFault } from './record-fault.ts'
import type { AbortRuling, Gate, GatedRuling, HostRule, Ruling, RulingRequest } from './ruling.ts'

/**
 * Judges a call that is about to run, asks the handler, and records what will be done: the way of a call, which is the
 * same in every framework. What is left to an adapter is to run the tool or not, and to show the note.
 *
 * @param call the call as it came, for the record if nothing more can be found out about it.
 * @param about what the adapter says about it. May throw, as may all that it returns.
 * @returns a promise only where the handler or the store of notes answers later. Never throws and never rejects:
 * whatever goes wrong on our side, the tool runs and the record says what happened.
 */
export function ruleOn(
  guard: Guard,
  call: CallToAssess,
  about: () => RulingRequest,
): Ruling | Promise<Ruling> {
  return rule<Ruling>(guard, call, about, carryOut, ({ assessment }, error) => {
    recordFault(guard, assessment, error)
    return { kind: 'run' }
  })
}

/**
 * The same at a gate: a place where the host asks, before a call runs, whether it may. A call that may run is recorded
 * when it does. Never throws and never rejects: whatever goes wrong on our side, the host's own rules decide.
 */
export function ruleAtGate(
  guard: Guard,
  call: CallToAssess,
  about: () => RulingRequest,
  { canSuspend, rule: hostRule }: Gate,
): GatedRuling | Promise<GatedRuling> {
  let said: HostRule | PromiseLike<HostRule> | undefined
  const gate: Gate = {
    canSuspend,
    rule() {
      said ??= hostRule()
      return said
    },
  }
  return rule<GatedRuling>(
    guard,
    call,
    about,
    (decided) => carryOutAtGate(decided, gate),
    ({ request, assessment }, error) => {
      const fault = faultOf(error)
      const pass: GatedRuling = {
        kind: 'pass',
        begin() {
          recordFault(guard, assessment, error)
          return { kind: 'run' }
        },
      }
      try {
        const proposal = observeProposal(assessment.decision, 'observe', fault)
        const ruling = carryOutAtGate({ guard, request, assessment, proposal, fault }, gate)
        return isThenable(ruling) ? Promise.resolve(ruling).catch(() => pass) : ruling
      } catch {
        return pass
      }
    },
  )
}

/**
 * Judges a call and asks the handler, and leaves the rest open: for a host that judges calls before it knows whether they
 * will run, such as all calls of a step before the first of them. Never throws and never rejects: whatever goes wrong on
 * our side, the ruling that is left open lets the tool run and records what happened.
 */
export function decideOn(
  guard: Guard,
  call: CallToAssess,
  about: () => RulingRequest,
): OpenRuling | AbortRuling | Promise<OpenRuling | AbortRuling> {
  return rule<OpenRuling | AbortRuling>(guard, call, about, openRuling, ({ request, assessment }, error) => {
    const fault = faultOf(error)
    const proposal = observeProposal(assessment.decision, 'observe', fault)
    return openRuling({ guard, request, assessment, proposal, fault })
  })
}

/** What is known of a call when something of ours fails. */
type Known = Pick<Decided, 'request' | 'assessment'>

function rule<Answer extends Ruling | GatedRuling | OpenRuling>(
  guard: Guard,
  call: CallToAssess,
  about: () => RulingRequest,
  carryOut: (decided: Decided) => Answer | Promise<Answer>,
  recover: (known: Known, error: unknown) => Answer | Promise<Answer>,
): Answer | Promise<Answer> {
  let request: RulingRequest | undefined
  let assessment: Assessment | undefined
  const fail = (error: unknown) =>
    recover({ request, assessment: assessment ?? unjudgedCall(request?.call ?? call, error) }, error)
  try {
    const asked = about()
    request = asked
    const judged = guard.assess(asked.call, asked.evidence)
    assessment = judged
    const settle = (proposal: EffectProposal) =>
      carryOut({ guard, request: asked, assessment: judged, proposal })
    const { abortSignal } = asked
    const proposal = guard.propose(judged, { abortSignal })
    if (!isThenable(proposal)) {
      const answer = settle(proposal)
      return isThenable(answer) ? Promise.resolve(answer).catch(fail) : answer
    }
    return Promise.resolve(proposal)
      .then((settled): Answer | Promise<Answer> => {
        if (!abortSignal?.aborted) return settle(settled)
        const fault = 'the run was aborted while the handler was asked'
        guard.record(judged, settled, { intervention: Intervention.OBSERVE, dispatched: false, fault })
        return { kind: 'abort', reason: abortSignal.reason } as Answer
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

/** What stands in the record of a call that could not be judged. */
function unjudgedCall(call: CallToAssess, error: unknown): Assessment {
  const { verdict, decision, earlierAttempts } = unjudged(describeError(error))
  const effect = { effect: 'read', from: 'default' } as const
  return { call, effect, verdict, decision, earlierAttempts, durationMs: 0, faults: [] }
}
