import { type AddCommand, examples } from './add.ts'
import { addJsonOption } from './options.ts'

/** What `handrail verify` can be told. */
export interface VerifyFlags {
  readonly head?: readonly string[]
  readonly json?: boolean
}

export const addVerify: AddCommand = (program, io, exit) => {
  const command = program
    .command('verify')
    .summary('whether a ledger is what was written')
    .description(
      'Checks every link of a ledger: that no line was changed, removed, moved or put in. Exit code 1 when a link is broken, with the first one. Lines cut off at the end, or a ledger written anew as a whole, show only where --head is given.',
    )
    .argument('<ledger>', 'the file that the ledger was opened with, or one of its segments')
    .option(
      '--head <hash>',
      'a hash that the ledger must hold: what `flush()` gave when you noted it; can be given again',
      (hash: string, earlier: readonly string[] = []) => [...earlier, hash],
    )
  addJsonOption(command)
    .addHelpText(
      'after',
      examples([
        ['verify handrail-ledger.jsonl', 'all segments of a ledger'],
        ['verify handrail-ledger.jsonl --head 9f2c…', 'and that nothing before this hash is missing'],
      ]),
    )
    .action(async (ledger: string, flags: VerifyFlags) => {
      const { verify } = await import('../actions/verify.ts')
      exit(await verify(ledger, flags, io))
    })
}
