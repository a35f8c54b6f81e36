import type { Corpus } from '../../evidence/corpus.ts'
import { LONGEST_TOKEN } from '../../evidence/index/token-table.ts'
import { canonical } from '../../evidence/text/canonical.ts'
import { runsOf, textOf } from '../../evidence/text/tokens.ts'

/** So much evidence is read at most, the newest first, in UTF-16 units. */
const MOST_TEXT = 1_000_000
const hasDigit = /[0-9]/

/** What could be an id in the evidence, in lower case, the newest text first and each once: runs, compounds and atoms. */
export function tokensOfEvidence(corpus: Corpus): ReadonlySet<string> {
  const tokens = new Set<string>()
  const add = (token: string) => {
    if (token.length <= LONGEST_TOKEN) tokens.add(token)
  }
  let left = MOST_TEXT
  for (const { text } of corpus.texts()) {
    for (const { compounds, joins } of runsOf(canonical(text.slice(0, left)))) {
      if (compounds.length > 1)
        add(compounds.map((compound, i) => textOf(compound) + (joins[i] ?? '')).join(''))
      for (const compound of compounds) {
        add(textOf(compound))
        if (compound.atoms.length > 1) for (const atom of compound.atoms) if (hasDigit.test(atom)) add(atom)
      }
    }
    left -= text.length
    if (left <= 0) break
  }
  return tokens
}
