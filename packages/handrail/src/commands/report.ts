import { type AddCommand, examples } from './add.ts'
import {
  addJsonOption,
  addPolicyOptions,
  addWorkOptions,
  type PolicyFlags,
  type WorkFlags,
} from './options.ts'

/** What `handrail report` can be told. */
export interface ReportFlags extends PolicyFlags, WorkFlags {
  readonly out: string
  readonly calibration?: string
  readonly title?: string
  readonly json?: boolean
}

export const addReport: AddCommand = (program, io, exit) => {
  const command = program
    .command('report')
    .summary('one HTML page of recordings, to look at and to send')
    .description(
      'Writes one HTML page that needs nothing else and no network: figures, tables, and the conversations with flagged calls first. It quotes what users and tools said: treat it as you treat the recordings.',
    )
    .argument('<files...>', 'recordings')
  addWorkOptions(addPolicyOptions(command))
    .option('-o, --out <file>', 'where to write it', 'handrail-report.html')
    .option('--calibration <file>', 'what `handrail calibrate --out` wrote: adds its plots')
    .option('--title <title>', 'the title of the page')
  addJsonOption(command)
    .addHelpText(
      'after',
      examples([
        ['report traces.jsonl', 'writes handrail-report.html'],
        [
          'report traces.jsonl --calibration calibration.json -o page.html',
          'with the plots of a calibration',
        ],
      ]),
    )
    .action(async (files: string[], flags: ReportFlags) => {
      const { report } = await import('../actions/report.ts')
      exit(await report(files, flags, io))
    })
}
