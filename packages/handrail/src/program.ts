import { Command } from 'commander'
import { commands } from './commands/index.ts'
import type { Io } from './io.ts'
import { version } from './version.ts'

/** The whole command line. What a command does is loaded when it runs: help and completion must answer at once. */
export function createProgram(io: Io, exit: (code: number) => void): Command {
  const program = new Command('handrail')
    .description(
      'Asks where every id in a tool call of your agent came from: on recorded conversations, and in your app.',
    )
    .version(version(), '-v, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({ outputError: () => {} })
    .configureHelp({ styleTitle: (title) => io.out.colours.bold(title) })
    .addHelpText('after', start)
  for (const add of commands) add(program, io, exit)
  return program
}

const start = `
Begin with recorded conversations, one JSON a line:
  $ handrail replay traces.jsonl       what a guard would have done, call by call
  $ handrail calibrate traces.jsonl    how often it would be right, and the policy to choose
  $ handrail doctor                    whether the guard of your app is armed

Exit codes: 0 all is well, 1 the check says no, 2 wrong input or usage.`
