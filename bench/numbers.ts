/** A number with three digits that count. */
export function short(figure: number | undefined): string {
  if (figure === undefined || Number.isNaN(figure)) return '-'
  if (figure >= 100) return Math.round(figure).toLocaleString('en')
  return figure.toFixed(figure >= 10 ? 1 : figure >= 1 ? 2 : 3)
}

/** A number of characters, as people say it. */
export function sizeName(size: number): string {
  return size >= 999_000 ? `${Math.round(size / 1e5) / 10} MB` : `${Math.round(size / 100) / 10} KB`
}
