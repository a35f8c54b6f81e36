import { readMarked } from '../note-marker.ts'
import type { ResultEntry, ToolTraits } from '../transcript.ts'
import { isOurs, withoutNotes } from './echo/own-answers.ts'
import { echoOf, isErrorResult, kindOfResult } from './echo/result-kind.ts'
import { Reading } from './text/reading.ts'

/** What is to be learned from a result. */
export interface ResultReading {
  readonly reading: Reading
  /** Takes out of a text what is ours. */
  readonly withoutOurs: ((text: string) => string) | undefined
  /**
   * Whether it proves nothing about what holds a value that the model brought up (R25-R27, R30): so it is unless a record
   * holds it as an entire leaf, and the tool does not give back what it was given.
   */
  readonly isStrict: () => boolean
}

/**
 * What there is to learn from a result (R23, R29): nothing when we or a model wrote it.
 *
 * @param args the arguments of the call that it answers.
 * @param traits those of the tool.
 */
export function readingOfResult(
  entry: ResultEntry,
  args: unknown,
  traits: ToolTraits | undefined,
): ResultReading | undefined {
  const { intervention } = entry
  if (isOurs(entry) || (entry.author ?? traits?.author) === 'model') return undefined
  const content = intervention ? withoutNotes(entry.content) : entry.content
  const withoutOurs = intervention && ((part: string) => readMarked(part).text)
  const reading = Reading.of(content)
  const isStrict = traits?.roundTrip ? () => true : strictnessOf({ ...entry, content }, reading, args)
  return { reading, withoutOurs, isStrict }
}

/** Looks at what belongs to the host now, for it may change, and at the text only when asked. */
function strictnessOf(entry: ResultEntry, reading: Reading, args: unknown): () => boolean {
  const asked = Reading.ofJson(args)
  const found = typeof entry.content === 'string' ? entry : { content: '', outcome: outcomeOf(entry) }
  let isStrict: boolean | undefined
  return () => {
    isStrict ??= kindOfResult(found, reading, echoOf(asked)) !== 'record'
    return isStrict
  }
}

/** What cannot be looked at proves as little as an error. */
function outcomeOf(entry: ResultEntry): 'ok' | 'error' {
  try {
    return isErrorResult(entry) ? 'error' : 'ok'
  } catch {
    return 'error'
  }
}
