import { createReadStream } from 'node:fs'
import { HandrailError } from '@handrail/core'
import type { Problem } from '../conversation.ts'
import { why } from '../read/bytes.ts'
import { type ScoreCase, scoreCaseSchema } from './case.ts'
import { linesOf } from './lines.ts'

/** How cases are read. */
export interface ReadCasesOptions {
  /** Is told of each line that is no case, and reading goes on. Without it the first such line ends the reading. */
  readonly onProblem?: (problem: Problem) => void
}

/** What one case may take: a verdict is a few kilobytes. */
const LONGEST_LINE = 16 * 2 ** 20

/**
 * Reads cases, one JSON object a line, as they are asked for. Empty lines are passed over.
 *
 * @throws HandrailError `INVALID_CASE` with file and line when a line is no case and nobody takes the problem, or when the
 * file cannot be read. A policy that is judged on a part of the truth is not judged, so a gap is never passed over.
 */
export async function* readCases(
  file: string,
  { onProblem }: ReadCasesOptions = {},
): AsyncGenerator<ScoreCase, void, undefined> {
  for await (const { number, text } of linesOfFile(file)) {
    if (text?.trim() === '') continue
    const read = text === undefined ? `to be at most ${LONGEST_LINE} bytes of UTF-8` : caseOf(text)
    if (typeof read !== 'string') {
      yield read
      continue
    }
    const message = `Expected line ${number} of ${file} ${read}.`
    if (!onProblem) throw new HandrailError('INVALID_CASE', message)
    onProblem({ place: { file, line: number }, message, lost: true })
  }
}

async function* linesOfFile(file: string): ReturnType<typeof linesOf> {
  const stream = createReadStream(file)
  try {
    yield* linesOf(stream, LONGEST_LINE)
  } catch (cause) {
    throw new HandrailError(
      'INVALID_CASE',
      `Expected ${file} to be a file that can be read: ${why(cause)}.`,
      {
        cause,
      },
    )
  } finally {
    stream.destroy()
  }
}

/** The case, or what was expected of the line. */
function caseOf(line: string): ScoreCase | string {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    return 'to be JSON'
  }
  const { success, data, error } = scoreCaseSchema.safeParse(value)
  if (success) return data
  const issue = error.issues[0]
  const path = issue?.path.join('.')
  return path ? `to be a case: \`${path}\` ${issue?.message}` : `to be a case: ${issue?.message}`
}
