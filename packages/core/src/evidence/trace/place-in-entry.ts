import { NOTE_MARKER, readMarked } from '../../note-marker.ts'
import type { TranscriptEntry } from '../../transcript.ts'
import type { Place } from '../evidence-log.ts'
import { canonical, withoutEscapes } from '../text/canonical.ts'
import { JsonLeaves } from '../text/json-leaves.ts'
import { composedSpan } from './composed-span.ts'
import { textOfEntry } from './entry-text.ts'
import { leafAt } from './leaf-at.ts'
import { notedSpan } from './noted-span.ts'
import { type Span, shifted, spanOfToken } from './span.ts'
import { writtenSpan } from './written-span.ts'

/** JSON texts within JSON texts are opened this deep, as they were when they were indexed (R4). */
export const DEEPEST_TEXT = 4

/** Where something stands in the text of an entry. */
export interface PlaceInEntry {
  /** The text of the entry as the framework handed it over. */
  readonly text: string
  /** The part of it. */
  readonly span: Span
  /** The text that was read as evidence, which is the same but for our notes. */
  readonly read: string
  /** Where the part starts in that. */
  readonly readAt: number
}

/**
 * Where a token that was found in the index stands in the text of its entry. What the index keeps is compared with what
 * the entry holds now: `undefined` when the entry was changed, or cannot be read any more. Never throws.
 */
export function placeInEntry(
  place: Place,
  token: string,
  entry: TranscriptEntry | undefined,
): PlaceInEntry | undefined {
  const { text: stored, at, form } = place.source
  const span = spanOfToken(place, token)
  // What was indexed as it came is kept whole.
  if (form === 'plain' && at === 0) return { text: stored, span, read: stored, readAt: span.start }
  const entryText = textOfEntry(entry)
  if (!entryText) return undefined
  const { text, read } = entryText
  const found = form === 'plain' ? plain(read, stored, span, at) : search(read, { stored, span }, at, 0)
  return found && { text, read, span: read === text ? found : notedSpan(text, found), readAt: found.start }
}

/** What is looked for: a part of an indexed text. */
interface Wanted {
  readonly stored: string
  readonly span: Span
}

function plain(text: string, stored: string, span: Span, at: number): Span | undefined {
  return text.startsWith(stored, at) ? shifted(span, at) : undefined
}

/**
 * The part of a text that was indexed in another form.
 *
 * @param at a place in the string that was; `undefined` where any may be it.
 */
function search(text: string, wanted: Wanted, at: number | undefined, depth: number): Span | undefined {
  if (text === wanted.stored) return wanted.span
  const leaves = depth <= DEEPEST_TEXT && mayBeJson.test(text) ? JsonLeaves.of(text) : undefined
  return (leaves && searchLeaves(leaves, wanted, at, depth)) ?? inPart(text, wanted)
}

const mayBeJson = /^[ \t\r\n]*["[{]/

function searchLeaves(
  leaves: JsonLeaves,
  wanted: Wanted,
  at: number | undefined,
  depth: number,
): Span | undefined {
  if (at !== undefined) {
    const leaf = leafAt(leaves, at)
    return leaf < 0 ? undefined : searchLeaf(leaves, leaf, wanted, at, depth)
  }
  for (let leaf = 0; leaf < leaves.count; leaf++) {
    const span = searchLeaf(leaves, leaf, wanted, undefined, depth)
    if (span) return span
  }
  return undefined
}

function searchLeaf(
  leaves: JsonLeaves,
  leaf: number,
  wanted: Wanted,
  at: number | undefined,
  depth: number,
): Span | undefined {
  const start = leaves.start(leaf)
  const written = leaves.text.slice(start, leaves.end(leaf))
  if (!leaves.isEscaped(leaf)) {
    const span = search(written, wanted, at === undefined ? undefined : at - start, depth + 1)
    return span && shifted(span, start)
  }
  const value = leaves.value(leaf)
  const span = search(value, wanted, undefined, depth + 1)
  return span && shifted(value === written ? span : writtenSpan(written, span), start)
}

/** Undoes what was made of one leaf before it was indexed: our notes taken out, its canonical form, blanks for escapes. */
function inPart(part: string, wanted: Wanted): Span | undefined {
  const span = composedOf(part, wanted)
  if (span || !part.includes(NOTE_MARKER)) return span
  const inRest = composedOf(readMarked(part).text, wanted)
  return inRest && notedSpan(part, inRest)
}

function composedOf(part: string, { stored, span }: Wanted): Span | undefined {
  const form = canonical(part)
  if (form.length !== stored.length || (form !== stored && withoutEscapes(form) !== stored)) return undefined
  return composedSpan(part, form, span)
}
