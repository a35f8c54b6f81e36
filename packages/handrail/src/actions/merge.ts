import { resolve } from 'node:path'
import { mergeReplays, type ReplayReport, readReplayReport } from '@handrail/eval'
import type { MergeFlags } from '../commands/merge.ts'
import { InputError } from '../errors.ts'
import { readJson } from '../input/read-json.ts'
import type { Io } from '../io.ts'
import { jsonOf } from '../output/json.ts'
import { tellProblems } from '../output/problems.ts'
import { safe } from '../output/safe.ts'
import { replayReport } from '../views/replay-report.ts'

/** Puts reports of replays together, and prints the result as a replay does. */
export async function merge(files: readonly string[], { json }: MergeFlags, io: Io): Promise<number> {
  const twice = files.find((file, at) =>
    files.some((other, before) => before < at && resolve(other) === resolve(file)),
  )
  if (twice !== undefined)
    throw new InputError(
      `Expected every report once, got ${safe(twice)} twice: its calls would count double.`,
    )
  const reports: ReplayReport[] = []
  for (const file of files) reports.push(readReplayReport(await readJson(file), safe(file)))
  const report = mergeReplays(reports)
  const { problems, problemKinds } = report
  const isLossy = await tellProblems(problems.listed, io.err, problemKinds)
  await io.out.write(
    json ? jsonOf('replay', report) : replayReport(report, { files: [], listsFlags: true }, io),
  )
  const missing = missingShard(report.shards)
  if (missing !== undefined)
    await io.err.write(`Expected all shards, found none for ${missing}: this counts a part of the work.\n`)
  return isLossy || missing !== undefined ? 2 : 0
}

/** The first part that is missing, as the command line counts them. */
function missingShard(shards: ReplayReport['shards'] = []): string | undefined {
  const [first] = shards
  if (!first) return undefined
  const { of } = first
  const times = (index: number) => shards.filter((shard) => shard.of === of && shard.index === index).length
  const most = Math.max(...shards.map(({ index }) => times(index)))
  for (let index = 0; index < of; index++) if (times(index) < most) return `${index + 1}/${of}`
  return undefined
}
