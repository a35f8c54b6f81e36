import {
  BASE_INTERVENTIONS,
  chooseIntervention,
  type InterventionLadder,
  InterventionPolicy,
  type InterventionPolicyFields,
} from '@handrail/core'
import type { ScoreCase } from './case.ts'
import { reportOf, type ScoreReport } from './report.ts'
import { emptyRungScore, type RungScore, withCase } from './rung-score.ts'

/** What to score. */
export interface ScoreOptions {
  /** Which rung each confidence gets. `DEFAULT_POLICY` by default. One that throws on this ladder gets the ladder's default rung. */
  readonly policy?: InterventionPolicy | Partial<InterventionPolicyFields>
  /** The rungs. `BASE_INTERVENTIONS` by default. */
  readonly ladder?: InterventionLadder
}

/**
 * Scores a policy by its net task delta: not whether the verdicts are right, but whether acting on them, as hard as the
 * policy says, helps the runs. Ceilings by a tool's effect are not applied.
 *
 * @throws HandrailError when the fields of a policy make none for this ladder.
 */
export function scoreCases(cases: Iterable<ScoreCase>, options?: ScoreOptions): ScoreReport
/** The same for cases that are still being read: none of them is kept. Rejects when reading does. */
export function scoreCases(cases: AsyncIterable<ScoreCase>, options?: ScoreOptions): Promise<ScoreReport>
export function scoreCases(
  cases: Iterable<ScoreCase> | AsyncIterable<ScoreCase>,
  options: ScoreOptions = {},
): ScoreReport | Promise<ScoreReport> {
  const scorer = scorerOf(options)
  if (Symbol.asyncIterator in cases) return scoreAsync(cases, scorer)
  for (const each of cases) scorer.add(each)
  return scorer.report()
}

async function scoreAsync(cases: AsyncIterable<ScoreCase>, scorer: Scorer): Promise<ScoreReport> {
  for await (const each of cases) scorer.add(each)
  return scorer.report()
}

interface Scorer {
  add(each: ScoreCase): void
  report(): ScoreReport
}

function scorerOf({ policy = {}, ladder = BASE_INTERVENTIONS }: ScoreOptions): Scorer {
  const ready = 'validateAgainst' in policy ? policy : new InterventionPolicy(policy, ladder)
  const rungs = new Map<string, RungScore>()
  return {
    add(each) {
      const decision = chooseIntervention(each.verdict, ready, ladder)
      const score = rungs.get(decision.rung.key) ?? emptyRungScore(decision)
      rungs.set(score.rung, withCase(score, each, decision))
    },
    report: () => reportOf(rungs.values()),
  }
}
