import { HandrailError } from '../../errors.ts'
import type { GuardOptions } from '../../guard/options.ts'
import { settingsOf } from '../../guard/settings.ts'
import { ladderOf } from './ladder-of.ts'
import { optionsOf } from './options-of.ts'
import { fieldOf, type Problem, problemsOf } from './problems.ts'
import { unknownRungs } from './rungs-named.ts'
import type { ConfigFile } from './schema.ts'

/** What a document says, or what is wrong with it. */
export type CheckedFile =
  | { readonly problems: readonly Problem[] }
  | { readonly file: ConfigFile; readonly options: GuardOptions; readonly notices: readonly string[] }

/** Checks a parsed document: the schema first, then the ladder, the rungs that are named, and what contradicts each other. */
export function checkFile(value: unknown): CheckedFile {
  const problems = problemsOf(value)
  if (!isTable(value)) return { problems }
  const {
    ladder,
    problems: ofLadder,
    notices,
  } = ladderOf(isTable(value.intervention) ? value.intervention : {})
  const wrongRungs = problems.some(({ path }) => path[0] === 'intervention')
    ? []
    : unknownRungs(value, ladder)
  // A rung that could not be read is missing on the ladder: that it is named elsewhere is no second mistake.
  problems.push(...ofLadder.filter(isNewAmong(problems)), ...(ofLadder.length > 0 ? [] : wrongRungs))
  if (problems.length > 0) return { problems }
  const file = value as ConfigFile
  const options = optionsOf(file, ladder)
  try {
    settingsOf({ ...options, handler: 'observe' })
  } catch (error) {
    if (!HandrailError.isInstance(error)) throw error
    return { problems: [problemOf(error.message)] }
  }
  return { file, options, notices }
}

function isNewAmong(problems: readonly Problem[]): (problem: Problem) => boolean {
  const known = new Set(problems.map(({ path }) => path.slice(0, 2).join('\0')))
  return ({ path }) => !known.has(path.slice(0, 2).join('\0'))
}

function isTable(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The guard speaks of its options: the message is turned into one about the keys of the file. */
function problemOf(message: string): Problem {
  const inSnakeCase = message.replaceAll(/`(?:options\.)?([a-zA-Z_.\d]+)`/g, (_, field: string) =>
    fieldOf(snakeCase(field).split('.')),
  )
  const field = /^Expected `([^`]+)`/.exec(inSnakeCase)?.[1] ?? ''
  const path = field.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part))
  return { path, end: 'value', sentence: inSnakeCase }
}

function snakeCase(field: string): string {
  return field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}
