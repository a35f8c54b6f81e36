import type { InterventionLadder } from '../../intervention/ladder.ts'
import { keysAt, type Problem, sentenceOf } from './problems.ts'

/** Rungs that a policy or a ceiling names and the ladder does not have. */
export function unknownRungs(file: object, ladder: InterventionLadder): Problem[] {
  const known = ladder.tokens()
  return ['policy', 'ceilings'].flatMap((table) =>
    Object.entries((file as Record<string, unknown>)[table] ?? {}).flatMap(([key, token]): Problem[] => {
      if (!keysAt([table]).includes(key) || typeof token !== 'string' || ladder.isKnown(token)) return []
      const path = [table, key]
      return [
        { path, end: 'value', sentence: sentenceOf(path, `to be one of ${known.join(', ')}`, token, known) },
      ]
    }),
  )
}
