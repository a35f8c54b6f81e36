import { readMarked } from '../note-marker.ts'
import type { ResultEntry, ToolTraits } from '../transcript.ts'
import { type EchoMask, joinMasks } from './echo/mask.ts'
import { isOurs, withoutNotes } from './echo/own-answers.ts'
import { echoOf, kindOfResult } from './echo/result-kind.ts'
import type { Lesson } from './index/lesson.ts'
import { Reading } from './text/reading.ts'

/** What is to be learned from a result, and how. */
export interface ResultLesson extends Omit<Lesson, 'entry'> {
  readonly reading: Reading
}

/**
 * What a result proves (R23, R25-R27, R29, R30): nothing when we or a model wrote it; else all that the model did not
 * bring up, and that too where a record holds it as an entire leaf, unless the tool gives back what it was given.
 *
 * @param args the arguments of the call that it answers.
 * @param traits those of the tool.
 * @param masks what the model brought up before.
 */
export function lessonOfResult(
  entry: ResultEntry,
  args: unknown,
  traits: ToolTraits | undefined,
  masks: readonly EchoMask[],
): ResultLesson | undefined {
  const { intervention } = entry
  if (isOurs(entry) || (entry.author ?? traits?.author) === 'model') return undefined
  const content = intervention ? withoutNotes(entry.content) : entry.content
  const reading = Reading.of(content)
  const withoutOurs = intervention && ((part: string) => readMarked(part).text)
  // What kind of result it is only matters where it can repeat something.
  if (masks.length === 0) return { reading, mask: undefined, withoutOurs }
  const isRecord =
    !traits?.roundTrip && kindOfResult({ ...entry, content }, reading, echoOf(args)) === 'record'
  return { reading, mask: joinMasks(masks, !isRecord), withoutOurs }
}
