import type { Command, Option } from 'commander'

/** An option, as a shell needs to know it. */
export interface OptionWords {
  /** `--json`, `-h`. */
  readonly flags: readonly string[]
  readonly description: string
  /** Whether a value follows. */
  readonly takesValue: boolean
  /** The values, where there are only these. */
  readonly choices: readonly string[]
}

/** A command, as a shell needs to know it. */
export interface CommandWords {
  readonly name: string
  readonly description: string
  readonly options: readonly OptionWords[]
  /** The values of its arguments, where there are only these; files otherwise. */
  readonly choices: readonly string[]
}

/**
 * All words of the command line. The scripts hold them as they are: nothing runs at a press of the tab key, which makes it
 * quick, and what stands on the line is never evaluated, as the scripts of libraries for completion do.
 */
export function wordsOf(program: Command): readonly CommandWords[] {
  const help = program.createHelp()
  return help.visibleCommands(program).map((command) => ({
    name: command.name(),
    description: command.summary() || command.description(),
    options: help.visibleOptions(command).map(optionWords),
    choices:
      command.name() === 'help'
        ? program.commands.map((known) => known.name())
        : command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []),
  }))
}

function optionWords({ short, long, description, required, optional, argChoices }: Option): OptionWords {
  return {
    flags: [short, long].filter((flag) => flag !== undefined),
    description,
    takesValue: required || optional,
    choices: argChoices ?? [],
  }
}

/** A text that every one of the shells takes for nothing but text. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", '’').replaceAll('\\', '/')}'`
}
