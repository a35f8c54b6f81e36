import { TextDecoder } from 'node:util'

/** A line of a file. */
export interface Line {
  /** From 1. */
  readonly number: number
  /** Absent where the line is too long, or no UTF-8. */
  readonly text?: string
}

const NEWLINE = 0x0a

/** Splits bytes into lines. What is too long is passed over as it comes, so that no line fills the memory. */
export async function* linesOf(
  chunks: AsyncIterable<Uint8Array>,
  maxBytes: number,
): AsyncGenerator<Line, void, undefined> {
  let parts: Uint8Array[] = []
  let size = 0
  let number = 1
  const add = (bytes: Uint8Array) => {
    size += bytes.length
    if (size <= maxBytes) parts.push(bytes)
    else parts = []
  }
  for await (const chunk of chunks) {
    let start = 0
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      add(chunk.subarray(start, end))
      yield lineOf(number++, parts, size > maxBytes)
      parts = []
      size = 0
      start = end + 1
    }
    add(chunk.subarray(start))
  }
  if (size > 0) yield lineOf(number, parts, size > maxBytes)
}

function lineOf(number: number, parts: readonly Uint8Array[], tooLong: boolean): Line {
  if (tooLong) return { number }
  try {
    return { number, text: new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(parts)) }
  } catch {
    return { number }
  }
}
