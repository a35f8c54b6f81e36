import type { ProvenanceVerdict } from '../provenance/verdict.ts'
import { Confidence } from './vocabulary.ts'

/** What of a verdict the confidence is read off: enough to decide on a call again from a recording. */
export type VerdictShape = Pick<ProvenanceVerdict, 'believe' | 'unsupported'> & {
  readonly args: readonly Pick<
    ProvenanceVerdict['args'][number],
    'stance' | 'componentsChecked' | 'componentsUnmatched'
  >[]
}

/**
 * Reads the confidence off the shape of a verdict.
 *
 * HIGH when one unsupported argument has exactly one checked component and that one is unmatched: the only shape
 * from which the absence of a whole value follows. Anything else that was flagged is LOW, so every ambiguity goes
 * to the gentler side. `matchedIn` is not read: a shared prefix pollutes it.
 */
export function assessConfidence(verdict: VerdictShape): Confidence {
  if (verdict.believe || verdict.unsupported.length === 0) return Confidence.NONE
  const wholeValueAbsent = verdict.args.some(
    (arg) =>
      arg.stance === 'UNSUPPORTED' &&
      arg.componentsChecked.length === 1 &&
      arg.componentsUnmatched.length === 1,
  )
  return wholeValueAbsent ? Confidence.HIGH : Confidence.LOW
}
