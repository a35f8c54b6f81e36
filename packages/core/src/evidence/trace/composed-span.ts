import { canonical, isAscii } from '../text/canonical.ts'
import type { Span } from './span.ts'

/** So much of a text is composed at once, in UTF-16 units: ever less, to where a character stands. */
const strides = [4_096, 64, 1] as const
const SPACE = 0x20
/** What may become one character with what comes before it: marks, and the vowels and finals of Hangul. */
const joins = /^[\p{M}\u1160-\u11FF\uD7B0-\uD7FF]/u

/**
 * The part of a text that a part of its canonical form (R1) was made of; `undefined` when there is none. Forms are
 * compared without blanks, because those are put in around some scripts, depending on what stands beside them.
 */
export function composedSpan(text: string, form: string, { start, end }: Span): Span | undefined {
  if (isAscii(text)) return { start, end }
  const before = solid(form, 0, start)
  const first = stretchWith(text, before, { start: 0, end: 0, seen: 0 })
  const last = first && stretchWith(text, before + solid(form, start, end) - 1, first)
  return last && { start: first.start, end: last.end }
}

/** A stretch, and what stands before it: so many characters of the form, blanks not counted. */
interface Stretch extends Span {
  readonly seen: number
}

/** The smallest stretch of a text, from another on, whose form holds the character of that number. */
function stretchWith(text: string, index: number, from: Stretch): Stretch | undefined {
  let { start, seen } = from
  for (const stride of strides) {
    while (start < text.length) {
      const end = cutFrom(text, start + stride)
      const form = canonical(text.slice(start, end))
      const count = solid(form, 0, form.length)
      if (seen + count > index) {
        if (stride === 1) return { start, end, seen }
        break
      }
      seen += count
      start = end
    }
  }
  return undefined
}

/** The first place from one on where a text can be cut, so that the forms of both parts make up the form of the whole. */
function cutFrom(text: string, from: number): number {
  let at = from
  while (at < text.length && !canCut(text, at)) at++
  return Math.min(at, text.length)
}

function canCut(text: string, at: number): boolean {
  const unit = text.charCodeAt(at)
  if (unit < 0x80) return true
  if (unit >= 0xdc00 && unit <= 0xdfff && (text.codePointAt(at - 1) as number) > 0xffff) return false
  return !joins.test(String.fromCodePoint(text.codePointAt(at) as number).normalize('NFKD'))
}

/** How many units of a part are no blanks. */
function solid(text: string, from: number, to: number): number {
  let count = 0
  for (let at = from; at < to; at++) if (text.charCodeAt(at) !== SPACE) count++
  return count
}
