import { getHeapStatistics } from 'node:v8'

/** A string of V8 holds twice as much. */
const LONGEST = 2 ** 28
/** A record stands in memory as bytes, as text, and as what was parsed and indexed, all at the same time. */
const COPIES = 8

/**
 * The longest record that is read by default, in bytes: 256 MiB, or less where there is less memory, since nothing can
 * be said any more when memory has run out.
 */
export function longestRecord(): number {
  return Math.min(LONGEST, Math.floor(getHeapStatistics().heap_size_limit / COPIES))
}
