import { expected } from '../errors.ts'
import type { GuardRecord } from '../guard/record.ts'
import type { LedgerEntry } from './ledger-entry.ts'
import type { LedgerEntryOptions } from './ledger-entry-of.ts'
import { entryOfTaken, type TakenRecord, takeRecord } from './taken-record.ts'

/** Options of a memory ledger. */
export interface MemoryLedgerOptions extends Pick<LedgerEntryOptions, 'digest'> {
  /** How many entries are kept, from 1: the last ones. 1,000 by default. */
  readonly capacity?: number
}

/** A ledger that ends with the program. */
export interface MemoryLedger {
  /** Give it to a guard as `onRecord`. Never throws. */
  readonly onRecord: (record: GuardRecord) => void
  /** The last entries, the oldest first. */
  entries(): readonly LedgerEntry[]
  /** How many records could not be written down, because `digest` threw or they were none of a guard. */
  readonly failures: number
}

/**
 * Makes a ledger in memory, for tests, live views and small tools. A record is written down when its call is under way,
 * or when the entries are asked for, whatever comes first.
 *
 * @example
 * const ledger = createMemoryLedger()
 * const guard = createGuard({ onRecord: ledger.onRecord })
 *
 * @throws HandrailError `INVALID_OPTION` when the capacity is no integer from 1.
 */
export function createMemoryLedger({ capacity = 1_000, digest }: MemoryLedgerOptions = {}): MemoryLedger {
  if (!Number.isSafeInteger(capacity) || capacity < 1)
    throw expected('INVALID_OPTION', 'options.capacity', 'to be an integer from 1', capacity)
  const ring: LedgerEntry[] = []
  /** Where the oldest entry stands once the ring is full. */
  let oldest = 0
  let waiting: TakenRecord[] = []
  let sequence = 0
  let failures = 0
  const written = (taken: TakenRecord) => {
    try {
      return entryOfTaken(taken, digest)
    } catch {
      failures++
      return undefined
    }
  }
  const settle = () => {
    const taken = waiting
    waiting = []
    for (const each of taken) {
      const entry = written(each)
      if (!entry) continue
      if (ring.length < capacity) ring.push(entry)
      else {
        ring[oldest] = entry
        oldest = (oldest + 1) % capacity
      }
    }
  }
  return {
    onRecord(record) {
      if (waiting.push(takeRecord(record, ++sequence)) === 1) setTimeout(settle, 0)
      if (waiting.length > capacity) settle()
    },
    get failures() {
      return failures
    },
    entries() {
      settle()
      return [...ring.slice(oldest), ...ring.slice(0, oldest)]
    },
  }
}
