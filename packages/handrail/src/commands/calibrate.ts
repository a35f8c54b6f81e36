import { type AddCommand, examples } from './add.ts'
import {
  addFormatOption,
  addJsonOption,
  addPolicyOptions,
  type PolicyFlags,
  type ReadFlags,
} from './options.ts'

/** What `handrail calibrate` can be told. */
export interface CalibrateFlags extends PolicyFlags, ReadFlags {
  readonly workers?: string
  readonly seed?: string
  readonly injections?: string
  readonly budget?: string
  readonly minted?: string
  readonly mattered?: string
  readonly recovered?: string
  readonly out?: string
  readonly toml?: boolean
  readonly json?: boolean
}

export const addCalibrate: AddCommand = (program, io, exit) => {
  const command = program
    .command('calibrate')
    .summary('how often a guard would be right on your recordings, and the policy to choose')
    .description(
      'Counts how often calls are flagged as they were recorded, puts made-up ids into them and counts how many are found, and says between which effects on solved tasks each policy lies. Recommends a policy, or to stay at OBSERVE. Nothing runs.',
    )
    .argument('<files...>', 'recordings')
  addFormatOption(addPolicyOptions(command))
    .option('--workers <count>', 'how many threads work, from 0; by default as many as there are cores')
    .option('--seed <number>', 'draws other made-up ids; the same seed gives the same report', '1')
    .option('--injections <count>', 'made-up ids of each family and effect', '200')
    .option('--budget <rate>', 'the most needless disruption that is accepted, by judged call', '0.01')
    .option('--minted <from-to>', 'the share of flags that are made up, if you know it, such as 0.8-1')
    .option('--mattered <from-to>', 'the share of those that matter to the run')
    .option('--recovered <from-to>', 'the share of those that a withheld call recovers')
    .option('-o, --out <file>', 'write the whole report there, as JSON, for `init --from` and `report`')
    .option('--toml', 'print the recommendation as a part of handrail.toml')
  addJsonOption(command)
    .addHelpText(
      'after',
      examples([
        ['calibrate traces.jsonl', 'the recommendation and what it rests on'],
        ['calibrate traces.jsonl --out calibration.json', 'and the whole report, for `handrail init --from`'],
        ['calibrate traces.jsonl --mattered 0.5-0.9', 'with what you know about your runs'],
      ]),
    )
    .action(async (files: string[], flags: CalibrateFlags) => {
      const { calibrateFiles } = await import('../actions/calibrate.ts')
      exit(await calibrateFiles(files, flags, io))
    })
}
