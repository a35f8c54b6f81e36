/** The place where a ledger is not what was written. */
export interface BrokenLink {
  readonly file: string
  /** From 1. */
  readonly line: number
  /** What should stand there. */
  readonly expected: string
  /** What stands there. */
  readonly found: string
  /** All of it in one sentence. */
  readonly message: string
}

/** What stands in one file of a ledger. Counts end at the first broken link. */
export interface SegmentVerification {
  readonly file: string
  readonly lines: number
  /** How many calls. */
  readonly entries: number
  readonly gaps: number
  /** How many records the gaps stand for. */
  readonly dropped: number
  /** The last line that holds. */
  readonly head: { readonly line: number; readonly hash: string } | undefined
  /** Whether the ledger was closed: whole lines at the end of one that was not can be missing without a trace. */
  readonly isClosed: boolean
  /** What a crash left of a last line, which nobody was told is stored. The next opening cuts it off. */
  readonly tornTail?: { readonly line: number; readonly bytes: number }
  /** The segment that the same opening wrote before this one, and whether it is still there. */
  readonly after?: { readonly segment: string; readonly isThere: boolean }
  readonly broken?: BrokenLink
}

/** What {@link verifyLedger} found. */
export interface LedgerVerification {
  /** Whether every link of every segment holds, and every expected hash was found. Torn tails and gaps do not count against it. */
  readonly ok: boolean
  /** The first broken link. */
  readonly broken?: BrokenLink
  readonly segments: readonly SegmentVerification[]
  readonly lines: number
  readonly entries: number
  readonly gaps: number
  readonly dropped: number
  /** How many segments end in a torn line. */
  readonly tornTails: number
  /** The expected hashes that no line has: lines were cut off at the end, or all of them written anew. */
  readonly missingHeads: readonly string[]
}
