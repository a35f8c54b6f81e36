import { type AddCommand, examples } from './add.ts'
import { addJsonOption } from './options.ts'

/** What `handrail merge` can be told. */
export interface MergeFlags {
  readonly json?: boolean
}

export const addMerge: AddCommand = (program, io, exit) => {
  const command = program
    .command('merge')
    .summary('put the reports of shards together')
    .description(
      'Puts what `handrail replay --json` printed for shards, or for several files, together: the result is that of one replay of everything.',
    )
    .argument('<reports...>', 'files of JSON')
  addJsonOption(command)
    .addHelpText(
      'after',
      examples([
        ['merge 1.json 2.json 3.json 4.json', 'the whole, as text'],
        ['merge *.json --json > replay.json', 'the whole, for a program'],
      ]),
    )
    .action(async (files: string[], flags: MergeFlags) => {
      const { merge } = await import('../actions/merge.ts')
      exit(await merge(files, flags, io))
    })
}
