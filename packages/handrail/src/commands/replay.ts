import { Option } from 'commander'
import { type AddCommand, examples } from './add.ts'
import {
  addJsonOption,
  addPolicyOptions,
  addWorkOptions,
  type PolicyFlags,
  type WorkFlags,
} from './options.ts'

/** What `handrail replay` can be told. */
export interface ReplayFlags extends PolicyFlags, WorkFlags {
  readonly flags?: boolean
  readonly sarif?: boolean
  readonly json?: boolean
}

export const addReplay: AddCommand = (program, io, exit) => {
  const command = program
    .command('replay')
    .summary('what a guard would have done on recorded conversations')
    .description(
      'Reads recorded conversations and says what each policy would have done with every tool call. Nothing runs, and no model is asked. Files are streamed and may be larger than memory; - reads the standard input.',
    )
    .argument('<files...>', 'recordings: JSON lines or JSON, in any of the formats, packed by gzip or not')
  addWorkOptions(addPolicyOptions(command))
    .option('--flags', 'list every flagged call, with where each of its arguments came from')
    .addOption(
      new Option('--sarif', 'print the flagged calls as SARIF 2.1, their values masked').conflicts([
        'json',
        'flags',
      ]),
    )
  addJsonOption(command)
    .addHelpText(
      'after',
      examples([
        ['replay traces.jsonl', 'what the usual policies would have done'],
        ['replay traces.jsonl --flags', 'and every call that they flag'],
        ['replay *.jsonl -p warn -p mine=strict.toml', 'compare a preset with a file of yours'],
        ['replay big.jsonl --shard 1/4 --json > 1.json', 'a part of the work, for `handrail merge`'],
        ['replay traces.jsonl --sarif > handrail.sarif', 'for code scanning'],
      ]),
    )
    .action(async (files: string[], flags: ReplayFlags) => {
      const { replayFiles } = await import('../actions/replay.ts')
      exit(await replayFiles(files, flags, io))
    })
}
