import { distance } from 'fastest-levenshtein'

/** A longer name is no typing mistake, and comparing it would take long. */
const LONGEST = 100

/** So much of a name may stand for all of it. */
const SHORTEST_BEGINNING = 3

/**
 * The known name that a misspelt one was most likely meant to be: one that it begins, or else the
 * nearest of those in which at most a third differs, case and separators aside.
 */
export function nearest(given: unknown, known: readonly string[]): string | undefined {
  if (typeof given !== 'string' || given.length > LONGEST) return undefined
  const wanted = bare(given)
  const begun = known.filter((name) => wanted.length >= SHORTEST_BEGINNING && bare(name).startsWith(wanted))
  if (begun.length === 1) return begun[0]
  let best: string | undefined
  let least = Math.max(1, Math.floor(wanted.length / 3)) + 1
  for (const name of known) {
    const found = distance(wanted, bare(name))
    if (found >= least) continue
    least = found
    best = name
  }
  return wanted === '' ? undefined : best
}

/** ` Did you mean ...?`, or nothing. */
export function didYouMean(given: unknown, known: readonly string[]): string {
  const name = nearest(given, known)
  return name === undefined ? '' : ` Did you mean \`${name}\`?`
}

/** Camel case, snake case and capitals are spellings of one name. */
function bare(name: string): string {
  return name.replaceAll(/[^\p{L}\p{N}]/gu, '').toLowerCase()
}
