import { Option } from 'commander'
import { type AddCommand, examples } from './add.ts'
import { addJsonOption, addPolicyOptions, type PolicyFlags } from './options.ts'

/** What `handrail eval` can be told. */
export interface EvalOptions extends PolicyFlags {
  readonly effect: 'write' | 'destructive'
  readonly json?: boolean
}

export const addEval: AddCommand = (program, io, exit) => {
  const command = program
    .command('eval')
    .summary('whether acting would have helped: a gate for CI')
    .description(
      'Scores a policy on labelled cases by its net task delta: tasks won by acting, less what acting costs. Exit code 1 when it does more harm than good.',
    )
    .argument(
      '<cases>',
      'a file of JSON lines: a verdict, and what acting on it did in runs that you executed',
    )
  addPolicyOptions(command).addOption(
    new Option('--effect <effect>', 'what the tools of the cases do: decides which ceiling holds')
      .choices(['write', 'destructive'])
      .default('destructive'),
  )
  addJsonOption(command)
    .addHelpText(
      'after',
      examples([
        ['eval cases.jsonl', 'score the policy of handrail.toml, or the default one'],
        ['eval cases.jsonl --policy warn --policy block', 'compare two'],
        ['eval cases.jsonl --json > score.json', 'for a program'],
      ]),
    )
    .action(async (cases: string, options: EvalOptions) => {
      const { evaluate } = await import('../actions/eval.ts')
      exit(await evaluate(cases, options, io))
    })
}
