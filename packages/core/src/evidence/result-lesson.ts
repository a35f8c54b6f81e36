import { readMarked } from '../note-marker.ts'
import type { ResultEntry, ToolTraits } from '../transcript.ts'
import { isOurs, withoutNotes } from './echo/own-answers.ts'
import { echoOf, kindOfResult } from './echo/result-kind.ts'
import { Reading } from './text/reading.ts'

/** What is to be learned from a result. */
export interface ResultReading {
  readonly content: unknown
  readonly reading: Reading
  /** Takes out of a text what is ours. */
  readonly withoutOurs: ((text: string) => string) | undefined
}

/**
 * What there is to learn from a result (R23, R29): nothing when we or a model wrote it.
 *
 * @param traits those of the tool.
 */
export function readingOfResult(
  entry: ResultEntry,
  traits: ToolTraits | undefined,
): ResultReading | undefined {
  const { intervention } = entry
  if (isOurs(entry) || (entry.author ?? traits?.author) === 'model') return undefined
  const content = intervention ? withoutNotes(entry.content) : entry.content
  const withoutOurs = intervention && ((part: string) => readMarked(part).text)
  return { content, reading: Reading.of(content), withoutOurs }
}

/**
 * Whether a result proves nothing about what holds a value that the model brought up (R25-R27, R30): so it is unless a
 * record holds it as an entire leaf, and the tool does not give back what it was given.
 *
 * @param args the arguments of the call that it answers.
 * @param traits those of the tool.
 */
export function isStrictResult(
  entry: ResultEntry,
  { content, reading }: ResultReading,
  args: unknown,
  traits: ToolTraits | undefined,
): boolean {
  return traits?.roundTrip === true || kindOfResult({ ...entry, content }, reading, echoOf(args)) !== 'record'
}
