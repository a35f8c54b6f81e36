import type { HandlerContext } from '../enforcement/handler.ts'
import { noteFor } from '../enforcement/notes.ts'
import { observeProposal } from '../enforcement/observe.ts'
import { type EffectProposal, effectProposal } from '../enforcement/proposal.ts'
import { runHandler } from '../enforcement/run-handler.ts'
import { Intervention } from '../intervention/vocabulary.ts'
import { markedLine } from '../note-marker.ts'
import type { Guard } from './guard.ts'
import type { GuardSettings } from './settings.ts'

/** Makes the part of a guard that asks the handler. */
export function createPropose({ handler, ladder, handlerTimeoutMs }: GuardSettings): Guard['propose'] {
  const { name } = handler
  return ({ call, verdict, effect, earlierAttempts, decision }, { abortSignal } = {}) => {
    const context: HandlerContext = {
      ...{ call, verdict, effect: effect.effect, earlierAttempts, ladder },
      ...(handlerTimeoutMs !== undefined && { timeoutMs: handlerTimeoutMs }),
      ...(abortSignal && { abortSignal }),
    }
    const proposal = runHandler(handler, decision, context)
    // No answer can do more than observe here, so nobody has to wait for it.
    if (decision.intervention === Intervention.OBSERVE && proposal instanceof Promise)
      return observeProposal(decision, name, 'OBSERVE was decided: the handler is not waited for')
    return proposal instanceof Promise
      ? proposal.then((settled) => withNote(settled, context))
      : withNote(proposal, context)
  }
}

/** A proposal that the model hears of always comes with a marked line: a refusal without a reason is retried. */
function withNote(proposal: EffectProposal, context: HandlerContext): EffectProposal {
  if (proposal.intervention === Intervention.OBSERVE) return proposal
  // A call that runs was warned about, whatever the rung is called: its result is the tool's and not ours.
  const rung = proposal.dispatchCall ? Intervention.WARN : proposal.intervention
  const note = proposal.note.trim() === '' ? noteFor(rung, context) : markedLine(rung, proposal.note)
  return effectProposal({ ...proposal, note })
}
