import { type CommandWords, type OptionWords, quoted } from './words.ts'

/** The script for fish. */
export function fishScript(commands: readonly CommandWords[]): string {
  const lines = commands.flatMap(({ name, description, options, choices }) => {
    const within = `complete -c handrail -n '__fish_seen_subcommand_from ${name}'`
    return [
      `complete -c handrail -n __fish_use_subcommand -f -a ${name} -d ${quoted(description)}`,
      ...options.map((option) => `${within} ${optionOf(option)}`),
      ...(choices.length > 0 ? [`${within} -f -a '${choices.join(' ')}'`] : []),
    ]
  })
  return `# Completes handrail in fish.
complete -c handrail -n __fish_use_subcommand -f -s h -l help -d 'print the help'
complete -c handrail -n __fish_use_subcommand -f -s v -l version -d 'print the version'
${lines.join('\n')}
`
}

function optionOf({ flags, description, takesValue, choices }: OptionWords): string {
  const names = flags.map((flag) => (flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`))
  const value = choices.length > 0 ? ` -x -a '${choices.join(' ')}'` : takesValue ? ' -r' : ''
  return `${names.join(' ')}${value} -d ${quoted(description)}`
}
