import { HandrailError } from '@handrail/core'
import { z } from 'zod'
import type { Shard } from '../work/shard.ts'
import type { ReplayReport } from './report.ts'
import { replayReportSchema } from './report-schema.ts'
import { ReplayTally } from './tally.ts'

/**
 * Checks a report that was stored as JSON.
 *
 * @param source what to call it in the error, such as its file.
 * @throws HandrailError `INVALID_OPTION` that names the first field that is wrong.
 */
export function readReplayReport(json: unknown, source = 'the report'): ReplayReport {
  const read = replayReportSchema.safeParse(json)
  if (read.success) return read.data as ReplayReport
  const [issue] = read.error.issues
  const field =
    issue && issue.path.length > 0 ? ` (\`${z.core.toDotPath(issue.path)}\`: ${issue.message})` : ''
  throw new HandrailError(
    'INVALID_OPTION',
    `Expected ${source} to be a report of a replay, version 1${field}.`,
    {
      cause: read.error,
    },
  )
}

/**
 * One report of several: of shards, or of files that were replayed apart. It is the report of one replay of all of them,
 * whatever their order.
 *
 * @throws HandrailError `INVALID_OPTION` when there is none, or they are not of the same policies in the same order.
 */
export function mergeReplays(reports: readonly ReplayReport[]): ReplayReport {
  const [first] = reports
  if (!first) throw new HandrailError('INVALID_OPTION', 'Expected a report at least to merge, got none.')
  const names = namesOf(first)
  const tally = new ReplayTally(names)
  for (const report of reports) {
    const others = namesOf(report)
    if (others.length !== names.length || others.some((name, at) => name !== names[at]))
      throw new HandrailError(
        'INVALID_OPTION',
        `Expected all reports to be of the policies ${names.join(', ')}, got one of ${others.join(', ')}.`,
      )
    tally.add(report)
  }
  const shards = incomplete(reports.flatMap((report) => report.shards ?? []))
  return shards.length > 0 ? { ...tally.report(), shards } : tally.report()
}

/** The shards without those of which all of the others are there as well. */
function incomplete(shards: readonly Shard[]): Shard[] {
  const left = [...shards].sort((a, b) => a.of - b.of || a.index - b.index)
  for (const of of new Set(left.map((shard) => shard.of)))
    while (left.filter((shard) => shard.of === of).length >= of) {
      const set = Array.from({ length: of }, (_, index) =>
        left.findIndex((shard) => shard.of === of && shard.index === index),
      )
      if (set.includes(-1)) break
      for (const at of set.reverse()) left.splice(at, 1)
    }
  return left
}

function namesOf({ policies }: ReplayReport): string[] {
  return policies.map(({ policy }) => policy)
}
