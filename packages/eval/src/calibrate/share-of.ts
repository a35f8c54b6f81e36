import { exactInterval } from '../stats/exact-interval.ts'
import type { Share } from './report-shares.ts'

/** So many of so many, with the exact interval of the rate. */
export function shareOf(hits: number, of: number): Share {
  return { of, hits, rate: of === 0 ? null : hits / of, ...exactInterval(hits, of) }
}
