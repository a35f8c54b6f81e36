import { syntheticCorrectiveResult, unresolvedArgs } from '../intervention/corrective-result.ts'
import { mintedParts, safeName } from '../intervention/safe-name.ts'
import { Intervention } from '../intervention/vocabulary.ts'
import { markedLine } from '../note-marker.ts'
import type { HandlerContext } from './handler.ts'

/**
 * The line that the model reads on a rung. It names tools and arguments, and of a value at most the masked shape:
 * a text of ours must never become the place a minted value is found in.
 */
export function noteFor(intervention: Intervention, context: HandlerContext): string {
  return markedLine(intervention, proseFor(intervention, context))
}

function proseFor(intervention: Intervention, { call, verdict, earlierAttempts }: HandlerContext): string {
  const tool = safeName(call.toolName, mintedParts(verdict), 'the tool')
  const args = unresolvedArgs(verdict)
    .map(
      ({ arg, unresolved_components: shapes }) =>
        `\`${arg}\`${shapes.length > 0 ? ` (${shapes.join(', ')})` : ''}`,
    )
    .join(', ')
  const origin = `${args} appeared in no earlier tool result and in nothing the user wrote`
  const stop = earlierAttempts > 0
  switch (intervention) {
    case Intervention.OBSERVE:
      return ''
    case Intervention.WARN:
      return stop
        ? `${tool} ran this time, but ${origin}. Do not repeat it: check with the user that the value is right.`
        : `${tool} ran, but ${origin}, so it may be made up. Look the value up with a read tool before you rely on ` +
            'this result, and correct the change if it was wrong.'
    case Intervention.BLOCK: {
      const { error, remediation } = syntheticCorrectiveResult(verdict, call.toolName)
      return stop
        ? `${error} Unresolved: ${args}. This call was withheld before and nothing was changed. Stop retrying it: ` +
            'ask the user for the correct value.'
        : `${error} Unresolved: ${args}. ${remediation}`
    }
    case Intervention.DEFER:
      return stop
        ? `${tool} was held back again and nothing was changed: ${origin}. Stop retrying it: ask the user for the ` +
            'correct value.'
        : `${tool} was held back and nothing was changed: ${origin}. Look the value up with a read tool, or ask the ` +
            `user for it, and only then call ${tool} again.`
  }
}
