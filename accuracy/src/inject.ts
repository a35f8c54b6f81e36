import {
  drawMint,
  type Family,
  type IdPool,
  type Leaf,
  mutationFamilies,
  nearestKey,
  randomOf,
} from '@handrail/eval/families'
import type { CallSite } from './conversation.ts'
import type { Case } from './data-set.ts'
import { groundedLeaves } from './judge.ts'
import type { Injection, LeafValue } from './records.ts'

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
        mutationFamilies.flatMap((family) => {
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
  const key = nearestKey(path)
  const random = randomOf(seed, id, message, call, path, family.name)
  const context = { random, key, others: pool.others(id, key, String(value)), prefixes: pool.prefixes }
  return drawMint(family, value, context, (drawn) => search.holds(drawn))
}
