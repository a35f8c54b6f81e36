import type { CallSite } from './conversation.ts'
import type { Case } from './data-set.ts'
import type { IdPool } from './id-pool.ts'
import { groundedLeaves } from './judge.ts'
import { bare } from './mutators/chars.ts'
import { type Family, families } from './mutators/families.ts'
import { type Leaf, nearestKey } from './paths.ts'
import { randomOf } from './random.ts'
import type { Injection, LeafValue } from './records.ts'

/** How often a value is drawn anew before the family is given up. */
const MOST_DRAWS = 40

/**
 * Minted values for the calls of a successful run: for each value that the detector supports and that stands in the
 * evidence literally, one of each family that fits it.
 */
export function makeInjections(
  { trajectory: { source, id, reward } }: Case,
  sites: readonly CallSite[],
  pool: IdPool,
  seed: number,
): Injection[] {
  if (reward !== 1) return []
  return sites
    .filter(({ mutating }) => mutating)
    .flatMap((site) =>
      groundedLeaves(site).flatMap((leaf) =>
        families.flatMap((family) => {
          const injected = draw(family, leaf, site, id, pool, seed)
          if (injected === undefined) return []
          const { message, call, toolName } = site
          const { path, value: original } = leaf
          return { source, id, message, call, toolName, path, original, injected, family: family.name }
        }),
      ),
    )
}

function draw(
  family: Family,
  { path, value }: Leaf,
  { message, call, search }: CallSite,
  id: string,
  pool: IdPool,
  seed: number,
): LeafValue | undefined {
  const text = String(value)
  const key = nearestKey(path)
  const random = randomOf(seed, id, message, call, path, family.name)
  const context = { random, key, others: pool.others(id, key, text), prefixes: pool.prefixes }
  for (let i = 0; i < MOST_DRAWS; i++) {
    const drawn = family.draw(text, context)
    if (drawn === undefined) return undefined
    const typed = typeof value === 'number' ? numberOf(drawn) : drawn
    // Another spelling of the same id is not minted, and what stands in the evidence is not either.
    if (typed !== undefined && bare(drawn) !== bare(text) && !search.holds(typed)) return typed
  }
  return undefined
}

/** A number stays a number, as the tool asks for one. */
function numberOf(drawn: string): number | undefined {
  const number = Number(drawn)
  return Number.isSafeInteger(number) && String(number) === drawn ? number : undefined
}
