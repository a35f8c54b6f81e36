/** A cell: numbers stand to the right. */
export type Cell = string | number

/** Lines of a table in plain text, with a rule below the head. */
export function table(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const cells = [head, ...rows].map((row) => row.map(String))
  const widths = head.map((_, column) => Math.max(...cells.map((row) => (row[column] ?? '').length)))
  const toTheRight = head.map((_, column) => rows.some((row) => isFigure(row[column])))
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => {
        const width = widths[column] as number
        return toTheRight[column] ? cell.padStart(width) : cell.padEnd(width)
      })
      .join('  ')
      .trimEnd()
  const [first = [], ...others] = cells
  return [line(first), widths.map((width) => '-'.repeat(width)).join('  '), ...others.map(line)].join('\n')
}

function isFigure(cell: Cell | undefined): boolean {
  return typeof cell === 'number' || (cell !== undefined && /^[\d,./]+(?: %)?$/.test(cell))
}
