import { type ReplayedCall, replay } from '@handrail/eval'
import type { ReplayFlags } from '../commands/replay.ts'
import { InputError } from '../errors.ts'
import { workOf } from '../input/numbers.ts'
import type { Io } from '../io.ts'
import { jsonLine, jsonOf } from '../output/json.ts'
import { counted } from '../output/numbers.ts'
import { tellProblems } from '../output/problems.ts'
import { startProgress } from '../output/progress.ts'
import { CONFIGURED, choosePolicies } from '../settings/policies.ts'
import { flaggedCall } from '../views/flagged-call.ts'
import { replayReport } from '../views/replay-report.ts'

/** What is compared where nothing is asked for: what is configured, and from acting gently to acting hard. */
const USUAL = [CONFIGURED, 'warn', 'default', 'ask', 'block']

/** Replays recordings, and prints what was found. */
export async function replayFiles(files: readonly string[], flags: ReplayFlags, io: Io): Promise<number> {
  const work = workOf(flags)
  const { policies } = await choosePolicies(flags, USUAL)
  const progress = await startProgress(io, 'Replaying', !(flags.flags && io.out.isTTY))
  const report = await replay(files, {
    ...work,
    policies,
    format: flags.format,
    onFinding: flags.flags ? (call) => io.out.write(listed(call, flags, io)) : undefined,
    onProgress: ({ bytes, totalBytes, calls }) => progress.update(bytes, totalBytes, counted(calls, 'call')),
  }).finally(() => progress.stop())
  const { problems, totals } = report
  const isLossy = await tellProblems(problems.listed, io.err, problems.leftOut)
  if (totals.conversations === 0 && !isLossy && !work.shard)
    throw new InputError('Expected conversations in the files, got none: `--format` says how to read them.')
  if (flags.json) await io.out.write(flags.flags ? jsonLine('replay', report) : jsonOf('replay', report))
  else if (totals.conversations > 0)
    await io.out.write(replayReport(report, { files, listsFlags: flags.flags !== true }, io))
  return isLossy ? 2 : 0
}

function listed(call: ReplayedCall, { json }: ReplayFlags, io: Io): string {
  return json ? jsonLine('call', call) : `${flaggedCall(call, io.out)}\n`
}
