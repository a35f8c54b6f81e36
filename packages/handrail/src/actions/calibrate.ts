import type { GuardOptions } from '@handrail/core'
import { type CalibrateOptions, type CalibrationReport, calibrate, recommendationToml } from '@handrail/eval'
import type { CalibrateFlags } from '../commands/calibrate.ts'
import { InputError } from '../errors.ts'
import { integerOf, rangeOf, rateOf, workOf } from '../input/numbers.ts'
import type { Io } from '../io.ts'
import { jsonOf } from '../output/json.ts'
import { counted } from '../output/numbers.ts'
import { tellProblems } from '../output/problems.ts'
import { startProgress } from '../output/progress.ts'
import { writeWhole } from '../output/write-whole.ts'
import { CONFIGURED, choosePolicies } from '../settings/policies.ts'
import { type CalibrationView, calibrationReport } from '../views/calibration-report.ts'

/** Calibrates the guard that is configured on recordings, and prints what is recommended. */
export async function calibrateFiles(
  files: readonly string[],
  flags: CalibrateFlags,
  io: Io,
): Promise<number> {
  const options = numbersOf(flags)
  const { config, policies } = await choosePolicies(flags, ['observe', 'warn', 'default', 'ask', 'block'])
  const others: Record<string, GuardOptions> = { ...policies }
  // What is configured is the first policy of a report in any case.
  delete others[CONFIGURED]
  const progress = await startProgress(io, 'Calibrating')
  const report = await calibrate(files, {
    ...options,
    options: config.options,
    policies: others,
    format: flags.format,
    onProgress: ({ bytes, totalBytes, calls }) => progress.update(bytes, totalBytes, counted(calls, 'call')),
  }).finally(() => progress.stop())
  const isLossy = await tellProblems(report.problems.listed, io.err, report.problemKinds)
  if (report.conversations.total === 0 && !isLossy)
    throw new InputError('Expected conversations in the files, got none: `--format` says how to read them.')
  if (flags.out !== undefined) await writeWhole(flags.out, jsonOf('calibrate', report), io)
  if (report.conversations.total > 0 || flags.json || flags.toml)
    await io.out.write(
      asAsked(report, { flags, files, own: config.file === undefined ? 'default' : CONFIGURED }, io),
    )
  return isLossy ? 2 : 0
}

interface Asked extends Omit<CalibrationView, 'out'> {
  readonly flags: CalibrateFlags
}

function asAsked(report: CalibrationReport, { flags, files, own }: Asked, io: Io): string {
  if (flags.json) return jsonOf('calibrate', report)
  if (flags.toml) return recommendationToml(report)
  return calibrationReport(report, { out: flags.out, files, own }, io.out)
}

function numbersOf(flags: CalibrateFlags): Omit<CalibrateOptions, 'options'> {
  const assume = {
    ...(flags.minted !== undefined && { minted: rangeOf('--minted', flags.minted) }),
    ...(flags.mattered !== undefined && { mattered: rangeOf('--mattered', flags.mattered) }),
    ...(flags.recovered !== undefined && { recovered: rangeOf('--recovered', flags.recovered) }),
  }
  return {
    ...workOf(flags.workers === undefined ? {} : { workers: flags.workers }),
    ...(flags.seed !== undefined && { seed: integerOf('--seed', flags.seed, 0, Number.MAX_SAFE_INTEGER) }),
    ...(flags.injections !== undefined && {
      injections: integerOf('--injections', flags.injections, 1, 100_000),
    }),
    ...(flags.budget !== undefined && { budget: rateOf('--budget', flags.budget) }),
    assume,
  }
}
