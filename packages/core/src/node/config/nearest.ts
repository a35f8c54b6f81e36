import { distance } from 'fastest-levenshtein'

/** A longer name is no typing mistake, and comparing it would take long. */
const LONGEST = 100
/** So much of a name may differ. */
const SHARE = 0.4
/** Names that begin alike for so long may be meant for each other. */
const SAME_BEGINNING = 4

/**
 * The known name that a misspelt one was most likely meant to be: the nearest of those that differ in less than half, or
 * else the one that begins alike. Case and separators make no difference.
 */
export function nearest(given: unknown, known: readonly string[]): string | undefined {
  if (typeof given !== 'string' || given.length > LONGEST) return undefined
  const wanted = bare(given)
  if (wanted === '') return undefined
  let best: string | undefined
  let least = Math.max(1, Math.floor(wanted.length * SHARE)) + 1
  for (const name of known) {
    const found = mistakesIn(wanted, bare(name))
    if (found >= least) continue
    least = found
    best = name
  }
  const alike = known.filter((name) => bare(name).startsWith(wanted.slice(0, SAME_BEGINNING)))
  return best ?? (alike.length === 1 && wanted.length >= SAME_BEGINNING ? alike[0] : undefined)
}

/** ` Did you mean ...?`, or nothing. */
export function didYouMean(given: unknown, known: readonly string[]): string {
  const name = nearest(given, known)
  return name === undefined ? '' : ` Did you mean \`${name}\`?`
}

/** Letters that changed places are one mistake, though two of them have to change to mend it. */
function mistakesIn(given: string, meant: string): number {
  return given !== meant && sorted(given) === sorted(meant) ? 1 : distance(given, meant)
}

function sorted(name: string): string {
  return [...name].sort().join('')
}

/** Camel case, snake case and capitals are spellings of one name. */
function bare(name: string): string {
  return name.replaceAll(/[^\p{L}\p{N}]/gu, '').toLowerCase()
}
