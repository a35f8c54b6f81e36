import { quoted } from './safe.ts'

/** A command to copy, and what it is for, as a comment of the shell: the whole line can be copied. */
export type Hint = readonly [command: string, what: string]

/** So many columns the names of files may take in a command to copy. */
const MOST_NAMES = 60

/** Commands to copy, one a line. */
export function hints(lines: readonly Hint[]): string {
  const longest = Math.max(...lines.map(([command]) => command.length))
  const column = longest > 60 ? 0 : longest
  return lines.map(([command, what]) => `  ${command.padEnd(column)}   # ${what}`).join('\n')
}

/** A file as a word of a command line that no program takes for an option. */
export function fileWord(file: string): string {
  return quoted(file.startsWith('-') ? `./${file}` : file)
}

/** Files as words of a command line: by name where that is short. Nothing where one was the standard input, which is gone. */
export function fileWords(files: readonly string[]): string | undefined {
  if (files.length === 0 || files.includes('-')) return undefined
  const words = files.map(fileWord).join(' ')
  return files.length === 1 || words.length <= MOST_NAMES ? words : '<files>'
}
