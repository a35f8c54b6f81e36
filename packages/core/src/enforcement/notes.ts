import { syntheticCorrectiveResult, unresolvedArgs } from '../intervention/corrective-result.ts'
import { mintedParts, safeName } from '../intervention/safe-name.ts'
import { Intervention } from '../intervention/vocabulary.ts'
import { markedLine } from '../note-marker.ts'
import type { ProvenanceVerdict } from '../provenance/verdict.ts'
import type { HandlerContext } from './handler.ts'

/** What a note is made of. */
export type NoteContext = Pick<HandlerContext, 'call' | 'verdict' | 'effect' | 'earlierAttempts'>

/**
 * The line that the model reads on a rung. It names tools and arguments, and of a value at most the masked shape:
 * a text of ours must never become the place a minted value is found in.
 */
export function noteFor(intervention: Intervention, context: NoteContext): string {
  return markedLine(intervention, proseFor(intervention, context))
}

function proseFor(intervention: Intervention, context: NoteContext): string {
  const { call, verdict, effect, earlierAttempts } = context
  const tool = safeName(call.toolName, mintedParts(verdict), 'the tool')
  const again = earlierAttempts > 0
  const ask = 'ask the user for the correct value'
  switch (intervention) {
    case Intervention.OBSERVE:
      return ''
    case Intervention.WARN: {
      const ran = `${finding(verdict)} ${tool} ran all the same, and the value may be made up.`
      if (again) return `${ran} Do not repeat the call: ${ask}.`
      return effect === 'destructive'
        ? `${ran} Look it up with a read tool, and tell the user what was done if it was wrong.`
        : `${ran} Look it up with a read tool before you rely on this result, and correct the change if it was wrong.`
    }
    case Intervention.BLOCK: {
      const { remediation } = syntheticCorrectiveResult(verdict, call.toolName)
      const refused = `${finding(verdict)} ${tool} was NOT executed.`
      return again
        ? `${refused} It was withheld before, and nothing was changed. Stop retrying it: ${ask}.`
        : `${refused} ${remediation}`
    }
    case Intervention.DEFER: {
      const held = `${finding(verdict)} ${tool} was held back, and nothing was changed.`
      return again
        ? `${held} Stop retrying it: ${ask}.`
        : `${held} Look the value up with a read tool, or ${ask}, and only then call ${tool} again.`
    }
  }
}

/** How many arguments a note names. */
const MOST_NAMED = 10

/** What was found out, by argument. */
function finding(verdict: ProvenanceVerdict): string {
  const unresolved = unresolvedArgs(verdict)
  const names = unresolved
    .slice(0, MOST_NAMED)
    .map(
      ({ arg, unresolved_components: shapes }) =>
        `\`${arg}\`${shapes.length > 0 ? ` (${shapes.join(', ')})` : ''}`,
    )
  if (unresolved.length > names.length) names.push('and more')
  if (names.length === 0) return 'Nothing in this call looks made up.'
  const partly = verdict.args.some(
    (arg) =>
      arg.stance === 'UNSUPPORTED' &&
      arg.componentsChecked.some((part) => !arg.componentsUnmatched.includes(part)),
  )
  return (
    `${names.join(', ')} appeared in no earlier tool result and in nothing the user wrote` +
    `${partly ? '; only a part did, as something else' : ''}.`
  )
}
