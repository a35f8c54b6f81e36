import { describeError } from '../../errors.ts'
import type { GuardRecord } from '../../guard/record.ts'
import { entryOfTaken, type TakenRecord, takeRecord } from '../../ledger/taken-record.ts'
import { LineQueue } from './line-queue.ts'
import type { PumpSource } from './pump.ts'

/** So many records may wait to be written down; one more, and the oldest is written down at once. */
const MOST_TAKEN = 1_000
/** So long records are written down in one go, in milliseconds. */
const SLICE_MS = 5

/** Takes records on the path of their calls, and writes them down as JSON off it, into a queue of bounded size. */
export class Intake implements Pick<PumpSource, 'queue' | 'refill' | 'hasMore'> {
  readonly queue: LineQueue
  readonly #digest: ((text: string) => string) | undefined
  readonly #onDrop: (why?: string) => void
  #taken: TakenRecord[] = []
  #given = 0
  #dropped = 0
  #isSettling = false

  /**
   * @param maxQueued how much may wait to be written, in UTF-16 units.
   * @param onDrop told of every record that is left out, and why where that is no lack of room.
   */
  constructor(
    maxQueued: number,
    digest: ((text: string) => string) | undefined,
    onDrop: (why?: string) => void,
  ) {
    this.queue = new LineQueue(maxQueued)
    this.#digest = digest
    this.#onDrop = onDrop
  }

  /** The number of the last record that was taken. */
  get given(): number {
    return this.#given
  }

  /** How many records were left out. */
  get dropped(): number {
    return this.#dropped
  }

  /** How many records, and gaps, wait. */
  get waiting(): number {
    return this.#taken.length + this.queue.length
  }

  take(record: GuardRecord): void {
    this.#taken.push(takeRecord(record, ++this.#given))
    if (this.#taken.length > MOST_TAKEN) this.#writeDown(this.#taken.shift() as TakenRecord)
  }

  /** Counts a record that comes too late. */
  refuse(): void {
    this.#drop('the ledger is closed')
  }

  hasMore(): boolean {
    return this.waiting > 0
  }

  /** Writes down some of what was taken; `false` when nothing is left. */
  refill(): boolean {
    const until = performance.now() + SLICE_MS
    let done = 0
    for (const taken of this.#taken) {
      if (done > 0 && performance.now() >= until) break
      this.#writeDown(taken)
      done++
    }
    this.#taken = this.#taken.slice(done)
    return this.#taken.length > 0
  }

  /** Writes everything down in a while: records have to let go of their conversations even if a disk hangs. */
  settle(): void {
    if (this.#isSettling) return
    this.#isSettling = true
    setImmediate(() => {
      this.#isSettling = false
      if (this.refill()) this.settle()
    })
  }

  /** Gives up what waits. */
  abandon(): void {
    for (let lost = this.#taken.length + this.queue.clear(); lost > 0; lost--) this.#drop()
    this.#taken = []
  }

  #writeDown(taken: TakenRecord): void {
    try {
      if (!this.queue.add(taken.sequence, JSON.stringify(entryOfTaken(taken, this.#digest)))) this.#drop()
    } catch (error) {
      this.queue.drop(taken.sequence, 'a record that could not be written down')
      this.#drop(describeError(error))
    }
  }

  #drop(why?: string): void {
    this.#dropped++
    this.#onDrop(why)
  }
}
