import type { Span } from '../../evidence/trace/span.ts'
import { printable } from './printable.ts'

/**
 * A piece of evidence for people to look at. It may hold whatever the tool returned, secrets included, and stands for
 * text that others wrote: show it in the app, and never to a model.
 */
export interface Excerpt {
  /**
   * The part that was found and up to 40 characters on either side, in one line. Characters that hide text, turn it
   * around or end a line are written as `\u{202e}` and the like; `…` stands where text was cut off.
   */
  readonly text: string
  /** Where the found part starts in `text`, in UTF-16 units. */
  readonly start: number
  /** Where it ends. */
  readonly end: number
}

/** What is shown before the found part, and after it, at most, in UTF-16 units. */
const AROUND = 40
/** What is shown of the found part itself at most: ids are shorter. */
const LONGEST_FOUND = 120
const CUT = '…'

/** A part of a text with what stands around it. */
export function excerptOf(text: string, { start, end }: Span): Excerpt {
  const before = last(text.slice(Math.max(0, start - AROUND - 1), start), AROUND)
  const found = first(text.slice(start, Math.min(end, start + LONGEST_FOUND + 1)), LONGEST_FOUND)
  const after = first(text.slice(end, end + AROUND + 1), AROUND)
  const opening = (before.units < start ? CUT : '') + before.text
  const middle = found.text + (found.units < end - start ? CUT : '')
  const closing = after.text + (after.units < text.length - end ? CUT : '')
  return Object.freeze({
    text: opening + middle + closing,
    start: opening.length,
    end: opening.length + middle.length,
  })
}

/** So much of a text as can be shown. */
interface Shown {
  readonly text: string
  /** How many units of the text that is. */
  readonly units: number
}

function first(text: string, room: number): Shown {
  return fill([...text], room, (shown, char) => shown + char)
}

function last(text: string, room: number): Shown {
  return fill([...text].reverse(), room, (shown, char) => char + shown)
}

/** Whole characters, as they are printed, while there is room for them. */
function fill(
  characters: readonly string[],
  room: number,
  add: (shown: string, char: string) => string,
): Shown {
  let text = ''
  let units = 0
  for (const char of characters) {
    const next = printable(char)
    if (text.length + next.length > room) break
    text = add(text, next)
    units += char.length
  }
  return { text, units }
}
