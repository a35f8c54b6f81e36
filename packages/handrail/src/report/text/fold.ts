import { type Line, type Mark, overlap } from './span.ts'

/** Lines that are shown, lines that are folded away, or what was left out of the page. */
export type Block =
  | { readonly kind: 'shown'; readonly lines: readonly Line[] }
  | { readonly kind: 'folded'; readonly lines: readonly Line[]; readonly rows: number }
  | { readonly kind: 'leftOut'; readonly characters: number }

/** How much is shown of a text that nothing is cited from. */
export interface Folding {
  /** Texts up to so many rows are shown whole. */
  readonly whole: number
  /** So many rows are shown of longer ones, when nothing in them is cited. */
  readonly lead: number
}

/** A row of the page holds about so many characters. */
const ROW = 96
/** So many lines before and after a cited one are shown. */
const AROUND = 1
/** Fewer rows are not worth folding. */
const FEWEST = 3

/** Folds what is long, but never a line that an argument came from. */
export function fold(lines: readonly Line[], marks: readonly Mark[], { whole, lead }: Folding): Block[] {
  const rows = lines.map(rowsOf)
  if (sum(rows) <= whole) return [{ kind: 'shown', lines }]
  const shown = shownLines(lines, rows, marks, lead)
  const blocks: Block[] = []
  for (let at = 0; at < lines.length; ) {
    let end = at + 1
    while (end < lines.length && shown[end] === shown[at]) end++
    const part = lines.slice(at, end)
    const height = sum(rows.slice(at, end))
    if (shown[at] || height < FEWEST) pushShown(blocks, part)
    else blocks.push({ kind: 'folded', lines: part, rows: height })
    at = end
  }
  return blocks
}

function shownLines(
  lines: readonly Line[],
  rows: readonly number[],
  marks: readonly Mark[],
  lead: number,
): boolean[] {
  const cited = lines.map(({ slices }) => slices.some((slice) => marks.some((mark) => overlap(mark, slice))))
  if (cited.includes(true))
    return cited.map((_, at) => cited.slice(Math.max(0, at - AROUND), at + AROUND + 1).includes(true))
  let height = 0
  return rows.map((row) => {
    height += row
    return height <= lead
  })
}

function pushShown(blocks: Block[], lines: readonly Line[]): void {
  const last = blocks.at(-1)
  if (last?.kind === 'shown') blocks[blocks.length - 1] = { kind: 'shown', lines: [...last.lines, ...lines] }
  else blocks.push({ kind: 'shown', lines })
}

function rowsOf({ indent, slices }: Line): number {
  const length = slices.reduce((total, { start, end }) => total + end - start, indent * 2)
  return Math.max(1, Math.ceil(length / ROW))
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0)
}
