import type { TranscriptEntry } from '@handrail/core'

/** The text of an entry in which places of arguments are counted: as the framework handed it over. */
export function textOfEntry(entry: TranscriptEntry): string {
  if (entry.kind === 'task') return entry.text
  return entry.kind === 'result' ? textOfValue(entry.content) : ''
}

/** A text as it is, anything else as JSON. Empty where there is none. */
export function textOfValue(value: unknown): string {
  if (typeof value === 'string') return value
  try {
    return JSON.stringify(value) ?? ''
  } catch {
    return ''
  }
}
