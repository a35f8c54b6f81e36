import { type AddCommand, examples } from './add.ts'

/** What `handrail init` can be told. */
export interface InitOptions {
  readonly from?: string
  readonly force?: boolean
  readonly json?: boolean
}

export const addInit: AddCommand = (program, io, exit) => {
  program
    .command('init')
    .summary('write a commented handrail.toml')
    .description('Writes a handrail.toml with every setting, its default and what it is for.')
    .argument('[file]', 'where to', 'handrail.toml')
    .option('--from <report>', 'take over what `handrail calibrate --out` recommended')
    .option('-f, --force', 'overwrite a file that is there')
    .option('--json', 'print one JSON object instead of text')
    .addHelpText(
      'after',
      examples([
        ['init', 'write handrail.toml into this folder'],
        ['init --from calibration.json', 'with the recommended policy'],
        ['init config/handrail.toml --force', 'overwrite another one'],
      ]),
    )
    .action(async (file: string, options: InitOptions) => {
      const { init } = await import('../actions/init.ts')
      exit(await init(file, options, io))
    })
}
