import { writeSync } from 'node:fs'

/** The exit code of a command that was interrupted. */
const INTERRUPTED = 130

/**
 * Does work that imports code of the app. What that code prints goes to stderr, because stdout is for the result; where it
 * ends the process, or waits for what never comes, the exit code must not say that all is well.
 */
export async function besideApp<Result>(work: () => Promise<Result>): Promise<Result> {
  const { stdout, stderr } = process
  const { write } = stdout
  const ended = (code: number) => {
    if (code === INTERRUPTED) return
    process.exitCode = 2
    writeSync(
      stderr.fd,
      'handrail: Code of the app ended the process, or waits for what never comes, so nothing was found out: name a module that only exports tools.\n',
    )
  }
  stdout.write = stderr.write.bind(stderr)
  process.once('exit', ended)
  try {
    return await work()
  } finally {
    stdout.write = write
    process.off('exit', ended)
  }
}
