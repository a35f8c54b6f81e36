import type { Line, Span } from './span.ts'

/** Longer lines are broken at a blank, so that they can be folded. */
const LONGEST = 1_000
const BROKEN_AT = 400

/** The lines of a text, or of a part of it. Unbroken text longer than any paragraph is broken into several. */
export function plainLines(text: string, { start, end }: Span = { start: 0, end: text.length }): Line[] {
  const lines: Line[] = []
  for (let at = start; at <= end; ) {
    const newline = text.indexOf('\n', at)
    const lineEnd = newline < 0 || newline > end ? end : newline
    const bare = newline === lineEnd && text[lineEnd - 1] === '\r' && lineEnd > at ? lineEnd - 1 : lineEnd
    pushBroken(lines, text, at, bare)
    at = lineEnd + 1
  }
  return lines
}

function pushBroken(lines: Line[], text: string, start: number, end: number): void {
  let from = start
  while (end - from > LONGEST) {
    const blank = text.lastIndexOf(' ', from + BROKEN_AT)
    const to = blank > from ? blank + 1 : wholeCharacters(text, from + BROKEN_AT)
    lines.push({ indent: 0, slices: [{ start: from, end: to }] })
    from = to
  }
  lines.push({ indent: 0, slices: [{ start: from, end }] })
}

/** A place that does not part the halves of a character. */
function wholeCharacters(text: string, at: number): number {
  const unit = text.charCodeAt(at)
  return unit >= 0xdc00 && unit <= 0xdfff ? at + 1 : at
}
