import { inspect } from 'node:util'
import fc from 'fast-check'
import { BrokenCheck, type CheckName } from './checks.ts'
import { anyPlan } from './plan.ts'
import { timed } from './timed.ts'

/** A case that took long. */
export interface SlowCase {
  readonly milliseconds: number
  readonly seed: number
  /** Which case of the seed, in the words of fast-check. */
  readonly path: string
}

/** A case that broke a check, made as small as possible. */
export interface Failure {
  readonly check: CheckName | 'unknown'
  readonly detail: string
  readonly plan: string
  readonly seed: number
  readonly path: string
}

/** What became of the cases of one seed. */
export interface Report {
  readonly cases: number
  readonly slowest: readonly SlowCase[]
  readonly failure?: Failure
}

/** The longest that making a failing case smaller may take, in milliseconds. */
const SHRINKING = 60_000
const SLOWEST = 5

/** The slowest of some cases, the slowest first. */
export function slowestOf(cases: readonly SlowCase[]): SlowCase[] {
  return cases.toSorted((a, b) => b.milliseconds - a.milliseconds).slice(0, SLOWEST)
}

/**
 * Runs the cases of one seed.
 *
 * @param path runs only this one of them.
 * @param onCase called before each case, with its number.
 */
export function runSeed(
  seed: number,
  cases: number,
  path?: string,
  onCase?: (index: number) => void,
): Report {
  const slow: SlowCase[] = []
  let index = 0
  let failing = false
  const property = fc.property(anyPlan, (plan) => {
    onCase?.(index)
    try {
      const milliseconds = timed(plan)
      if (!failing) slow.push({ milliseconds, seed, path: path ?? String(index) })
    } catch (error) {
      // From here on fast-check looks for a smaller case, and the numbers mean nothing.
      failing = true
      throw error
    }
    index++
  })
  const result = fc.check(property, {
    ...{ seed, numRuns: path === undefined ? cases : 1, interruptAfterTimeLimit: SHRINKING + 2 * cases },
    ...(path !== undefined && { path, endOnFailure: true }),
  })
  const slowest = slowestOf(slow)
  if (!result.failed) return { cases: result.numRuns, slowest }
  const { errorInstance: error, counterexample, counterexamplePath } = result
  const failure: Failure = {
    check: error instanceof BrokenCheck ? error.check : 'unknown',
    detail: error instanceof Error ? error.message : String(error),
    plan: inspect(counterexample?.[0], { depth: 12, maxStringLength: 2_000, breakLength: 110 }),
    ...{ seed, path: counterexamplePath ?? '0' },
  }
  return { cases: result.numRuns, slowest, failure }
}
