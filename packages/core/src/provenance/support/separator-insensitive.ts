import { squashed } from '../../evidence/text/tokens.ts'
import { lookFor, type SupportRule, supportBy } from './support.ts'

/** Shorter forms of different ids coincide: `a1-b2` and `a-1b2`. */
const SHORTEST_SQUASHED = 5

/** R12: the same letters and digits with other separators, because tools disagree about dashes, and people say "user 1". */
export const separatorInsensitive: SupportRule = (core, corpus) => {
  const letters = squashed(core)
  if (letters.length < SHORTEST_SQUASHED) return undefined
  return supportBy('separator-insensitive', lookFor(corpus, 'squashed', letters))
}
