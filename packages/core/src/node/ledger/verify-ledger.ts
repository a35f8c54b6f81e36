import { stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { describeError } from '../../errors.ts'
import type { SegmentBefore } from '../../ledger/ledger-line.ts'
import { segmentsOf } from './segments-of.ts'
import type { BrokenLink, LedgerVerification, SegmentVerification } from './verification.ts'
import { type ReadSegment, segmentBefore, verifySegment } from './verify-segment.ts'

/** Options of {@link verifyLedger}. */
export interface VerifyLedgerOptions {
  /** Hashes that `flush()` or `close()` once gave: each must be that of a line. */
  readonly expectedHead?: string | readonly string[] | undefined
}

/**
 * Checks that a ledger is what was written: that in each segment every line carries the hash of the one before it, that
 * numbers follow one another, and that nothing stands there but lines of a ledger. It reads every file once, in memory
 * that does not grow with its size.
 *
 * A chain shows that a line in it was changed, moved, removed or inserted. By itself it cannot show three things: that
 * whole lines at the end of a segment are missing, that its last line was changed, or that all of it was written anew,
 * by someone who works out the hashes again; and a segment that was removed, or copied, as a whole leaves no trace unless
 * another goes on from it. For these give `expectedHead`, which holds for all lines up to the one that has it.
 *
 * @param ledger the name that the ledger was opened with, or one of its segments.
 * @throws HandrailError `NO_LEDGER` when there is none.
 */
export async function verifyLedger(
  ledger: string,
  options: VerifyLedgerOptions = {},
): Promise<LedgerVerification> {
  const missing = new Set([options.expectedHead ?? []].flat())
  const files = await segmentsOf(ledger)
  const goneOnFrom = await goneOnFromIn(files)
  const segments: SegmentVerification[] = []
  for (const file of files) {
    let wanted = goneOnFrom.get(basename(file)) ?? []
    const { follows, ...segment } = await verifySegment(file, (line, hash) => {
      missing.delete(hash)
      wanted = wanted.filter(({ before }) => before.line !== line || before.hash !== hash)
    }).catch((error): ReadSegment => unreadable(file, error))
    const [unfound] = wanted
    const broken = segment.broken ?? (unfound && brokenOff(segment, unfound))
    segments.push({
      ...segment,
      ...(follows && { after: { segment: follows.segment, isThere: await isBeside(file, follows.segment) } }),
      ...(broken && { broken }),
    })
  }
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

/** A segment that goes on from another, and where. */
interface GoneOnFrom {
  readonly by: string
  readonly before: SegmentBefore
}

/** By name of a segment, which others go on from it. A ledger writes one; more may have been laid beside it. */
async function goneOnFromIn(files: readonly string[]): Promise<ReadonlyMap<string, readonly GoneOnFrom[]>> {
  const found = new Map<string, GoneOnFrom[]>()
  for (const file of files) {
    const before = await segmentBefore(file)
    if (before) found.set(before.segment, [...(found.get(before.segment) ?? []), { by: file, before }])
  }
  return found
}

/** Whether there is a segment of that name beside another one. */
async function isBeside(file: string, segment: string): Promise<boolean> {
  if (basename(segment) !== segment) return false
  return stat(join(dirname(file), segment)).then(
    (stats) => stats.isFile(),
    () => false,
  )
}

function brokenOff({ file, head }: SegmentVerification, { by, before }: GoneOnFrom): BrokenLink {
  const line = Math.min(before.line, (head?.line ?? 0) + 1)
  const expected = `the line ${before.line} of the hash ${before.hash}`
  const found = head ? `the line ${head.line} of the hash ${head.hash} at the end` : 'no line'
  const message = `${file}, line ${line}: expected ${expected}, found ${found}: ${by} goes on from there.`
  return { file, line, expected, found, message }
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
