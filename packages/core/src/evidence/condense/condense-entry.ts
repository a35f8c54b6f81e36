import type { CallEntry, ResultEntry, TranscriptEntry } from '../../transcript.ts'
import { isOurs, withoutNotes } from '../echo/own-answers.ts'
import { isErrorResult } from '../echo/result-kind.ts'
import { jsonTextOf } from '../text/json-text.ts'
import { Reading } from '../text/reading.ts'
import { condenseText } from './condense-text.ts'

/** In UTF-16 units. People write names in small letters, tools mostly as they are spelled. */
const SHORTEST_PROSE = { task: 256, tool: 64 } as const

/**
 * What to keep of an entry where the framework is going to lose it: entries of plain JSON that give the same verdicts
 * later on, without the plain words of long texts, without what never counts as evidence, and without escapes of
 * structure. Condensing again changes nothing.
 *
 * The verdicts can differ where only words in small letters of a long text support a value: for an address that is
 * put together from a name there, and an id that is letters only. So can places and excerpts of origins.
 */
export function condenseEntry(entry: TranscriptEntry): TranscriptEntry[] {
  switch (entry.kind) {
    case 'task':
      return [{ ...entry, text: condenseText(entry.text, SHORTEST_PROSE.task) }]
    case 'call':
      return [condenseCall(entry)]
    case 'result':
      return condenseResult(entry)
    default:
      return [entry]
  }
}

function condenseCall({ kind, toolCallId, toolName, args }: CallEntry): CallEntry {
  const { text } = jsonTextOf(args)
  const condensed: unknown = JSON.parse(condenseText(text, SHORTEST_PROSE.tool))
  return { kind, toolCallId, toolName, args: condensed }
}

function condenseResult(entry: ResultEntry): TranscriptEntry[] {
  const { kind, toolCallId, toolName, content, author, intervention } = entry
  const known = {
    kind,
    toolCallId,
    toolName,
    ...(author && { author }),
    ...(intervention && { intervention }),
  }
  if (isOurs(entry) || author === 'model') return [{ ...known, content: '', author: author ?? 'model' }]
  const { text, isPartial } = Reading.of(content)
  const isError = isErrorResult({ ...entry, content: intervention ? withoutNotes(content) : content })
  // Where our notes begin and end is told by lines.
  let condensed = intervention ? text : condenseText(text, SHORTEST_PROSE.tool)
  // What reads as an error only when shortened must not count as one.
  if (!isError && isErrorResult({ content: condensed })) condensed = text
  const result: ResultEntry = { ...known, content: condensed, ...(isError && { outcome: 'error' }) }
  return isPartial ? [result, { kind: 'opaque', reason: 'unreadable' }] : [result]
}
