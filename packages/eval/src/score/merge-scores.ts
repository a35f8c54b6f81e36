import { HandrailError } from '@handrail/core'
import { reportOf, type ScoreReport } from './report.ts'
import type { RungScore } from './rung-score.ts'

/**
 * The report of all cases together, from reports of parts of them: exactly the one that a single run gives.
 *
 * @throws HandrailError `INVALID_OPTION` when the parts were scored on different ladders.
 */
export function mergeScores(reports: Iterable<ScoreReport>): ScoreReport {
  const rungs = new Map<string, RungScore>()
  for (const { byRung } of reports)
    for (const part of byRung) {
      const known = rungs.get(part.rung)
      rungs.set(part.rung, known ? sumOf(known, part) : part)
    }
  return reportOf(rungs.values())
}

function sumOf(a: RungScore, b: RungScore): RungScore {
  if (a.rank !== b.rank || a.cost !== b.cost || a.dispatches !== b.dispatches)
    throw new HandrailError(
      'INVALID_OPTION',
      `Expected all scores to be of one ladder, got rung ${a.rung} once with cost ${a.cost} and once with cost ${b.cost}.`,
    )
  return {
    ...a,
    trueRelevant: a.trueRelevant + b.trueRelevant,
    trueIrrelevant: a.trueIrrelevant + b.trueIrrelevant,
    falseFlag: a.falseFlag + b.falseFlag,
    recovered: a.recovered + b.recovered,
  }
}
