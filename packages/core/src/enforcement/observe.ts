import type { InterventionDecision } from '../intervention/choose.ts'
import { Intervention } from '../intervention/vocabulary.ts'
import type { EnforcementHandler } from './handler.ts'
import { type EffectProposal, effectProposal } from './proposal.ts'

/** The proposal that disturbs nothing: the call runs, the verdict is recorded. Every fault ends here. */
export function observeProposal(
  decision: InterventionDecision,
  handler: string,
  reason: string,
): EffectProposal {
  return effectProposal({
    intervention: Intervention.OBSERVE,
    dispatchCall: true,
    note: decision.reason,
    handler,
    reason,
  })
}

/** The default handler: records every verdict and lets every call run. No plug-in can take its name. */
export const observeHandler: EnforcementHandler = Object.freeze({
  name: 'observe',
  handle: (decision: InterventionDecision) =>
    observeProposal(
      decision,
      'observe',
      'the handler is `observe`: the call runs and the verdict is recorded',
    ),
})
