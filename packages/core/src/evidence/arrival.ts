import type { CallEntry, ResultEntry, TaskEntry, ToolTraits } from '../transcript.ts'
import { readingOfResult } from './result-lesson.ts'
import { Reading } from './text/reading.ts'

/** What an entry brings: a text that is evidence, words of the model, or nothing. */
export type Arrival = TextArrival | WordsArrival | undefined

/** A text that is evidence. */
export interface TextArrival {
  readonly kind: 'text'
  readonly reading: Reading
  /** Whether it came up in the conversation, unlike instructions that were there before (R17). */
  readonly isLive: boolean
  /**
   * Whether what holds something that the model brought up is an echo of it as well, and not only that itself (R25 to
   * R27); `undefined` for what counts even where it repeats the model.
   */
  readonly isStrict: (() => boolean) | undefined
  /** Takes out of a part what is ours; of a text that holds nothing of ours there is none. */
  readonly withoutOurs?: ((text: string) => string) | undefined
}

/** Words of the model, which are none. */
export interface WordsArrival {
  readonly kind: 'words'
  readonly reading: Reading
}

/** Words of the model: the arguments of a call, or what an outer run wrote. */
export function wordsOf(written: unknown): WordsArrival {
  return { kind: 'words', reading: Reading.ofJson(written) }
}

/** What a call brings. The name of the tool is the model's word as well: that there is no such tool repeats it. */
export function arrivalOfCall({ toolName, args }: CallEntry): WordsArrival {
  return wordsOf([toolName, args])
}

/** What the user or the host says. Throws where that is no text: a host that is not typed may hand over anything. */
export function arrivalOfTask({ text, role }: TaskEntry): TextArrival {
  if (typeof text !== 'string') throw new TypeError('no text')
  // R28: what the user says counts even where it repeats the model.
  return { kind: 'text', reading: Reading.ofText(text), isLive: role !== 'system', isStrict: undefined }
}

/**
 * What a result brings; nothing when we or a model wrote it.
 *
 * @param args the arguments of the call that it answers.
 * @param traits those of the tool.
 */
export function arrivalOfResult(
  entry: ResultEntry,
  args: unknown,
  traits: ToolTraits | undefined,
): TextArrival | undefined {
  const read = readingOfResult(entry, args, traits)
  return read && { kind: 'text', isLive: true, ...read }
}

/** Whether there is anything in a text. */
export function saysAnything({ reading, withoutOurs }: TextArrival): boolean {
  return reading.visit(({ text, from, to }) => {
    const part = text.slice(from, to)
    return /\S/.test(withoutOurs?.(part) ?? part)
  })
}
