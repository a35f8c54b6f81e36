import stringWidth from 'string-width'
import { safe } from './safe.ts'

/** A text of others in one line of at most so many columns, safe to print, with `…` at the end where it was cut. */
export function shortened(text: string, width: number): string {
  // No character takes less than one column, once the unsafe ones are written out; so this is enough to cut from.
  const shown = safe(text.slice(0, 4 * width + 16).replaceAll(/\s+/g, ' '))
  if (text.length <= 4 * width + 16 && stringWidth(shown) <= width) return shown
  let line = ''
  let used = 0
  for (const { segment } of new Intl.Segmenter().segment(shown)) {
    used += stringWidth(segment)
    if (used > width - 1) break
    line += segment
  }
  return `${line}…`
}
