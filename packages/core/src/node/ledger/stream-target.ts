import { constants } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { type Files, fileOf, type OpenFile } from './files.ts'
import type { Target } from './target.ts'

/** A reader that takes nothing for so long is taken for gone. */
const PATIENCE_MS = 5_000
const PAUSE_MS = 10
const isFull = new Set(['ENOSPC', 'EDQUOT'])
/** What says that a pipe or device is never durable, and no more. */
const cannotSync = new Set(['EINVAL', 'ENOTSUP', 'EROFS'])

/** Opens a named pipe, a device, or a file that the app has opened. Never waits for a reader. */
export async function openStream(file: string | number, files: Files): Promise<Target> {
  // The app opened it, so the app closes it.
  if (typeof file === 'number')
    return new Stream(`file descriptor ${file}`, { ...fileOf(file), close: async () => {} })
  const flags = constants.O_WRONLY | constants.O_APPEND | (constants.O_NONBLOCK ?? 0)
  return new Stream(file, await files.open(file, flags))
}

class Stream implements Target {
  readonly name: string
  readonly #sink: OpenFile
  /** What is left of lines that were begun: nothing else may be written before it. */
  #rest: Uint8Array | undefined
  #size = 0
  /** Why nothing more can be written. */
  #failure: unknown

  constructor(name: string, sink: OpenFile) {
    this.name = name
    this.#sink = sink
  }

  get size(): number {
    return this.#size
  }

  get isBroken(): boolean {
    return this.#failure !== undefined
  }

  async append(lines: Uint8Array): Promise<void> {
    await this.#finish()
    const { done, why } = await this.#write(lines)
    if (done === 0) throw why
    // What was begun cannot be taken back, so it counts as appended: nothing but the rest can follow a part of a line.
    if (done < lines.length) this.#rest = lines.subarray(done)
    this.#size += lines.length
  }

  async sync(): Promise<void> {
    // Whoever read is gone, and what was on its way with them.
    if (this.#failure) throw this.#failure
    await this.#finish()
    await this.#sink.sync().catch((error: NodeJS.ErrnoException) => {
      if (cannotSync.has(error.code ?? '')) return
      this.#failure = error
      throw error
    })
  }

  async close(): Promise<void> {
    await this.#sink.close()
  }

  async #finish(): Promise<void> {
    if (!this.#rest) return
    const { done, why } = await this.#write(this.#rest)
    const rest = this.#rest.subarray(done)
    this.#rest = rest.length > 0 ? rest : undefined
    if (this.#rest) throw why
  }

  /** How many bytes were taken before the reader's patience, the disk, or ours ended; and why no more. */
  async #write(bytes: Uint8Array): Promise<{ readonly done: number; readonly why?: unknown }> {
    let done = 0
    for (let waited = 0; done < bytes.length; ) {
      try {
        const { bytesWritten } = await this.#sink.write(bytes, done, bytes.length - done)
        done += bytesWritten
        waited = 0
      } catch (why) {
        const { code = '' } = why as NodeJS.ErrnoException
        if (isFull.has(code)) return { done, why }
        if (code !== 'EAGAIN') {
          this.#failure = why
          throw why
        }
        if (waited >= PATIENCE_MS) return { done, why: new Error(`nobody reads from ${this.name}`) }
        waited += PAUSE_MS
        await delay(PAUSE_MS)
      }
    }
    return { done }
  }
}
