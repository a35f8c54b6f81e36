import { bare } from './chars.ts'
import type { LeafValue } from './leaf.ts'
import type { Family, MutationContext } from './mutation-families.ts'

/** How often a value is drawn anew before the family is given up. */
const MOST_DRAWS = 40

/**
 * A minted value in place of a real one. `undefined` where the value is of another form than the family is for.
 *
 * @param holds whether a value stands in the evidence. What does is not minted, and is drawn anew.
 */
export function drawMint(
  family: Family,
  value: LeafValue,
  context: MutationContext,
  holds: (value: LeafValue) => boolean,
): LeafValue | undefined {
  const text = String(value)
  for (let i = 0; i < MOST_DRAWS; i++) {
    const drawn = family.draw(text, context)
    if (drawn === undefined) return undefined
    const typed = typeof value === 'number' ? numberOf(drawn) : drawn
    // Another spelling of the same id is not minted, and what stands in the evidence is not either.
    if (typed !== undefined && bare(drawn) !== bare(text) && !holds(typed)) return typed
  }
  return undefined
}

/** A number stays a number, as the tool asks for one. */
function numberOf(drawn: string): number | undefined {
  const number = Number(drawn)
  return Number.isSafeInteger(number) && String(number) === drawn ? number : undefined
}
