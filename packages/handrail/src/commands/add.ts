import type { Command } from 'commander'
import type { Io } from '../io.ts'

/** Adds a command to the program. `exit` sets the exit code. */
export type AddCommand = (program: Command, io: Io, exit: (code: number) => void) => void

/** The last part of a command's help. */
export function examples(lines: readonly (readonly [command: string, what: string])[]): string {
  const longest = Math.max(...lines.map(([command]) => command.length))
  const shown = lines.map(([command, what]) => `  $ handrail ${command.padEnd(longest)}   ${what}`)
  return `\nExamples:\n${shown.join('\n')}`
}
