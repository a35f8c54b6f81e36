import { readMarked } from '../../note-marker.ts'
import type { TranscriptEntry } from '../../transcript.ts'
import { Reading } from '../text/reading.ts'

/** The text of an entry. */
export interface EntryText {
  /** A task's text, a result's content that is a string, or the JSON of any other content. */
  readonly text: string
  /** The same without our notes: what was read as evidence. */
  readonly read: string
}

/** The text of an entry as it is now; `undefined` when it has none, or cannot be read any more. Never throws. */
export function textOfEntry(entry: TranscriptEntry | undefined): EntryText | undefined {
  try {
    if (entry?.kind === 'task') return typeof entry.text === 'string' ? asIs(entry.text) : undefined
    if (entry?.kind !== 'result') return undefined
    const { content, intervention } = entry
    const { text } = Reading.of(content)
    return intervention && typeof content === 'string' ? { text, read: readMarked(text).text } : asIs(text)
  } catch {
    return undefined
  }
}

function asIs(text: string): EntryText {
  return { text, read: text }
}
