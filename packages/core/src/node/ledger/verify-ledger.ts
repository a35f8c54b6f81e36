import { basename } from 'node:path'
import { describeError } from '../../errors.ts'
import { segmentsOf } from './segments-of.ts'
import type { BrokenLink, LedgerVerification, SegmentVerification } from './verification.ts'
import { type ReadSegment, verifySegment } from './verify-segment.ts'

/** Options of {@link verifyLedger}. */
export interface VerifyLedgerOptions {
  /** Hashes that `flush()` or `close()` once gave: each must be that of a line. */
  readonly expectedHead?: string | readonly string[]
}

/**
 * Checks that a ledger is what was written: that in each segment every line carries the hash of the one before it, that
 * numbers follow one another, and that nothing stands there but lines of a ledger. It reads every file once, in memory
 * that does not grow with its size.
 *
 * A chain shows that a line in it was changed, moved, removed or inserted. By itself it cannot show three things: that
 * whole lines at the end of a segment are missing, that its last line was changed, or that all of it was written anew,
 * by someone who works out the hashes again; and a segment that was removed as a whole leaves no trace unless another
 * goes on from it. For these give `expectedHead`, which holds for all lines up to the one that has it.
 *
 * @param ledger the name that the ledger was opened with, or one of its segments.
 * @throws HandrailError `NO_LEDGER` when there is none.
 */
export async function verifyLedger(
  ledger: string,
  options: VerifyLedgerOptions = {},
): Promise<LedgerVerification> {
  const missing = new Set([options.expectedHead ?? []].flat())
  const read: ReadSegment[] = []
  for (const file of await segmentsOf(ledger))
    read.push(
      await verifySegment(file, (hash) => missing.delete(hash)).catch((error) => unreadable(file, error)),
    )
  const segments = read.map((segment) => withPredecessor(segment, read))
  const sum = (count: 'lines' | 'entries' | 'gaps' | 'dropped') =>
    segments.reduce((total, segment) => total + segment[count], 0)
  const broken = segments.find((segment) => segment.broken)?.broken
  return {
    ok: broken === undefined && missing.size === 0,
    ...(broken && { broken }),
    segments,
    lines: sum('lines'),
    entries: sum('entries'),
    gaps: sum('gaps'),
    dropped: sum('dropped'),
    tornTails: segments.filter(({ tornTail }) => tornTail).length,
    missingHeads: [...missing],
  }
}

/** The same segment, with what becomes of it beside the one that it goes on from. */
function withPredecessor(
  { follows, ...segment }: ReadSegment,
  all: readonly ReadSegment[],
): SegmentVerification {
  if (!follows) return segment
  const before = all.find(({ file }) => basename(file) === follows.segment)
  const after = { segment: follows.segment, isThere: before !== undefined }
  if (!before || before.broken || before.head?.hash === follows.hash) return { ...segment, after }
  const expected = `a last line of the hash ${follows.hash}`
  const found = `one of the hash ${before.head?.hash ?? 'of nothing'}`
  const line = before.head?.line ?? 1
  const message = `${before.file}, line ${line}: expected ${expected}, found ${found}: ${segment.file} goes on from there.`
  const broken: BrokenLink = { file: before.file, line, expected, found, message }
  return { ...segment, after, broken: segment.broken ?? broken }
}

function unreadable(file: string, error: unknown): ReadSegment {
  const expected = 'a file that can be read'
  const found = describeError(error)
  return {
    ...{
      file,
      lines: 0,
      entries: 0,
      gaps: 0,
      dropped: 0,
      head: undefined,
      isClosed: false,
      follows: undefined,
    },
    broken: { file, line: 1, expected, found, message: `${file}: expected ${expected}, found ${found}.` },
  }
}
