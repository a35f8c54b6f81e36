import { open } from 'node:fs/promises'
import type { Place, Problem } from '../conversation.ts'

/** Whole lines of a file. */
export interface Block {
  readonly place: Place
  readonly lines: number
  /** In a buffer that nobody else uses, so that it can be handed over to a thread. */
  readonly bytes: Uint8Array<ArrayBuffer>
}

/** Sizes in bytes. */
export interface BlockSizes {
  /** Of a block, unless a line is longer. 1 MiB by default. */
  readonly block?: number
  /** A longer line is passed over, and reported. 256 MiB by default: what fits into one string of V8. */
  readonly longestLine?: number
}

const NEWLINE = 0x0a

/** Cuts a file into blocks of whole lines, in their order. Rejects when the file cannot be read. */
export async function* cutLines(
  file: string,
  { block = 2 ** 20, longestLine = 2 ** 28 }: BlockSizes = {},
): AsyncGenerator<Block | Problem> {
  const handle = await open(file)
  try {
    const window = new Window(block)
    let line = 1
    let isSkipping = false
    for (;;) {
      const isEnd = (await window.fill(handle)) === 0
      const first = window.firstLine()
      isSkipping ||= (first ?? window.size) > longestLine
      if (isSkipping) {
        window.drop(first ?? window.size)
        if (first === undefined && !isEnd) continue
        yield tooLong({ file, line }, longestLine)
        line++
        isSkipping = false
      }
      const bytes = window.take(isEnd ? window.size : window.wholeLines())
      const lines = countLines(bytes)
      if (lines > 0) yield { place: { file, line }, lines, bytes }
      line += lines
      if (isEnd) return
    }
  } finally {
    await handle.close()
  }
}

/** What was read of a file and not handed on yet. */
class Window {
  readonly #block: number
  #buffer: Buffer<ArrayBuffer>
  #start = 0
  #end = 0
  /** Up to here there is no end of a line. */
  #searched = 0

  constructor(block: number) {
    this.#block = block
    // Not one of the small buffers that share their memory: it is handed over.
    this.#buffer = Buffer.allocUnsafeSlow(block)
  }

  get size(): number {
    return this.#end - this.#start
  }

  /** Reads on; a line that does not fit gets twice the room. Gives how many bytes were read. */
  async fill(handle: Awaited<ReturnType<typeof open>>): Promise<number> {
    if (this.#end === this.#buffer.length) this.#move(Math.max(this.#block, 2 * this.size))
    const room = this.#buffer.length - this.#end
    const { bytesRead } = await handle.read(this.#buffer, this.#end, room)
    this.#end += bytesRead
    return bytesRead
  }

  /** The length of the first line with its end; `undefined` when its end was not read yet. */
  firstLine(): number | undefined {
    const newline = this.#buffer.subarray(0, this.#end).indexOf(NEWLINE, this.#searched)
    this.#searched = newline < 0 ? this.#end : newline
    return newline < 0 ? undefined : newline + 1 - this.#start
  }

  /** The length of all lines whose ends were read. */
  wholeLines(): number {
    if (this.#searched === this.#end) return 0
    return this.#buffer.subarray(this.#start, this.#end).lastIndexOf(NEWLINE) + 1
  }

  /** Forgets the first bytes. */
  drop(length: number): void {
    this.#start += length
    this.#searched = this.#start
    if (this.size > 0) return
    if (this.#buffer.length > 2 * this.#block) this.#buffer = Buffer.allocUnsafeSlow(this.#block)
    this.#start = this.#end = this.#searched = 0
  }

  /** Hands over the first bytes, in the buffer that they were read into. */
  take(length: number): Buffer<ArrayBuffer> {
    const taken = this.#buffer.subarray(this.#start, this.#start + length)
    if (length === 0) return taken
    this.#start += length
    this.#move(Math.max(this.#block, 2 * this.size))
    return taken
  }

  /** Goes on in a buffer of its own. */
  #move(room: number): void {
    const next = Buffer.allocUnsafeSlow(room)
    this.#buffer.copy(next, 0, this.#start, this.#end)
    this.#end = this.size
    this.#searched = Math.max(0, this.#searched - this.#start)
    this.#start = 0
    this.#buffer = next
  }
}

function countLines(bytes: Buffer): number {
  let lines = 0
  for (let at = 0; at < bytes.length; lines++) {
    const newline = bytes.indexOf(NEWLINE, at)
    if (newline < 0) return lines + 1
    at = newline + 1
  }
  return lines
}

function tooLong(place: Place, longestLine: number): Problem {
  const message = `Expected at most ${longestLine} bytes for one record, got more; it was passed over.`
  return { place, kind: 'records that are too long', message, lost: true }
}
