import { exactInterval } from '../stats/exact-interval.ts'

/** Judged calls of an effect and the flags among them, in all runs and in those that reached their goal. */
export interface FlagEvidence {
  readonly judged: number
  readonly HIGH: number
  readonly LOW: number
  readonly inSuccessful: { readonly judged: number; readonly HIGH: number; readonly LOW: number }
}

/** The disruption cost of the answer to a flag, by its confidence: from 0 to 1, for HIGH no less than for LOW. */
export interface AnswerCosts {
  readonly HIGH: number
  readonly LOW: number
}

/**
 * How much disruption without need a judged call has to expect at worst, in tasks, from 0 to 1: the rate of needless flags, times
 * the cost of their answer.
 *
 * At worst every flag is needless, so the rate is at most the upper end of the interval of the flag rate. What disturbs
 * is disturbing a run that would have reached its goal, so the rate among those runs' calls is a bound as well, and the
 * only one that real mints in failed runs do not raise. The better of the two counts.
 */
export function worstDisruption(evidence: FlagEvidence, costs: AnswerCosts): number {
  return Math.min(1, ...Object.values(bounds(evidence, costs)))
}

/** Whether that bound is the one by the runs that reached their goal. */
export function isBoundBySuccessful(evidence: FlagEvidence, costs: AnswerCosts): boolean {
  const { all, successful } = bounds(evidence, costs)
  return successful < all
}

function bounds({ judged, HIGH, LOW, inSuccessful }: FlagEvidence, costs: AnswerCosts) {
  const worst = (evidence: { judged: number; HIGH: number; LOW: number }) => {
    const flagged = exactInterval(evidence.HIGH + evidence.LOW, evidence.judged).high
    // Among calls without a LOW flag, so that more LOW flags do not make HIGH ones look rarer.
    const high = exactInterval(evidence.HIGH, evidence.judged - evidence.LOW).high
    return costs.LOW * flagged + (costs.HIGH - costs.LOW) * high
  }
  return { all: worst({ judged, HIGH, LOW }), successful: worst(inSuccessful) }
}

/** The same as it was seen, without allowing for chance: where it is too much, more calls of the same kind will not help. */
export function seenDisruption(
  { judged, HIGH, LOW, inSuccessful }: FlagEvidence,
  costs: AnswerCosts,
): number {
  const seen = [{ judged, HIGH, LOW }, inSuccessful].filter((evidence) => evidence.judged > 0)
  if (seen.length === 0) return 0
  return Math.min(...seen.map((each) => (costs.HIGH * each.HIGH + costs.LOW * each.LOW) / each.judged))
}

/** The same evidence and so many more judged calls, none of them flagged. */
export function withMoreCalls({ judged, HIGH, LOW, inSuccessful }: FlagEvidence, more: number): FlagEvidence {
  // In runs of the same kind: where the outcome of runs is known, that of the new ones will be.
  const rated = inSuccessful.judged > 0 ? more : 0
  return {
    ...{ judged: judged + more, HIGH, LOW },
    inSuccessful: { ...inSuccessful, judged: inSuccessful.judged + rated },
  }
}
