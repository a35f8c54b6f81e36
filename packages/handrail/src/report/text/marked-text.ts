import { type Html, html } from '../html/html.ts'
import { type Block, type Folding, fold } from './fold.ts'
import { BLANK, jsonLines } from './json-lines.ts'
import { plainLines } from './plain-lines.ts'
import type { Line, Mark, Slice, Span } from './span.ts'
import { LONGEST_WHOLE, windowsOf } from './windows.ts'

/**
 * A text with the places that arguments came from. Long ones are folded around those.
 *
 * @param elsewhere where the page holds the same text already: what would be folded away is left to it.
 */
export function markedText(text: string, marks: readonly Mark[], folding: Folding, elsewhere?: Html): Html {
  if (text.length > LONGEST_WHOLE)
    return html`<div class="text">${blocks(windowsOf(text, marks), text, marks, elsewhere)}</div>`
  const json = jsonLines(text)
  const lines = json ?? plainLines(text)
  return html`<div class="${json ? 'text code' : 'text'}">${blocks(fold(lines, marks, folding), text, marks, elsewhere)}</div>`
}

function blocks(
  parts: readonly Block[],
  text: string,
  marks: readonly Mark[],
  elsewhere: Html | undefined,
): Html[] {
  // Of a mark that is taken apart, by lines or by names, only the first part has its name.
  const named = new Set<string>()
  return parts.map((part) => {
    if (part.kind === 'leftOut')
      return html`<p class="left-out">${part.characters.toLocaleString('en')} characters are not in this page</p>`
    if (part.kind === 'shown')
      return html`<div class="lines" dir="auto">${part.lines.map((line) => lineOf(line, text, marks, named))}</div>`
    const more = `${part.rows.toLocaleString('en')} more lines`
    if (elsewhere) return html`<p class="left-out">${more}, as in ${elsewhere}</p>`
    return html`<details class="fold"><summary>${more}</summary><pre dir="auto">${rawLines(part.lines, text)}</pre></details>`
  })
}

/** Lines that hold no mark, with as little markup as can be: most of a page is folded away. */
function rawLines(lines: readonly Line[], text: string): string {
  const raw = lines.map(({ indent, slices }) => {
    const parts = slices.map((slice) => (slice === BLANK ? ' ' : text.slice(slice.start, slice.end)))
    return '  '.repeat(indent) + parts.join('')
  })
  return raw.join('\n')
}

function lineOf({ indent, slices }: Line, text: string, marks: readonly Mark[], named: Set<string>): Html {
  const parts = slices.map((slice) => sliceOf(slice, text, marks, named))
  return html`<div${indent > 0 && html` class="i${indent}"`}>${parts}</div>`
}

function sliceOf(slice: Slice, text: string, marks: readonly Mark[], named: Set<string>): Html {
  if (slice === BLANK) return html` `
  const parts = withMarks(slice, text, marks, named)
  return slice.name ? html`<i>${parts}</i>` : html`${parts}`
}

function withMarks(slice: Span, text: string, marks: readonly Mark[], named: Set<string>): (Html | string)[] {
  const parts: (Html | string)[] = []
  let at = slice.start
  for (const { id, start, end } of marks) {
    const from = Math.max(start, at)
    const to = Math.min(end, slice.end)
    if (from >= to) continue
    parts.push(text.slice(at, from))
    parts.push(
      named.has(id)
        ? html`<mark data-of="${id}">${text.slice(from, to)}</mark>`
        : html`<mark id="${id}" tabindex="-1">${text.slice(from, to)}</mark>`,
    )
    named.add(id)
    at = to
  }
  parts.push(text.slice(at, slice.end))
  return parts
}
