import { HandrailError } from '../../errors.ts'
import { BASE_INTERVENTIONS } from '../../intervention/base-ladder.ts'
import type { InterventionLadder } from '../../intervention/ladder.ts'
import { interventionSpecsFromTable } from '../../intervention/table.ts'
import { nearest } from './nearest.ts'
import { fieldOf, type Problem } from './problems.ts'

/** The keys of a rung in the file, by the names they have in code. */
const keys: Readonly<Record<string, string>> = {
  rank: 'rank',
  summary: 'summary',
  actuation: 'actuation',
  dispatches: 'dispatches',
  returnsSynthetic: 'returns_synthetic',
  see_also: 'see_also',
}

/** The built-in ladder with the rungs of a table, one after the other, so that what is wrong can be told apart. */
export function ladderOf(table: Readonly<Record<string, unknown>> = {}): {
  readonly ladder: InterventionLadder
  readonly problems: readonly Problem[]
  readonly notices: readonly string[]
} {
  let ladder = BASE_INTERVENTIONS
  const problems: Problem[] = []
  const notices: string[] = []
  for (const [token, body] of Object.entries(table)) {
    try {
      ladder = ladder.extend(interventionSpecsFromTable({ [token]: body }))
      notices.push(...unknownKeys(token, body as object))
    } catch (error) {
      if (!HandrailError.isInstance(error)) throw error
      problems.push(problemOf(token, error.message))
    }
  }
  return { ladder, problems, notices }
}

/** The ladder speaks of its own fields: the message is turned into one about the file. */
function problemOf(token: string, message: string): Problem {
  const field = /^Expected `[^`]*\.(\w+)`/.exec(message)?.[1] ?? ''
  const key = keys[field]
  const path = key ? ['intervention', token, key] : ['intervention', token]
  const sentence = message
    .replace(/, got undefined\.$/, ', got none.')
    .replace(/^Expected `[^`]*`/, () => `Expected ${fieldOf(key ? path : ['intervention'])}`)
  return { path, end: key ? 'value' : 'key', sentence }
}

/** Keys that we do not know are left alone, as the format's first reader did; a misspelt one is worth a word. */
function unknownKeys(token: string, body: object): string[] {
  const known = Object.values(keys)
  return Object.keys(body).flatMap((key) => {
    const meant = known.includes(key) ? undefined : nearest(key, known)
    return meant ? [`${fieldOf(['intervention', token, key])} means nothing: \`${meant}\` is known.`] : []
  })
}
