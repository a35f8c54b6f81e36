import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { replay } from '@handrail/eval'
import type { ReportFlags } from '../commands/report.ts'
import { InputError } from '../errors.ts'
import { workOf } from '../input/numbers.ts'
import { pickConversations } from '../input/pick-conversations.ts'
import { readCalibration } from '../input/read-calibration.ts'
import type { Io } from '../io.ts'
import { jsonOf } from '../output/json.ts'
import { bytes, count, counted } from '../output/numbers.ts'
import { tellProblems } from '../output/problems.ts'
import { startProgress } from '../output/progress.ts'
import { safe } from '../output/safe.ts'
import { writeWhole } from '../output/write-whole.ts'
import { renderReport } from '../report/index.ts'
import { CONFIGURED, choosePolicies } from '../settings/policies.ts'

/** Writes one HTML page of recordings. */
export async function report(files: readonly string[], flags: ReportFlags, io: Io): Promise<number> {
  const work = workOf(flags)
  const calibration = flags.calibration === undefined ? undefined : await readCalibration(flags.calibration)
  await checkReadTwice(files)
  const { policies } = await choosePolicies(flags, [CONFIGURED, 'warn', 'default', 'ask', 'block'])
  const progress = await startProgress(io, 'Replaying')
  const replayed = await replay(files, {
    ...work,
    policies,
    format: flags.format,
    onProgress: ({ bytes, totalBytes, calls }) => progress.update(bytes, totalBytes, counted(calls, 'call')),
  }).finally(() => progress.stop())
  const { problems, problemKinds, totals } = replayed
  const isLossy = await tellProblems(problems.listed, io.err, problemKinds)
  if (totals.conversations === 0)
    throw new InputError('Expected conversations in the files, got none: `--format` says how to read them.')
  const page = renderReport({
    ...(await pickConversations(files, policies, flags.format)),
    replay: replayed,
    ...(calibration && { calibration }),
    ...(Object.hasOwn(policies, CONFIGURED) && { policy: CONFIGURED }),
    title: flags.title ?? files.map((file) => basename(file)).join(', '),
  })
  await writeWhole(flags.out, page, io)
  const { conversations, calls, flagged } = totals
  await io.out.write(
    flags.json
      ? jsonOf('report', { file: flags.out, bytes: Buffer.byteLength(page), totals })
      : `Wrote ${safe(flags.out)} (${bytes(Buffer.byteLength(page))}): ${counted(conversations, 'conversation')}, ${counted(calls, 'call')}, ${count(flagged)} flagged. Open it in a browser.\n`,
  )
  return isLossy ? 2 : 0
}

/** The figures come first, and the conversations that go onto the page are chosen after them. */
async function checkReadTwice(files: readonly string[]): Promise<void> {
  for (const file of files) {
    const stats = file === '-' ? undefined : await stat(file).catch(() => undefined)
    if (file === '-' || stats?.isFIFO() || stats?.isSocket())
      throw new InputError(
        `Expected files that can be read twice, got the pipe ${safe(file)}: save it to a file first.`,
      )
  }
}
