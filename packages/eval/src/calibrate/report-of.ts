import { BASE_INTERVENTIONS } from '@handrail/core'
import { mutationFamilies } from '../families/mutation-families.ts'
import { CONFIDENCE_LEVEL } from '../stats/exact-interval.ts'
import type { RecommendOptions } from './candidates.ts'
import { differenceOf } from './difference.ts'
import { effectEvidence, effectRates } from './effect-rates.ts'
import { policyOutcome } from './policy-outcome.ts'
import { problemsOf } from './problem-tally.ts'
import { recommend } from './recommend.ts'
import type { CalibrationReport } from './report.ts'
import type { Acting } from './rungs-of.ts'
import { shareOf } from './share-of.ts'
import { confidences, effects, type Injected, type Outcome, outcomes, type Tally } from './tally.ts'
import { toolRates } from './tool-rates.ts'

const MOST_MISSES = 100

/** What a report is made of besides the tally. */
export interface ReportSettings extends Omit<RecommendOptions, 'acting'> {
  readonly seed: number
  /** The first is the one that differences and the recommendation begin with. */
  readonly policies: readonly (readonly [name: string, acting: Acting])[]
}

/** The report of a tally. Takes no longer for a large one. */
export function reportOf(
  tally: Tally,
  { seed, policies, assumed, budget }: ReportSettings,
): CalibrationReport {
  const judgedBy = sums(tally, confidences)
  const flaggedBy = sums(tally, ['HIGH', 'LOW'])
  const total = (by: Record<Outcome, number>) => by.successful + by.failed + by.unrated
  const { listed, others } = toolRates(tally)
  const first = policies[0] ?? (['default', { ladder: BASE_INTERVENTIONS }] as const)
  return {
    kind: 'handrail.calibration',
    version: 1,
    seed,
    confidenceLevel: CONFIDENCE_LEVEL,
    conversations: { total: total(tally.conversations), ...tally.conversations },
    calls: {
      total: tally.calls,
      changing: tally.changing.write + tally.changing.destructive,
      judged: total(judgedBy),
      flagged: total(flaggedBy),
      judgedBy,
      flaggedBy,
    },
    effects: { write: effectRates(tally, 'write'), destructive: effectRates(tally, 'destructive') },
    tools: listed,
    toolsNotListed: others,
    guessed: guessedIn(tally),
    recall: recallOf(tally),
    policies: policies.map(([name, acting]) => policyOutcome(name, acting, tally, assumed)),
    differences: policies.slice(1).map((other) => differenceOf(first, other, tally)),
    recommendation: recommend(
      { write: effectEvidence(tally, 'write'), destructive: effectEvidence(tally, 'destructive') },
      { acting: first[1], assumed, budget },
    ),
    ...problemsOf(tally.problems),
  }
}

function sums({ judged }: Tally, of: readonly (typeof confidences)[number][]): Record<Outcome, number> {
  const sum = { successful: 0, failed: 0, unrated: 0 }
  for (const effect of effects)
    for (const confidence of of)
      for (const outcome of outcomes) sum[outcome] += judged[effect][confidence][outcome]
  return sum
}

function guessedIn({ tools, readers }: Tally): CalibrationReport['guessed'] {
  const changing = [...tools.byName.values()]
    .filter(({ from }) => from === 'name' || from === 'default')
    .map(({ name, effect, calls }) => ({ name, effect, calls }))
  const reading = [...readers.byName.values()].map(({ name, calls }) => ({
    name,
    effect: 'read' as const,
    calls,
  }))
  return [...changing, ...reading].sort((a, b) => b.calls - a.calls || (a.name < b.name ? -1 : 1))
}

function recallOf({ injected }: Tally): CalibrationReport['recall'] {
  const byFamily = mutationFamilies.map(({ name }, nth) => ({
    family: name,
    items: effects.flatMap((effect) => injected[effect][nth]?.items ?? []),
  }))
  const all = byFamily.flatMap(({ items }) => items)
  const misses = byFamily.flatMap(({ family, items }) =>
    items.filter(isMissed).map(({ rank, conversation, file, line, call, toolName, path }) => ({
      rank,
      miss: { family, conversation, place: { file, line }, call, toolName, path },
    })),
  )
  return {
    all: shareOf(all.length - all.filter(isMissed).length, all.length),
    families: byFamily.map(({ family, items }) => ({ family, ...flagCount(items) })),
    misses: misses
      .sort((a, b) => a.rank - b.rank)
      .slice(0, MOST_MISSES)
      .map(({ miss }) => miss),
  }
}

function flagCount(items: readonly Injected[]) {
  const count = (confidence: 'HIGH' | 'LOW') => items.filter((item) => item.confidence === confidence).length
  const [HIGH, LOW] = [count('HIGH'), count('LOW')]
  return { judged: items.length, flagged: HIGH + LOW, HIGH, LOW, recall: shareOf(HIGH + LOW, items.length) }
}

function isMissed({ confidence }: Injected): boolean {
  return confidence === 'NONE'
}
