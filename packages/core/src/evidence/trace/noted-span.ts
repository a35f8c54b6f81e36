import { NOTE_MARKER } from '../../note-marker.ts'
import type { Span } from './span.ts'

/** The part of a text that a part of it without our notes stands in. The lines of our notes are taken out whole. */
export function notedSpan(text: string, { start, end }: Span): Span {
  return { start: notedOffset(text, start), end: notedOffset(text, end - 1) + 1 }
}

function notedOffset(text: string, offset: number): number {
  let removed = 0
  for (let from = 0; from <= offset + removed; ) {
    const newline = text.indexOf('\n', from)
    if (newline < 0) break
    if (text.startsWith(NOTE_MARKER, from)) removed += newline + 1 - from
    from = newline + 1
  }
  return offset + removed
}
