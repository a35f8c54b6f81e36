import { dirname } from 'node:path'
import type { Files, OpenFile } from './files.ts'
import type { Target } from './target.ts'

/** Begins a segment. Nobody else has written to it, nor will. */
export async function openSegment(path: string, files: Files): Promise<Target> {
  await files.mkdir(dirname(path))
  // `x`: never into a file that is there already. Readable for its owner alone: it tells what an agent did.
  return new Segment(path, await files.open(path, 'wx', 0o600), files)
}

class Segment implements Target {
  readonly name: string
  readonly #file: OpenFile
  readonly #files: Files
  #size = 0
  #isBroken = false
  #isInFolder = false
  /** Why what was appended may be lost. */
  #lost: unknown

  constructor(name: string, file: OpenFile, files: Files) {
    this.name = name
    this.#file = file
    this.#files = files
  }

  get size(): number {
    return this.#size
  }

  get isBroken(): boolean {
    return this.#isBroken
  }

  async append(lines: Uint8Array): Promise<void> {
    await this.#checkThere()
    try {
      for (let done = 0; done < lines.length; ) {
        const { bytesWritten } = await this.#file.write(lines, done, lines.length - done, this.#size + done)
        if (bytesWritten === 0) throw new Error('nothing could be written')
        done += bytesWritten
      }
      this.#size += lines.length
    } catch (error) {
      // A full disk took a part of the lines: without it the chain can go on here when there is room again.
      await this.#file.truncate(this.#size).catch(() => {
        this.#isBroken = true
      })
      throw error
    }
  }

  async sync(): Promise<void> {
    // What the system could not store it may have forgotten, and says so only once.
    if (this.#lost) throw this.#lost
    try {
      await this.#file.sync()
    } catch (error) {
      this.#isBroken = true
      this.#lost = error
      throw error
    }
    if (!this.#isInFolder) await this.#syncFolder()
    await this.#checkThere()
  }

  async close(): Promise<void> {
    await this.#file.close()
  }

  /** A file whose last name was removed takes lines and loses them. */
  async #checkThere(): Promise<void> {
    if ((await this.#file.stat()).nlink > 0) return
    this.#isBroken = true
    throw new Error(`the file was removed, '${this.name}'`)
  }

  /** The name of a new file is durable when its folder is. Not every system can do that for a folder. */
  async #syncFolder(): Promise<void> {
    this.#isInFolder = true
    const folder = await this.#files.open(dirname(this.name), 'r').catch(() => undefined)
    await folder?.sync().catch(() => undefined)
    await folder?.close().catch(() => undefined)
  }
}
