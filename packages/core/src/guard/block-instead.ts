import { noteFor } from '../enforcement/notes.ts'
import { type EffectProposal, effectProposal } from '../enforcement/proposal.ts'
import { syntheticCorrectiveResult } from '../intervention/corrective-result.ts'
import { Intervention } from '../intervention/vocabulary.ts'
import type { Assessment } from './assessment.ts'

/** The BLOCK that stands in for a DEFER where nobody can be asked. */
export function blockInstead(assessment: Assessment, { handler, reason }: EffectProposal): EffectProposal {
  const { call, verdict, effect, earlierAttempts } = assessment
  return effectProposal({
    intervention: Intervention.BLOCK,
    dispatchCall: false,
    syntheticResult: syntheticCorrectiveResult(verdict, call.toolName),
    note: noteFor(Intervention.BLOCK, { call, verdict, effect: effect.effect, earlierAttempts }),
    handler,
    reason: `${reason}; nobody can be asked -> BLOCK`,
  })
}
