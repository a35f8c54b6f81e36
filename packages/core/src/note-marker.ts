import { Intervention, isIntervention } from './intervention/vocabulary.ts'

/** How every line begins that Handrail writes into a conversation. The same in all channels and frameworks. */
export const NOTE_MARKER = '[handrail]'

/** A text that may carry our notes, taken apart. */
export interface MarkedText {
  /** The text without our notes. */
  readonly text: string
  /** The rung that the last note names; absent when the text carries none. */
  readonly intervention?: Intervention
}

/** One line of ours: the marker, the rung, and prose in which line breaks become spaces. Marked prose is marked anew. */
export function markedLine(intervention: Intervention, prose: string): string {
  let line = prose.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim()
  while (line.startsWith(NOTE_MARKER))
    line = line
      .slice(NOTE_MARKER.length)
      .trim()
      .replace(/^(?:OBSERVE|WARN|BLOCK|DEFER): */, '')
  return `${NOTE_MARKER} ${intervention}: ${line}`
}

/** A tool's text with a note of ours below it, as the model reads it; unchanged when the note is empty. */
export function appendNote(text: string, note: string): string {
  if (note === '') return text
  return text === '' ? note : `${text}\n\n${note}`
}

/**
 * Takes our notes out of a text: every line that begins with the marker. A note that withheld a call stands alone; above
 * anything else it is read as a warning. So whoever forges a marker only takes a line of his own out of the evidence,
 * which can cause a warning and never prevent one.
 */
export function readMarked(text: string): MarkedText {
  if (!text.includes(NOTE_MARKER)) return { text }
  const lines = text.split('\n')
  const notes = lines.filter((line) => line.startsWith(NOTE_MARKER))
  const last = notes.at(-1)
  if (last === undefined) return { text }
  const kept = lines.filter((line) => !line.startsWith(NOTE_MARKER)).join('\n')
  const rung = last.slice(NOTE_MARKER.length).trim().split(':', 1)[0]
  const withholds = rung === Intervention.BLOCK || rung === Intervention.DEFER
  const believed = isIntervention(rung) && !(withholds && kept.trim() !== '')
  return { text: kept.trimEnd(), intervention: believed ? rung : Intervention.WARN }
}
