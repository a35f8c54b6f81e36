import type { Problem } from '../conversation.ts'
import { OTHER_PROBLEMS } from '../replay/report.ts'
import { emptyNamed, entryOf, type Named } from './named.ts'
import type { CalibrationReport } from './report.ts'
import { addAll, addTo, emptySample, type Ranked, type Sample } from './sample.ts'

/** How many problems there were, and how many of them left something out. */
interface ProblemCount {
  times: number
  lost: number
}

interface SeenProblem extends Ranked {
  readonly problem: Problem
}

/** What could not be read, or was mended: of a bounded size, plain data, and the sum of its parts in any order. */
export interface ProblemTally {
  readonly all: ProblemCount
  /** Those that are of a sort, by its name. */
  readonly kinds: Named<ProblemCount>
  /** What was lost, and then what was mended: the first ones by file and line. */
  readonly listed: Sample<SeenProblem>
}

const MOST_LISTED = 100
const MOST_KINDS = 100

/** No problem yet. */
export function noProblems(): ProblemTally {
  return { all: nothing(), kinds: emptyNamed(MOST_KINDS), listed: emptySample(MOST_LISTED) }
}

/** Notes a problem. */
export function addProblem({ all, kinds, listed }: ProblemTally, problem: Problem): void {
  const { kind, place, message, lost } = problem
  const count = { times: 1, lost: Number(lost) }
  add(all, count)
  if (kind !== undefined) add(entryOf(kinds, kind, nothing), count)
  const line = String(place.line).padStart(16, '0')
  // Among many that were mended, one that was lost must not go unseen.
  addTo(listed, { rank: Number(!lost), tie: JSON.stringify([place.file, line, message]), problem })
}

/** Adds the problems of a part. */
export function addProblems(sum: ProblemTally, part: ProblemTally): void {
  add(sum.all, part.all)
  for (const [kind, count] of part.kinds.byName) add(entryOf(sum.kinds, kind, nothing), count)
  addAll(sum.listed, part.listed)
}

/** What is reported of them. */
export function problemsOf({
  all,
  kinds,
  listed,
}: ProblemTally): Pick<CalibrationReport, 'problems' | 'problemKinds'> {
  const named = [...kinds.byName]
    .map(([kind, counts]) => ({ kind, ...counts }))
    .sort((a, b) => (a.kind < b.kind ? -1 : 1))
  const rest = { kind: OTHER_PROBLEMS, ...all }
  for (const { times, lost } of named) add(rest, { times: -times, lost: -lost })
  return {
    problems: {
      total: all.times,
      lost: all.lost,
      listed: listed.items.map(({ problem: { place, kind, message, lost } }) => ({
        place: { file: place.file, line: place.line },
        ...(kind !== undefined && { kind }),
        message,
        lost,
      })),
    },
    problemKinds: rest.times > 0 ? [...named, rest] : named,
  }
}

function nothing(): ProblemCount {
  return { times: 0, lost: 0 }
}

function add(sum: ProblemCount | undefined, { times, lost }: ProblemCount): void {
  if (!sum) return
  sum.times += times
  sum.lost += lost
}
