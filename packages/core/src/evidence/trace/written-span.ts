import type { Span } from './span.ts'

/** The part of a JSON string, as it is written, that a part of its value was decoded from. */
export function writtenSpan(written: string, { start, end }: Span): Span {
  return { start: writtenUnit(written, start).start, end: writtenUnit(written, end - 1).end }
}

/** The place in the value of a JSON string that a place in it, as it is written, decodes to. */
export function decodedOffset(written: string, offset: number): number {
  let saved = 0
  for (let at = written.indexOf('\\'); at >= 0 && at < offset; at = written.indexOf('\\', at)) {
    const end = endOfEscape(written, at)
    saved += Math.min(end, offset) - at - (end <= offset ? 1 : 0)
    at = end
  }
  return offset - saved
}

/** How the unit at a place of the value is written: as it is, or as an escape. */
function writtenUnit(written: string, index: number): Span {
  let at = 0
  for (let left = index; ; left--) {
    const slash = written.indexOf('\\', at)
    if (slash < 0 || left < slash - at) return { start: at + left, end: at + left + 1 }
    left -= slash - at
    at = endOfEscape(written, slash)
    if (left === 0) return { start: slash, end: at }
  }
}

/** `\n` and its like are two units, `\u0041` is six. */
function endOfEscape(written: string, slash: number): number {
  return slash + (written[slash + 1] === 'u' ? 6 : 2)
}
