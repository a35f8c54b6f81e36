import { type LineQueue, lastOf } from './line-queue.ts'
import type { LineWriter } from './line-writer.ts'

/** So much is written at once, in UTF-16 units. */
const BATCH = 1_048_576
/** After a failure nothing is tried for so long, and twice as long each time it fails again, up to a minute. */
const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 60_000

/** What a pump needs to know. */
export interface PumpSource {
  readonly queue: LineQueue
  /** Puts some of what was taken into the queue; `false` when nothing more waits for that. */
  refill(): boolean
  /** Whether anything was taken or waits in the queue. */
  hasMore(): boolean
}

interface Waiter {
  readonly target: number
  resolve(): void
  reject(error: unknown): void
}

/** Moves what waits in a queue to the writer, one batch after another, and tries again after a failure. Never throws. */
export class Pump {
  readonly #source: PumpSource
  readonly #failed: (error: unknown) => void
  readonly #writer: Promise<LineWriter>
  readonly #firstPause: number
  #waiters: Waiter[] = []
  #isRunning = false
  #isStopped = false
  #pause: number
  #retry: NodeJS.Timeout | undefined
  #through = 0
  #written = 0

  /** @param failed told of every failure. */
  constructor(
    source: PumpSource,
    failed: (error: unknown) => void,
    writer: Promise<LineWriter>,
    firstPause = FIRST_PAUSE_MS,
  ) {
    this.#source = source
    this.#failed = failed
    this.#writer = writer
    this.#firstPause = firstPause
    this.#pause = firstPause
  }

  /** How many entries were appended. */
  get written(): number {
    return this.#written
  }

  /** The number of the last record that was appended, or that stands in a gap that was. */
  get through(): number {
    return this.#through
  }

  /** Begins to write, unless it does so already or pauses. */
  start(): void {
    if (this.#isRunning || this.#retry || this.#isStopped) return
    this.#isRunning = true
    setImmediate(() => void this.#run())
  }

  /** Resolves when all records up to a number are durable; rejects when that was tried and failed. */
  until(target: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiters.push({ target, resolve, reject })
      this.#endPause()
      this.start()
    })
  }

  /** Tries no more. What waits stays in the queue. */
  stop(): void {
    this.#endPause()
    this.#isStopped = true
  }

  async #run(): Promise<void> {
    try {
      const writer = await this.#writer
      do {
        while (await this.#step(writer)) await immediate()
        await this.#acknowledge(writer)
      } while (this.#source.hasMore() || this.#waiters.length > 0)
      this.#isRunning = false
    } catch (error) {
      this.#isRunning = false
      this.#fail(error)
    }
  }

  /** Writes a batch. `false` when nothing waits any more. */
  async #step(writer: LineWriter): Promise<boolean> {
    const more = this.#source.refill()
    const { queue } = this.#source
    const batch = queue.take(BATCH)
    const last = batch.at(-1)
    if (!last) return more
    try {
      await writer.append(batch)
    } catch (error) {
      queue.leaveTaken()
      throw error
    }
    queue.removeTaken()
    this.#pause = this.#firstPause
    this.#through = lastOf(last)
    for (const { kind } of batch) if (kind === 'entry') this.#written++
    if (this.#waiters.some(({ target }) => target <= this.#through)) await this.#acknowledge(writer)
    return true
  }

  async #acknowledge(writer: LineWriter): Promise<void> {
    const isDone = ({ target }: Waiter) => target <= this.#through
    const done = this.#waiters.filter(isDone)
    if (done.length === 0) return
    await writer.sync()
    this.#waiters = this.#waiters.filter((waiter) => !done.includes(waiter))
    for (const { resolve } of done) resolve()
  }

  #fail(error: unknown): void {
    const waiters = this.#waiters
    this.#waiters = []
    this.#failed(error)
    for (const { reject } of waiters) reject(error)
    // A program that is done otherwise does not wait for a disk.
    this.#retry = setTimeout(() => {
      this.#endPause()
      this.start()
    }, this.#pause).unref()
    this.#pause = Math.min(this.#pause * 2, LONGEST_PAUSE_MS)
  }

  #endPause(): void {
    clearTimeout(this.#retry)
    this.#retry = undefined
  }
}

function immediate(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
