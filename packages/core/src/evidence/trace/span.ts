import type { Place } from '../evidence-log.ts'
import { fold } from '../text/characters.ts'
import { squashed } from '../text/tokens.ts'

/** A part of a text, in UTF-16 units from its start. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** A span of a text that itself stands within another. */
export function shifted({ start, end }: Span, by: number): Span {
  return { start: start + by, end: end + by }
}

/**
 * The part of an indexed text that a token was found as: its letters and digits, with whatever stands between them
 * there, and with the zeros of a number that is padded there and not in the token.
 */
export function spanOfToken({ source: { text }, offset }: Place, token: string): Span {
  const letters = squashed(token)
  let at = offset
  for (let i = 0; i < letters.length && at < text.length; at++)
    if (fold(text.charCodeAt(at)) === fold(letters.charCodeAt(i))) i++
  return { start: offset, end: at }
}
