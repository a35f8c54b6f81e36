import type { Block } from './fold.ts'
import { plainLines } from './plain-lines.ts'
import type { Mark, Span } from './span.ts'

/** Longer texts are not put into the page whole, in characters. */
export const LONGEST_WHOLE = 40_000
const BEGINNING = 2_000
const AROUND = 600
const MOST_WINDOWS = 24

/** Of a text that is too long for the page: its beginning and what stands around each place that is cited. */
export function windowsOf(text: string, marks: readonly Mark[]): Block[] {
  const blocks: Block[] = []
  let at = 0
  for (const window of merged([{ start: 0, end: BEGINNING }, ...marks.map(around)])) {
    if (window.start > at) blocks.push({ kind: 'leftOut', characters: window.start - at })
    const end = Math.min(window.end, text.length)
    blocks.push({ kind: 'shown', lines: plainLines(text, { start: window.start, end }) })
    at = end
  }
  if (at < text.length) blocks.push({ kind: 'leftOut', characters: text.length - at })
  return blocks
}

function around({ start, end }: Mark): Span {
  return { start: Math.max(0, start - AROUND), end: end + AROUND }
}

/** Parts that touch become one. */
function merged(spans: readonly Span[]): Span[] {
  const result: Span[] = []
  for (const span of spans.toSorted((a, b) => a.start - b.start)) {
    const last = result.at(-1)
    if (last && span.start <= last.end)
      result[result.length - 1] = { start: last.start, end: Math.max(last.end, span.end) }
    else if (result.length < MOST_WINDOWS) result.push(span)
  }
  return result
}
