/** An entry as JSON that waits to be written. */
interface WaitingEntry {
  readonly kind: 'entry'
  readonly sequence: number
  readonly json: string
}

/** Entries that were dropped, which waits to be written too. */
export interface WaitingGap {
  readonly kind: 'gap'
  readonly sequence: number
  dropped: number
  readonly time: string
  until: string
  reason: string
}

/** What waits to be written. */
export type Waiting = WaitingEntry | WaitingGap

/** The number of the last record that something waiting stands for. */
export function lastOf(each: Waiting): number {
  return each.kind === 'entry' ? each.sequence : each.sequence + each.dropped - 1
}

/** A gap from one record to another; `undefined` where there is none between them. */
export function gapOf(first: number, last: number, reason: string): WaitingGap | undefined {
  if (last < first) return undefined
  const time = new Date().toISOString()
  return { kind: 'gap', sequence: first, dropped: last - first + 1, time, until: time, reason }
}

const GAP_SIZE = 300

/**
 * What waits to be written, in order, and bounded: what does not fit is dropped, and a gap stands in its place, which
 * takes next to nothing. Entries that wait already are kept, so that the ledger says what happened before it filled up.
 */
export class LineQueue {
  readonly #most: number
  #waiting: Waiting[] = []
  #size = 0
  /** How many of the first are being written: gaps among them take no more. */
  #taken = 0

  /** @param most how much may wait, in UTF-16 units. */
  constructor(most: number) {
    this.#most = most
  }

  get length(): number {
    return this.#waiting.length
  }

  /** Takes an entry; `false` where it was dropped. */
  add(sequence: number, json: string): boolean {
    if (this.#size + json.length > this.#most && this.#size > 0) {
      this.drop(sequence, 'more records came than could be written')
      return false
    }
    this.#size += json.length
    this.#waiting.push({ kind: 'entry', sequence, json })
    return true
  }

  /** Notes that a record is left out. There are few reasons. */
  drop(sequence: number, reason: string): void {
    const last = this.#waiting.length > this.#taken ? this.#waiting.at(-1) : undefined
    if (last?.kind !== 'gap') {
      const gap = gapOf(sequence, sequence, reason)
      if (gap) this.#waiting.push(gap)
      return
    }
    last.dropped++
    last.until = new Date().toISOString()
    if (!last.reason.includes(reason)) last.reason += `; ${reason}`
  }

  /** The first that wait: a single one, or more of so much together. They wait until they are removed or left. */
  take(most: number): readonly Waiting[] {
    let size = 0
    let count = 0
    for (const each of this.#waiting) {
      size += each.kind === 'entry' ? each.json.length : GAP_SIZE
      if (count > 0 && size > most) break
      count++
    }
    this.#taken = count
    return this.#waiting.slice(0, count)
  }

  /** Forgets those that were taken: they are written. */
  removeTaken(): void {
    for (const each of this.#waiting.slice(0, this.#taken))
      if (each.kind === 'entry') this.#size -= each.json.length
    this.#waiting = this.#waiting.slice(this.#taken)
    this.#taken = 0
  }

  /** Leaves those that were taken where they are: they are not written. */
  leaveTaken(): void {
    this.#taken = 0
  }

  /** Forgets everything, and says how many records that were. */
  clear(): number {
    let records = 0
    for (const each of this.#waiting) if (each.kind === 'entry') records++
    this.#waiting = []
    this.#size = 0
    this.#taken = 0
    return records
  }
}
