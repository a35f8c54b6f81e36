import { CommanderError } from 'commander'
import { sentenceOf } from './errors.ts'
import { processIo } from './io.ts'
import { createProgram } from './program.ts'
import { sentenceOfUsage } from './usage.ts'

/**
 * Runs the command line and sets the exit code of the process: 0 when all is well, 1 when a check says no, 2 when the
 * input or the usage is wrong, 130 when interrupted. Never throws.
 */
export async function main(argv: readonly string[]): Promise<never> {
  await run(argv)
  // What a plug-in or a module of the user left open must not keep us.
  await Promise.all([process.stdout, process.stderr].map(flushed))
  process.exit()
}

async function run(argv: readonly string[]): Promise<void> {
  const io = processIo()
  const program = createProgram(io, (code) => {
    process.exitCode = code
  })
  try {
    await program.parseAsync(argv, { from: 'user' })
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return
    process.exitCode = 2
    const sentence =
      error instanceof CommanderError ? sentenceOfUsage(error, program, argv) : sentenceOf(error)
    const { colours } = io.err
    await io.err.write(`${colours.red('handrail:')} ${sentence}\n`)
    if (process.env.HANDRAIL_DEBUG && error instanceof Error) await io.err.write(`${error.stack}\n`)
  }
}

function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    stream.write('', () => resolve())
  })
}
