import { fewestMore } from '../stats/fewest-more.ts'
import type { Candidate, EffectEvidence, RecommendOptions } from './candidates.ts'
import { percent } from './words.ts'
import { withMoreCalls, worstDisruption } from './worst-disruption.ts'

/** Below it, acting is not worth its disruption: most mints pass anyway. */
const LEAST_RECALL = 0.5

/** What keeps a rung from being recommended. */
export interface Missing {
  /** One or two sentences. */
  readonly missing: string
  /** So many more judged calls without another flag would be enough for it; absent where more of them would not help. */
  readonly moreJudgedCalls?: number
}

/** What is missing for a rung; `undefined` when it is warranted. */
export function missingFor(
  candidate: Candidate,
  evidence: EffectEvidence,
  options: RecommendOptions,
): Missing | undefined {
  return (
    tooDisruptive(candidate, evidence, options) ??
    tooBlind(candidate, evidence) ??
    tooCostly(candidate, evidence, options)
  )
}

function tooDisruptive(
  { rung, costs }: Candidate,
  evidence: EffectEvidence,
  { budget }: RecommendOptions,
): Missing | undefined {
  const worst = (more: number) => worstDisruption(withMoreCalls(evidence, more), costs)
  if (worst(0) <= budget) return undefined
  const more = fewestMore((calls) => worst(calls) <= budget)
  const flags = evidence.HIGH + evidence.LOW
  const { mostFlagged } = evidence
  return {
    missing:
      `${rung} needs ${more === undefined ? 'far more judged calls' : `${more} more judged calls without ${flags > 0 ? 'another' : 'a'} flag`}: ` +
      `after ${evidence.judged} it may disturb by ${percent(worst(0))}, and ${percent(budget)} is the limit.` +
      (mostFlagged === undefined ? '' : ` Look at the flags on ${mostFlagged} first.`),
    ...(more !== undefined && { moreJudgedCalls: more }),
  }
}

function tooBlind({ rung }: Candidate, { recall }: EffectEvidence): Missing | undefined {
  if (recall.low >= LEAST_RECALL) return undefined
  const found =
    recall.of === 0
      ? 'none could be injected, because no judged value stands in the evidence as it is'
      : `of ${recall.of} only ${recall.hits} were found`
  return { missing: `${rung} needs half of the injected mints to be found for certain: ${found}.` }
}

/** Whether even in the best case withholding would have cost more than it won, on the calls that it would have withheld. */
function tooCostly(
  { rung, withholds, costs }: Candidate,
  { HIGH, LOW, inSuccessful }: EffectEvidence,
  { assumed }: RecommendOptions,
): Missing | undefined {
  if (!withholds) return undefined
  const low = withholds.LOW ? { all: LOW, open: LOW - inSuccessful.LOW } : { all: 0, open: 0 }
  const cost = costs.HIGH * HIGH + costs.LOW * low.all
  const won =
    assumed.minted[1] * assumed.mattered[1] * assumed.recovered[1] * (HIGH - inSuccessful.HIGH + low.open)
  if (won >= cost) return undefined
  return {
    missing:
      `${rung} would have withheld ${HIGH + low.all} calls, ${inSuccessful.HIGH + low.all - low.open} of them in runs ` +
      'that reached their goal: that costs more than it can have won.',
  }
}
