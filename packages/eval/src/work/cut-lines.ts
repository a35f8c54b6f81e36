import { type FileHandle, open } from 'node:fs/promises'
import type { Place, Problem } from '../conversation.ts'
import { longestRecord } from '../read/longest-record.ts'

/** Whole lines of a file. */
export interface Block {
  readonly place: Place
  readonly lines: number
  /** In a buffer that nobody else uses, so that it can be handed over to a thread. */
  readonly bytes: Uint8Array<ArrayBuffer>
}

/** Sizes in bytes. */
export interface BlockSizes {
  /** Of a block, unless a line is longer. 4 MiB by default: what is told of each costs as much, however large it is. */
  readonly block?: number
  /** A longer line is passed over, and reported. {@link longestRecord} by default. */
  readonly longestLine?: number
}

const NEWLINE = 0x0a

/** Cuts a file into blocks of whole lines, in their order. Rejects when the file cannot be read. */
export async function* cutLines(
  file: string,
  { block = 2 ** 22, longestLine = longestRecord() }: BlockSizes = {},
): AsyncGenerator<Block | Problem> {
  const handle = await open(file)
  try {
    const window = new Window(block)
    let line = 1
    let isSkipping = false
    for (let isEnd = false; !isEnd; ) {
      isEnd = (await window.fill(handle)) === 0
      for (;;) {
        if (isSkipping) {
          const hasEnd = window.skipLine()
          if (!hasEnd && !isEnd) break
          yield tooLong({ file, line }, longestLine)
          line++
        }
        const { lines, length, isLong } = window.wholeLines(longestLine, isEnd)
        if (lines > 0) yield { place: { file, line }, lines, bytes: window.take(length) }
        line += lines
        isSkipping = isLong
        if (!isLong) break
      }
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

  constructor(block: number) {
    this.#block = block
    // Not one of the small buffers that share their memory: it is handed over.
    this.#buffer = Buffer.allocUnsafeSlow(block)
  }

  /** Reads on; a line that does not fit gets twice the room. Gives how many bytes were read. */
  async fill(handle: FileHandle): Promise<number> {
    if (this.#end === this.#buffer.length) this.#move()
    const room = this.#buffer.length - this.#end
    const { bytesRead } = await handle.read(this.#buffer, this.#end, room)
    this.#end += bytesRead
    return bytesRead
  }

  /** The lines up to one that is too long, or to one whose end was not read yet. */
  wholeLines(longest: number, isEnd: boolean) {
    const read = this.#buffer.subarray(this.#start, this.#end)
    let lines = 0
    for (let length = 0; ; lines++) {
      const newline = read.indexOf(NEWLINE, length)
      const end = newline < 0 ? read.length : newline + 1
      const isLong = end - length > longest
      if (end === length || isLong || (newline < 0 && !isEnd)) return { lines, length, isLong }
      length = end
    }
  }

  /** Hands over the first bytes, in the buffer that they were read into. */
  take(length: number): Buffer<ArrayBuffer> {
    const taken = this.#buffer.subarray(this.#start, this.#start + length)
    this.#start += length
    this.#move()
    return taken
  }

  /** Forgets the first line as far as it was read. Gives whether its end was. */
  skipLine(): boolean {
    const read = this.#buffer.subarray(this.#start, this.#end)
    const newline = read.indexOf(NEWLINE)
    this.#start += newline < 0 ? read.length : newline + 1
    this.#move()
    return newline >= 0
  }

  /** Goes on in a buffer of its own. */
  #move(): void {
    const rest = this.#buffer.subarray(this.#start, this.#end)
    const next = Buffer.allocUnsafeSlow(Math.max(this.#block, 2 * rest.length))
    rest.copy(next)
    this.#buffer = next
    this.#start = 0
    this.#end = rest.length
  }
}

function tooLong(place: Place, longestLine: number): Problem {
  const message = `Expected at most ${longestLine} bytes for one record, got more; it was passed over.`
  return { place, kind: 'records that are too long', message, lost: true }
}
