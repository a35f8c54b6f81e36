import { assessConfidence, type Confidence } from '@handrail/core'
import type { LeafValue } from '../families/leaf.ts'
import { replacedAt } from '../families/paths.ts'
import type { JudgedCall } from './judged-calls.ts'
import { type JudgedValue, stanceAlone } from './real-values.ts'

/** With which confidence a call is flagged on a value that was changed; `NONE` when it is not. */
export function confidenceWith(
  call: JudgedCall,
  { path, argName, stance }: JudgedValue,
  minted: LeafValue,
): Confidence {
  const { guard, corpus, toolName } = call
  const { verdict } = guard.assess(
    { toolCallId: '', toolName, args: replacedAt(call.args, path, minted) },
    corpus,
  )
  const flagged =
    verdict.unsupported.includes(argName) &&
    // Not for a neighbour of the value.
    (stance === 'SUPPORTED' || stanceAlone(call, path, minted) === 'UNSUPPORTED')
  return flagged ? assessConfidence(verdict) : 'NONE'
}
