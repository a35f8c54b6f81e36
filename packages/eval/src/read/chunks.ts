import { bytesOf } from './bytes.ts'
import type { LineRange } from './lines.ts'

/**
 * Cuts a file of lines into ranges that know the number of their first line, to be read one by one, wherever that is
 * done. Ranges are told while the file is looked through, at the speed of the disk.
 *
 * @param bytes how long a range is at least; 4 MiB by default. It ends with a line.
 */
export async function* chunksOf(
  file: string,
  bytes = 2 ** 22,
  signal?: AbortSignal,
): AsyncGenerator<Required<LineRange>> {
  let line = 1
  let start = 0
  let offset = 0
  let lines = 0
  for await (const piece of bytesOf(file, 0, signal)) {
    for (let at = piece.indexOf(0x0a); at >= 0; at = piece.indexOf(0x0a, at + 1)) {
      lines++
      const end = offset + at + 1
      if (end - start < bytes) continue
      yield { start, end, line }
      line += lines
      lines = 0
      start = end
    }
    offset += piece.length
  }
  if (offset > start) yield { start, end: offset, line }
}
