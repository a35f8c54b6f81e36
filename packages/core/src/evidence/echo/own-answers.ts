import { Intervention } from '../../intervention/vocabulary.ts'
import { readMarked } from '../../note-marker.ts'
import type { ResultEntry } from '../../transcript.ts'

/** R23: an answer that we wrote ourselves, by the adapter's word or by our own mark on the object. */
export function isOurs({ intervention, content }: ResultEntry): boolean {
  if (intervention === Intervention.BLOCK || intervention === Intervention.DEFER) return true
  try {
    return typeof content === 'object' && content !== null && 'handrail_blocked' in content
  } catch {
    return false
  }
}

/** A result without the notes that we put below it. */
export function withoutNotes(content: unknown): unknown {
  return typeof content === 'string' ? readMarked(content).text : content
}
