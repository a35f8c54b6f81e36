import type { TranscriptEntry } from '../transcript.ts'
import { jsonTextOf } from './text/json-text.ts'

/** Whether two messages hold the same entries, so that what was learned from one need not be learned from the other. */
export function areSameEntries(one: readonly TranscriptEntry[], other: readonly TranscriptEntry[]): boolean {
  return (
    one.length === other.length && one.every((entry, at) => isSameEntry(entry, other[at] as TranscriptEntry))
  )
}

function isSameEntry(one: TranscriptEntry, other: TranscriptEntry): boolean {
  if (one === other) return true
  if (one.kind === 'task') return other.kind === 'task' && one.text === other.text && one.role === other.role
  if (one.kind === 'opaque') return other.kind === 'opaque' && one.reason === other.reason
  if (one.kind === 'call')
    return other.kind === 'call' && isSameCall(one, other) && isSameValue(one.args, other.args)
  return (
    other.kind === 'result' &&
    isSameCall(one, other) &&
    one.outcome === other.outcome &&
    one.author === other.author &&
    one.intervention === other.intervention &&
    isSameValue(one.content, other.content)
  )
}

type Named = { readonly toolCallId: string; readonly toolName: string }

function isSameCall(one: Named, other: Named): boolean {
  return one.toolCallId === other.toolCallId && one.toolName === other.toolName
}

/** Equal strings, or structures of the same JSON, all of which can be read. */
function isSameValue(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true
  if (typeof one !== 'object' || typeof other !== 'object') return false
  const json = jsonTextOf(one)
  const otherJson = jsonTextOf(other)
  return json.text === otherJson.text && !json.isPartial && !otherJson.isPartial
}
