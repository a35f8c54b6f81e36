import Table from 'cli-table3'
import stringWidth from 'string-width'

/** A column of a table. */
export interface Column {
  readonly title: string
  /** `'left'` by default. */
  readonly align?: 'left' | 'right'
  /** Whether it gives way where the line is too short: its words are wrapped, and a word that is still too long is cut. */
  readonly shrinks?: boolean
}

/** A column of numbers. */
export const right = (title: string): Column => ({ title, align: 'right' })

const GAP = 2
const NARROWEST = 10

/** No lines between cells: they read well in a terminal, in a pipe and in an issue. */
const bare = {
  ...{ top: '', 'top-mid': '', 'top-left': '', 'top-right': '' },
  ...{ bottom: '', 'bottom-mid': '', 'bottom-left': '', 'bottom-right': '' },
  ...{ left: '', 'left-mid': '', mid: '', 'mid-mid': '', right: '', 'right-mid': '' },
  middle: ' '.repeat(GAP),
}

/**
 * A table as text, no wider than `width` where that is possible.
 *
 * @param bold how the titles are shown.
 * @param indent how many blanks stand before each line.
 */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  { width, bold = (title) => title, indent = 2 }: TableOptions,
): string {
  const widths = widthsOf(columns, rows, width - indent)
  const printed = new Table({
    chars: bare,
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] },
    head: columns.map(({ title }) => bold(title)),
    colAligns: columns.map(({ align = 'left' }) => align),
    colWidths: widths,
    wordWrap: true,
  })
  printed.push(...rows.map((cells) => [...cells]))
  const lines = printed.toString().split('\n')
  return lines.map((line) => `${' '.repeat(indent)}${line}`.trimEnd()).join('\n')
}

/** See {@link table}. */
export interface TableOptions {
  readonly width: number
  readonly bold?: (title: string) => string
  readonly indent?: number
}

/**
 * What each column gets: what its widest cell takes. What is missing the titles give first, which are wrapped at their
 * blanks, and then the columns that shrink.
 */
function widthsOf(columns: readonly Column[], rows: readonly (readonly string[])[], room: number): number[] {
  const cells = columns.map((_, at) => Math.max(1, ...rows.map((row) => stringWidth(row[at] ?? ''))))
  const words = columns.map(({ title }) => Math.max(...title.split(' ').map((word) => stringWidth(word))))
  const widths = columns.map(({ title }, at) => Math.max(stringWidth(title), cells[at] ?? 1))
  const titles = columns.map((_, at) => Math.max(words[at] ?? 1, cells[at] ?? 1))
  narrow(widths, titles, room)
  narrow(
    widths,
    columns.map(({ shrinks }, at) => (shrinks ? NARROWEST : (widths[at] ?? 1))),
    room,
  )
  return widths
}

/** Takes from the widest, one by one, until all fit the room or none is above its least width. */
function narrow(widths: number[], least: readonly number[], room: number): void {
  const total = () => widths.reduce((sum, width) => sum + width, GAP * (widths.length - 1))
  for (let missing = total() - room; missing > 0; missing--) {
    const widest = widths.reduce<number | undefined>((most, width, at) => {
      if (width <= (least[at] ?? 0)) return most
      return most === undefined || width > (widths[most] ?? 0) ? at : most
    }, undefined)
    if (widest === undefined) return
    widths[widest] = (widths[widest] ?? 0) - 1
  }
}
