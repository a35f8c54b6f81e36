import { onlyDigits } from '../../evidence/shapes.ts'
import { lookFor, type SupportRule, supportBy } from './support.ts'

/** Two or three digits stand in every text. */
const SHORTEST_NUMBER = 4

/**
 * R10: the value stands in the evidence as a compound, a run, an atom, or an atom-aligned start or end of one; never
 * within an atom, because a piece of another id is no id.
 */
export const verbatim: SupportRule = (core, evidence) => {
  if (core.length < SHORTEST_NUMBER && onlyDigits(core)) return undefined
  return supportBy('verbatim', lookFor(evidence, 'verbatim', core) ?? lookFor(evidence, 'word', core))
}
