import type { GuardRecord } from '../guard/record.ts'
import type { LedgerEntry } from './ledger-entry.ts'
import { type LedgerEntryOptions, ledgerEntryOf } from './ledger-entry-of.ts'

/** A record that will be written down in a moment, off the path of its call. */
export interface TakenRecord {
  readonly record: GuardRecord
  /** Its number in the ledger. */
  readonly sequence: number
  /** How many faults it had. Those of sinks that are called after this one are not its own. */
  readonly faults: number
}

/**
 * Takes a record. This is all that happens on the path of a call. Everything else in a record is frozen, or is worked
 * out from texts that are; a path may be absent where the app changes what a tool returned in between.
 */
export function takeRecord(record: GuardRecord, sequence: number): TakenRecord {
  return { record, sequence, faults: faultsOf(record) }
}

function faultsOf(record: GuardRecord): number {
  try {
    return record.faults.length
  } catch {
    // It is no record of a guard. Whoever writes it down finds out, and counts it.
    return 0
  }
}

/** The entry of a record that was taken. */
export function entryOfTaken(taken: TakenRecord, digest: LedgerEntryOptions['digest']): LedgerEntry {
  const { record, sequence, faults } = taken
  return ledgerEntryOf({ ...record, faults: record.faults.slice(0, faults) }, { digest, sequence })
}
