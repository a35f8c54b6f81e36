import type { Problem } from '../conversation.ts'

/** So many sorts of problems are counted in one file. */
const MOST_KINDS = 1_000

/** Sorts of problems that one file can be full of, so that the first says it all. */
const isCounted = /^(?:unknown |records that are no conversations|records of another format)/

/**
 * Counts the problems of a file that come again and again, and lets all others through. Its memory does not grow with
 * the file.
 */
export class ProblemTally {
  readonly #seen = new Map<string, { readonly first: Problem; times: number }>()

  /** The problem, when it is to be told now. */
  take(problem: Problem): Problem | undefined {
    const { kind } = problem
    if (kind === undefined || !isCounted.test(kind)) return problem
    const seen = this.#seen.get(kind)
    if (seen) seen.times++
    else if (this.#seen.size < MOST_KINDS) this.#seen.set(kind, { first: problem, times: 1 })
    else return problem
    return undefined
  }

  /** Those that were counted, at the end of the file. */
  rest(): Problem[] {
    return Array.from(this.#seen.values(), ({ first, times }) =>
      times === 1 ? first : { ...first, message: `${first.message} In this file ${times} times.` },
    )
  }
}
