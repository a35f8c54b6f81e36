import { squashed } from '../../evidence/text/tokens.ts'
import type { SupportRule } from './support.ts'

/** Shorter forms of different ids coincide: `a1-b2` and `a-1b2`. */
const SHORTEST_SQUASHED = 5

/** R12: the same letters and digits with other separators, because tools disagree about dashes, and people say "user 1". */
export const separatorInsensitive: SupportRule = (core, corpus) => {
  const letters = squashed(core)
  const entry = letters.length >= SHORTEST_SQUASHED ? corpus.find('squashed', letters) : undefined
  return entry === undefined ? undefined : { how: 'separator-insensitive', entry }
}
