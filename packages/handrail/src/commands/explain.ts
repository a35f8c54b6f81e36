import { type AddCommand, examples } from './add.ts'
import {
  addFormatOption,
  addJsonOption,
  addPolicyOptions,
  type PolicyFlags,
  type ReadFlags,
} from './options.ts'

/** What `handrail explain` can be told. */
export interface ExplainFlags extends PolicyFlags, ReadFlags {
  readonly full?: boolean
  readonly json?: boolean
}

export const addExplain: AddCommand = (program, io, exit) => {
  const command = program
    .command('explain')
    .summary('where each argument of a call came from')
    .description(
      'Shows one call of a recording: its arguments, and where in the conversation each came from.',
    )
    .argument('<trace>', 'a recording')
    .argument(
      '<call>',
      'conversation#number as `handrail replay` prints it, the id of the tool call, or a number from 0',
    )
    .option('--full', 'show every message before the call')
  addJsonOption(addFormatOption(addPolicyOptions(command)))
    .addHelpText(
      'after',
      examples([
        ["explain traces.jsonl 'run-7#3'", 'the fourth call of the conversation run-7'],
        ['explain traces.jsonl call_xK31', 'the call with this id'],
        ['explain one.json 3 --full', 'in a file of one conversation, with all of it'],
      ]),
    )
    .action(async (trace: string, call: string, flags: ExplainFlags) => {
      const { explain } = await import('../actions/explain.ts')
      exit(await explain(trace, call, flags, io))
    })
}
