/// <reference path="./jstat.d.ts" />
import { HandrailError } from '@handrail/core'
import jstat from 'jstat'

const { beta } = jstat.jStat

/** Between which rates the truth lies. */
export interface Interval {
  readonly low: number
  readonly high: number
}

/** The confidence of the intervals in reports. */
export const CONFIDENCE_LEVEL = 0.95

/**
 * The exact interval of Clopper and Pearson for a rate, from hits among independent cases: it holds the true rate with at
 * least the given confidence, however few the cases are. Each end is missed with half of the rest at most, so `high`
 * alone is an upper bound at 97.5 % where the interval is one at 95 %.
 *
 * Of nothing it is 0 to 1. Against SciPy the ends differ by at most 2e-8 of themselves up to ten million cases.
 *
 * @param hits from 0 to `of`.
 * @param of how many cases, from 0.
 * @param confidence above 0 and below 1; 0.95 by default.
 * @throws HandrailError `INVALID_OPTION` for anything else.
 */
export function exactInterval(hits: number, of: number, confidence: number = CONFIDENCE_LEVEL): Interval {
  if (!Number.isSafeInteger(of) || !Number.isSafeInteger(hits) || hits < 0 || hits > of)
    throw new HandrailError(
      'INVALID_OPTION',
      `Expected hits from 0 to their number of cases, got ${hits} of ${of}.`,
    )
  if (!(confidence > 0 && confidence < 1))
    throw new HandrailError('INVALID_OPTION', `Expected a confidence between 0 and 1, got ${confidence}.`)
  if (of === 0) return { low: 0, high: 1 }
  const tail = (1 - confidence) / 2
  return { low: lowerEnd(hits, of, tail), high: upperEnd(hits, of, tail) }
}

// Where nothing or all was hit, in closed form: those are the ends that matter most.

/** The rate at which so many hits or more are as improbable as the tail says. */
function lowerEnd(hits: number, of: number, tail: number): number {
  if (hits === 0) return 0
  return hits === of ? tail ** (1 / of) : beta.inv(tail, hits, of - hits + 1)
}

/** The rate at which so many hits or fewer are as improbable as the tail says. */
function upperEnd(hits: number, of: number, tail: number): number {
  if (hits === of) return 1
  return hits === 0 ? -Math.expm1(Math.log(tail) / of) : beta.inv(1 - tail, hits + 1, of - hits)
}
