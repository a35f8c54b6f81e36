import { describeError } from '../errors.ts'
import { BASE_INTERVENTIONS } from '../intervention/base-ladder.ts'
import type { InterventionDecision } from '../intervention/choose.ts'
import { Intervention } from '../intervention/vocabulary.ts'
import type { EnforcementHandler, HandlerContext } from './handler.ts'
import { inTime } from './in-time.ts'
import { observeProposal } from './observe.ts'
import { type EffectProposal, effectProposal, isEffectProposal } from './proposal.ts'
import { isThenable } from './thenable.ts'

const DEFAULT_TIMEOUT_MS = 30_000
/** Which proposals stand for a fault of their handler, and what it did. */
const faults = new WeakMap<EffectProposal, string>()

/**
 * Runs a handler, and holds two promises whatever the handler does.
 *
 * Fail-to-observe: a handler that throws, rejects, does not answer in time, or answers with anything but a proposal,
 * observes. No escalation: a proposal that does more than the decision, by its rung or by what it does, observes. So a
 * call is only ever withheld when both the decision and a working handler say so.
 *
 * @returns the proposal; a promise of it when the handler is asynchronous. Never throws, never rejects.
 */
export function runHandler(
  handler: EnforcementHandler,
  decision: InterventionDecision,
  context: HandlerContext,
): EffectProposal | Promise<EffectProposal> {
  let name = 'unnamed'
  const observe = (why: string) => {
    const proposal = observeProposal(decision, name, `${why}; observing only`)
    faults.set(proposal, why)
    return proposal
  }
  const fault = (error: unknown) => observe(`handler \`${name}\` failed (${describeError(error)})`)
  const accept = (answer: unknown): EffectProposal => {
    try {
      if (!isEffectProposal(answer))
        return observe(`handler \`${name}\` answered with something that is no proposal`)
      const { intervention, dispatchCall, syntheticResult, note, handler: author, reason } = answer
      // Made anew from what was read once, so that a proposal cannot change after it was checked.
      const proposal = effectProposal({
        intervention,
        dispatchCall,
        syntheticResult,
        note,
        handler: author || name,
        reason,
      })
      const excess = escalation(proposal, decision, context)
      return excess ? observe(`handler \`${name}\` ${excess}`) : proposal
    } catch (error) {
      return fault(error)
    }
  }
  try {
    name = typeof handler.name === 'string' && handler.name !== '' ? handler.name : name
    const patience = [handler.timeoutMs, context.timeoutMs].find((ms) => typeof ms === 'number' && ms >= 0)
    const answer = handler.handle(decision, context)
    if (!isThenable(answer)) return accept(answer)
    return inTime(answer, patience ?? DEFAULT_TIMEOUT_MS, context.abortSignal).then(accept, fault)
  } catch (error) {
    return fault(error)
  }
}

/** What a handler did wrong, if the proposal is what became of it. */
export function handlerFault(proposal: EffectProposal): string | undefined {
  return faults.get(proposal)
}

/** What a proposal does beyond the decision, in words; `undefined` when it stays within it. */
function escalation(
  proposal: EffectProposal,
  decision: InterventionDecision,
  context: HandlerContext,
): string | undefined {
  const ladder = context.ladder ?? BASE_INTERVENTIONS
  // A rung that the host added is decided under its own name and proposed under one of the four.
  const rung =
    proposal.intervention === decision.intervention ? decision.rung : ladder.get(proposal.intervention)
  if (!rung || rung.rank > decision.rung.rank)
    return `proposed ${proposal.intervention}, more disruptive than ${decision.rung.key}`
  const canWithhold =
    proposal.intervention === Intervention.BLOCK || proposal.intervention === Intervention.DEFER
  if (proposal.withholdsCall && (!canWithhold || rung.dispatches || decision.rung.dispatches))
    return `withheld the call on ${proposal.intervention} although ${decision.rung.key} was decided`
  if (proposal.syntheticResult !== null && !rung.returnsSynthetic)
    return `replaced the result on ${proposal.intervention}, a rung that returns none`
  return undefined
}
