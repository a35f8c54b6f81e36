import type { ProvenanceVerdict } from '../provenance/verdict.ts'
import { maskedShape } from './masked-shape.ts'
import { mintedParts, quotesMinted, safeName } from './safe-name.ts'

/** What stands in for the result of a withheld call. A type, not an interface, so that it is a JSON object. */
export type CorrectiveResult = {
  readonly status: 'blocked_unresolved_id'
  /** What happened, in a sentence. */
  readonly error: string
  /** The unsupported arguments by name, each with the masked shape of its parts. Never a value. */
  readonly unresolved: readonly { readonly arg: string; readonly unresolved_components: readonly string[] }[]
  /** What to do next, in a sentence. */
  readonly remediation: string
  /** Marks the object as ours, so that it never becomes evidence. */
  readonly handrail_blocked: true
}

/**
 * Builds the result that a BLOCK puts in place of the real one: a corrective observation that costs no turn. The
 * minted value is nowhere in it: once quoted it would stand in the conversation, and look like evidence.
 *
 * @param readToolHint the name of a tool that could look the value up.
 */
export function syntheticCorrectiveResult(
  verdict: ProvenanceVerdict,
  toolName: string,
  readToolHint = '',
): CorrectiveResult {
  const minted = mintedParts(verdict)
  const tool = safeName(toolName, minted, 'the tool')
  const hint = readToolHint === '' ? '' : safeName(readToolHint, minted, '')
  return Object.freeze({
    status: 'blocked_unresolved_id',
    error:
      `${tool} was NOT executed: it references id(s) that never appeared in any prior tool result or the task; ` +
      'they look invented, not resolved.',
    unresolved: Object.freeze(unresolvedArgs(verdict)),
    remediation:
      `Call a READ/QUERY tool${hint === '' ? '' : ` (e.g. ${hint})`} to look up the correct id, then retry ${tool}. ` +
      'The call did not run; nothing was changed.',
    handrail_blocked: true,
  })
}

/** How many different shapes of one argument a text names. */
const MOST_SHAPES = 5

/** The unsupported arguments as a text for the model may name them. */
export function unresolvedArgs(verdict: ProvenanceVerdict): CorrectiveResult['unresolved'] {
  const minted = mintedParts(verdict)
  return verdict.args
    .filter((arg) => arg.stance === 'UNSUPPORTED')
    .map((arg) => ({
      arg: safeName(arg.argName, minted, 'an argument').replaceAll('`', ''),
      unresolved_components: [...new Set(arg.componentsUnmatched.map(maskedShape))]
        .slice(0, MOST_SHAPES)
        .filter((shape) => !quotesMinted(shape, minted)),
    }))
}
