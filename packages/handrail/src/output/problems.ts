import type { Problem } from '@handrail/eval'
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
 * @param leftOut how many more problems there were than are listed.
 * @returns whether something was lost: the exit code is 2 then.
 */
export async function tellProblems(
  problems: readonly Problem[],
  screen: Screen,
  leftOut = 0,
): Promise<boolean> {
  const lost = problems.filter((problem) => problem.lost)
  for (const problem of lost.slice(0, MOST_TOLD)) await screen.write(`${lineOf(problem)}\n`)
  const more = Math.max(0, lost.length - MOST_TOLD) + leftOut
  if (lost.length > 0) {
    const rest = more > 0 ? `; ${count(more)} more are not shown` : ''
    await screen.write(
      `handrail: ${counted(lost.length, 'thing')} could not be read${rest}. The rest was read.\n`,
    )
  }
  for (const [kind, { first, times }] of byKind(problems))
    await screen.write(`handrail: Mended ${count(times)} ${safe(kind)}, the first at ${lineOf(first)}\n`)
  return lost.length > 0
}

/** `traces.jsonl:3: Expected JSON ...`, as editors and terminals link it. */
function lineOf({ place, message }: Problem): string {
  return `${safe(place.file)}:${place.line}: ${shortened(message, LONGEST)}`
}

/** What was mended. */
function byKind(problems: readonly Problem[]): Map<string, { first: Problem; times: number }> {
  const kinds = new Map<string, { first: Problem; times: number }>()
  for (const problem of problems) {
    if (problem.lost) continue
    const { kind = 'things' } = problem as { readonly kind?: string }
    const known = kinds.get(kind)
    if (known) known.times++
    else kinds.set(kind, { first: problem, times: 1 })
  }
  return kinds
}
