import { type ReplayedCall, type ReplayReport, replay, toSarif } from '@handrail/eval'
import type { ReplayFlags } from '../commands/replay.ts'
import { InputError } from '../errors.ts'
import { workOf } from '../input/numbers.ts'
import type { Io } from '../io.ts'
import { jsonLine, jsonOf } from '../output/json.ts'
import { counted } from '../output/numbers.ts'
import { tellProblems } from '../output/problems.ts'
import { startProgress } from '../output/progress.ts'
import { safeJson } from '../output/safe.ts'
import { CONFIGURED, choosePolicies } from '../settings/policies.ts'
import { version } from '../version.ts'
import { flaggedCall } from '../views/flagged-call.ts'
import { replayReport } from '../views/replay-report.ts'

/** What code scanning of GitHub takes. */
const MOST_RESULTS = 25_000

/** What is compared where nothing is asked for: what is configured, and from acting gently to acting hard. */
const USUAL = [CONFIGURED, 'warn', 'default', 'ask', 'block']

/** Replays recordings, and prints what was found. */
export async function replayFiles(files: readonly string[], flags: ReplayFlags, io: Io): Promise<number> {
  const work = workOf(flags)
  const { policies } = await choosePolicies(flags, USUAL)
  const progress = await startProgress(io, 'Replaying', !(flags.flags && io.out.isTTY))
  const found: ReplayedCall[] = []
  const onFinding = flags.sarif
    ? (call: ReplayedCall) => found.length < MOST_RESULTS && found.push(call)
    : (call: ReplayedCall) => io.out.write(listed(call, flags, io))
  const report = await replay(files, {
    ...work,
    policies,
    format: flags.format,
    onFinding: flags.flags || flags.sarif ? onFinding : undefined,
    onProgress: ({ bytes, totalBytes, calls }) => progress.update(bytes, totalBytes, counted(calls, 'call')),
  }).finally(() => progress.stop())
  const { problems, problemKinds, totals } = report
  const isLossy = await tellProblems(problems.listed, io.err, problemKinds)
  if (totals.conversations === 0 && !isLossy && !work.shard)
    throw new InputError('Expected conversations in the files, got none: `--format` says how to read them.')
  if (flags.sarif) await io.out.write(sarif(found, report, flags))
  else if (flags.json) await io.out.write(flags.flags ? jsonLine('replay', report) : jsonOf('replay', report))
  else if (totals.conversations > 0)
    await io.out.write(replayReport(report, { files, listsFlags: flags.flags !== true }, io))
  return isLossy ? 2 : 0
}

function listed(call: ReplayedCall, { json }: ReplayFlags, io: Io): string {
  return json ? jsonLine('call', call) : `${flaggedCall(call, io.out)}\n`
}

function sarif(
  found: readonly ReplayedCall[],
  { problems, policies }: ReplayReport,
  { policy }: ReplayFlags,
): string {
  // The level of a result is what the one policy would have done that was asked for, or the one that is configured.
  const [first] = policies
  const decides = policy?.length === 1 || first?.policy === CONFIGURED ? first?.policy : 'default'
  const log = toSarif(found, {
    problems: problems.listed,
    toolVersion: version(),
    maxResults: MOST_RESULTS,
    ...(decides !== undefined && { policy: decides }),
  })
  return `${safeJson(JSON.stringify(log, null, 2))}\n`
}
