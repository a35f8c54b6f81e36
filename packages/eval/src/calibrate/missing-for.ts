import { fewestMore } from '../stats/fewest-more.ts'
import type { Candidate, EffectEvidence, RecommendOptions } from './candidates.ts'
import { perThousand, whatItDoes } from './words.ts'
import { isBoundBySuccessful, seenDisruption, withMoreCalls, worstDisruption } from './worst-disruption.ts'

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
  candidate: Candidate,
  evidence: EffectEvidence,
  { budget }: RecommendOptions,
): Missing | undefined {
  const { rung, costs } = candidate
  const worst = (more: number) => worstDisruption(withMoreCalls(evidence, more), costs)
  if (worst(0) <= budget) return undefined
  if (seenDisruption(evidence, costs) > budget) return { missing: tooManyFlags(rung, evidence) }
  const limit = `and the limit is ${perThousand(budget)}`
  const more = fewestMore((calls) => worst(calls) <= budget)
  if (more === undefined) return { missing: `${rung} costs something whatever the evidence, ${limit}.` }
  if (evidence.calls === 0)
    return {
      missing: `There is no call of a tool that ${whatItDoes[evidence.effect]}; ${rung} needs ${more} judged calls without a flag.`,
      moreJudgedCalls: more,
    }
  const cost = `may cost up to ${perThousand(worst(0))} by 1,000 judged calls`
  return { missing: `${tooFewCalls(candidate, evidence, more)} ${cost}, ${limit}.`, moreJudgedCalls: more }
}

function tooFewCalls({ rung, costs }: Candidate, evidence: EffectEvidence, more: number): string {
  const { judged, HIGH, LOW, inSuccessful } = evidence
  const needs = `${rung} needs ${more} more judged calls without`
  if (isBoundBySuccessful(withMoreCalls(evidence, more), costs)) {
    const flags = inSuccessful.HIGH + inSuccessful.LOW
    return `${needs} a flag in runs that reached their goal: so far ${flags} of ${inSuccessful.judged} were flagged there, which`
  }
  return `${needs} ${HIGH + LOW > 0 ? 'another flag' : 'a flag'}: after ${judged} it`
}

/** Calls without a flag are not what is missing. */
function tooManyFlags(
  rung: string,
  { judged, HIGH, LOW, inSuccessful, mostFlagged }: EffectEvidence,
): string {
  const look = mostFlagged === undefined ? 'Look at the flags' : `Look at the flags on ${mostFlagged}`
  const flags = `${rung} would have answered ${HIGH + LOW} of ${judged} judged calls`
  if (inSuccessful.judged === 0)
    return (
      `${flags}, and nobody knows whether they were wrong. ${look}, or record how runs ended (\`reward\`): then only ` +
      'flags in runs that reached their goal count against it.'
    )
  const needless = inSuccessful.HIGH + inSuccessful.LOW
  return `${flags}, and ${needless} of the ${inSuccessful.judged} in runs that reached their goal: too many to act on. ${look} first.`
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
