import { Argument } from 'commander'
import { type AddCommand, examples } from './add.ts'

/** The shells that completion is there for. */
const shells = ['bash', 'zsh', 'fish'] as const

export const addCompletion: AddCommand = (program, io, exit) => {
  program
    .command('completion')
    .summary('print a script that completes commands and options in your shell')
    .description('Prints a script that completes commands, options and file names in your shell.')
    .addArgument(new Argument('<shell>', 'your shell').choices(shells))
    .addHelpText(
      'after',
      examples([
        ['completion bash >> ~/.bashrc', 'for bash'],
        ['completion zsh >> ~/.zshrc', 'for zsh'],
        ['completion fish > ~/.config/fish/completions/handrail.fish', 'for fish'],
      ]),
    )
    .action(async (shell: (typeof shells)[number]) => {
      const { completion } = await import('../actions/completion.ts')
      exit(await completion(shell, program, io))
    })
}
