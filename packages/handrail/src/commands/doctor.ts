import { type AddCommand, examples } from './add.ts'
import { addFormatOption, addJsonOption, type ReadFlags } from './options.ts'

/** What `handrail doctor` can be told. */
export interface DoctorFlags extends ReadFlags {
  readonly config?: string
  readonly tools?: string
  readonly traces?: readonly string[]
  readonly json?: boolean
}

export const addDoctor: AddCommand = (program, io, exit) => {
  const command = program
    .command('doctor')
    .summary('whether the guard of your app is armed')
    .description(
      'Looks at the app in this folder: versions, settings and where each came from, handlers, what a flagged call gets, tools and their effects, and calls that were made up to see whether they are flagged. Exit code 1 when the guard is not armed. Plug-ins and the module of --tools are imported; nothing else of the app runs.',
    )
    .option('-c, --config <file>', 'settings; by default the handrail.toml of this folder or one above')
    .option('--tools <module>', 'a module that exports your tools: says which of them have no guard')
    .option('--traces <files...>', 'recordings: says which of the tools in them are known')
  addJsonOption(addFormatOption(command))
    .addHelpText(
      'after',
      examples([
        ['doctor', 'the app in this folder'],
        ['doctor --tools ./src/tools.ts', 'and which of its tools have no guard'],
        ['doctor --traces traces.jsonl', 'and the tools that were called'],
        ['doctor --json | jq .armed', 'for a program'],
      ]),
    )
    .action(async (flags: DoctorFlags) => {
      const { doctor } = await import('../actions/doctor.ts')
      exit(await doctor(flags, io))
    })
}
