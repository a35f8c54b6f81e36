import { OTHER_PROBLEMS, type Problem, type ProblemTotals } from '@handrail/eval'
import type { Screen } from '../io.ts'
import { count, counted } from './numbers.ts'
import { safe } from './safe.ts'
import { shortened } from './shortened.ts'

/** So many problems are told one by one. */
const MOST_TOLD = 20
/** A sentence may quote what it complains about. */
const LONGEST = 300

/**
 * Tells people what could not be read, line by line, and what was mended, kind by kind: mended things are many in real
 * recordings and change nothing that a reader could do.
 *
 * @param problems those that are listed, which may be a part of all: what was lost stands before what was mended.
 * @param kinds how many there were of each sort; by default, those that are listed.
 * @returns whether something was lost: the exit code is 2 then.
 */
export async function tellProblems(
  problems: readonly Problem[],
  screen: Screen,
  kinds: readonly ProblemTotals[] = kindsOf(problems),
): Promise<boolean> {
  const told = problems.filter((problem) => problem.lost).slice(0, MOST_TOLD)
  for (const problem of told) await screen.write(`${lineOf(problem)}\n`)
  const lost = kinds.reduce((sum, kind) => sum + kind.lost, 0)
  if (lost > 0) {
    const rest = lost > told.length ? `; ${count(lost - told.length)} of them are not shown` : ''
    await screen.write(`handrail: ${counted(lost, 'thing')} could not be read${rest}. The rest was read.\n`)
  }
  for (const { kind, times, lost } of kinds) {
    if (times === lost) continue
    const first = problems.find((problem) => !problem.lost && kindOf(problem) === kind)
    const where = first ? `, the first at ${lineOf(first)}` : '.'
    await screen.write(`handrail: Mended ${count(times - lost)} ${safe(kind)}${where}\n`)
  }
  return lost > 0
}

/** `traces.jsonl:3: Expected JSON ...`, as editors and terminals link it. */
function lineOf({ place, message }: Problem): string {
  return `${safe(place.file)}:${place.line}: ${shortened(message, LONGEST)}`
}

function kindOf({ kind = OTHER_PROBLEMS }: Problem): string {
  return kind
}

function kindsOf(problems: readonly Problem[]): ProblemTotals[] {
  const kinds = new Map<string, { kind: string; times: number; lost: number }>()
  for (const problem of problems) {
    const kind = kindOf(problem)
    const known = kinds.get(kind) ?? { kind, times: 0, lost: 0 }
    kinds.set(kind, { kind, times: known.times + 1, lost: known.lost + Number(problem.lost) })
  }
  return [...kinds.values()]
}
