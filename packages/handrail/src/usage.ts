import type { Command, CommanderError } from 'commander'
import { safe } from './output/safe.ts'

/** A mistake in the words after `handrail`, in one sentence with the way out. */
export function sentenceOfUsage(error: CommanderError, program: Command, argv: readonly string[]): string {
  // Without a command the help was printed already.
  if (error.code === 'commander.help')
    return argv[0] === 'help' && argv[1] !== undefined
      ? `Unknown command '${safe(argv[1])}': the text above lists all.`
      : 'Expected a command: the text above lists them.'
  const command = argv.find((word) => program.commands.some((known) => known.name() === word))
  const said = error.message.replace(/^error: /, '')
  const [what = '', hint] = said.split('\n')
  const nearest = hint?.match(/Did you mean (?:one of )?(.+)\?\)$/)?.[1]
  const sentence = safe(what.replace(/[.]$/, ''))
  const ask = nearest === undefined ? '' : `; did you mean ${nearest}?`
  const help = `\`handrail ${command === undefined ? '' : `${command} `}--help\` tells more.`
  return `${sentence[0]?.toUpperCase()}${sentence.slice(1)}${ask === '' ? '.' : ask} ${help}`
}
