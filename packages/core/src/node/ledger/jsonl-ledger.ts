import type { GuardRecord } from '../../guard/record.ts'

/** Where a ledger stands: keep it elsewhere, and `verifyLedger` can tell with it whether the end was cut off or rewritten. */
export interface LedgerAnchor {
  /** The segment; `undefined` where nothing was written yet. */
  readonly file: string | undefined
  /** Its last line, from 1. */
  readonly line: number
  /** The hash of that line: SHA-256 in hex of its bytes without the line feed. */
  readonly hash: string | undefined
  /** How many entries were written by this opening. */
  readonly written: number
  /** How many records are not in the ledger, but stand in it as a gap. */
  readonly dropped: number
}

/** What became of the records that a ledger was given. */
export interface LedgerStats {
  /** Entries that were handed to the system. A crash of the program does not lose them. */
  readonly written: number
  /** Records that are not in the ledger, because too many waited, they could not be written down, or it was closed. */
  readonly dropped: number
  /** How often writing failed. */
  readonly failures: number
  /** Entries that were written to a file that then failed or was removed before they were durable. A gap tells of them. */
  readonly unsure: number
  /** Records, and gaps, that wait to be written. */
  readonly waiting: number
  /** The last thing that went wrong. */
  readonly lastError: string | undefined
  /** The segment that is written, or was last. */
  readonly file: string | undefined
}

/** A ledger in a file of JSON lines. Nothing in it throws or delays a run. */
export interface JsonlLedger extends AsyncDisposable {
  /** Give it to a guard as `onRecord`, alone or in a list. Several guards may share a ledger. */
  readonly onRecord: (record: GuardRecord) => void
  /**
   * Resolves when every record that was given so far is durable (`fsync`), or stands in a gap that is. A crash of the
   * machine does not lose them.
   *
   * @throws HandrailError `LEDGER_NOT_WRITTEN` when that was tried now and failed. It is tried again later all the same.
   */
  flush(): Promise<LedgerAnchor>
  /** Flushes, writes the last line and closes the file. Never rejects: `stats` says what was lost. What comes later is dropped. */
  close(): Promise<LedgerAnchor>
  /** What became of the records so far. */
  readonly stats: LedgerStats
}
