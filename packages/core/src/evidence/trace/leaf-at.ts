import type { JsonLeaves } from '../text/json-leaves.ts'

/** The leaf of a JSON text that holds a place; `-1` when the place is in none. */
export function leafAt(leaves: JsonLeaves, place: number): number {
  let low = 0
  let high = leaves.count - 1
  while (low < high) {
    const middle = (low + high + 1) >>> 1
    if (leaves.start(middle) <= place) low = middle
    else high = middle - 1
  }
  return high >= 0 && leaves.start(low) <= place && place <= leaves.end(low) ? low : -1
}
