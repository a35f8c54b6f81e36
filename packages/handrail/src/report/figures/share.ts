import { exactInterval, type Share } from '@handrail/eval'

/** So many of so many, with the exact interval that every report has. */
export function shareOf(hits: number, of: number): Share {
  return { hits, of, rate: of === 0 ? null : hits / of, ...exactInterval(hits, of) }
}
