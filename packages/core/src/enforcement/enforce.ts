import { syntheticCorrectiveResult } from '../intervention/corrective-result.ts'
import { Intervention } from '../intervention/vocabulary.ts'
import type { EnforcementHandler } from './handler.ts'
import { noteFor } from './notes.ts'
import { observeProposal } from './observe.ts'
import { effectProposal } from './proposal.ts'

/** The handler that proposes exactly what was decided. */
export const enforceHandler: EnforcementHandler = Object.freeze({
  name: 'enforce',
  handle(decision, context) {
    const { intervention, rung } = decision
    const reason = 'the handler is `enforce`: what was decided is done'
    if (intervention === Intervention.OBSERVE) return observeProposal(decision, 'enforce', reason)
    return effectProposal({
      intervention,
      dispatchCall: rung.dispatches,
      syntheticResult: rung.returnsSynthetic
        ? syntheticCorrectiveResult(context.verdict, context.call.toolName)
        : null,
      // Where the host's ladder lets a BLOCK run, the model reads what happened: a warning.
      note: noteFor(rung.dispatches ? Intervention.WARN : intervention, context),
      handler: 'enforce',
      reason,
    })
  },
} satisfies EnforcementHandler)
