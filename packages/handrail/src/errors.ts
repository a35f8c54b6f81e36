import { safe } from './output/safe.ts'

/** Marks the errors of our packages. To import a class for it would load all of them before anything is known to be wrong. */
const ofHandrail = Symbol.for('handrail.error')

/** Something the user can put right: one sentence with the way out. Ends the command with exit code 2. */
export class InputError extends Error {
  override readonly name = 'InputError'
}

/** The system's own errors, in words. */
const SYSTEM: Readonly<Record<string, (path: string) => string>> = {
  ENOENT: (path) => `There is no file ${path}.`,
  EACCES: (path) => `The file ${path} may not be opened: check its permissions and those of its folder.`,
  EPERM: (path) => `The file ${path} may not be opened: check its permissions and those of its folder.`,
  EISDIR: (path) => `${path} is a folder where a file was expected.`,
  ENOTDIR: (path) => `A part of the path ${path} is no folder.`,
  ENOSPC: (path) => `The disk is full, so ${path} was not written: make room, or choose another place.`,
  EROFS: (path) => `${path} lies on a disk that cannot be written to: choose another place.`,
  EMFILE: () => 'Too many files are open: raise the limit (`ulimit -n`) or pass fewer files.',
}

/** What to tell the user about an error: one sentence. */
export function sentenceOf(error: unknown): string {
  if (error instanceof InputError) return oneLine(error.message)
  // One line for each mistake in a configuration, with its place.
  if (error instanceof Error && ofHandrail in error) return safeLines(error.message)
  const { code, path, syscall } = (
    typeof error === 'object' && error !== null ? error : {}
  ) as NodeJS.ErrnoException
  const sentence = code === undefined ? undefined : SYSTEM[code]
  if (sentence && path !== undefined) return sentence(safe(path))
  if (syscall === 'uv_cwd') return 'The folder that this shell is in was removed: change to another one.'
  const message = oneLine(error instanceof Error ? error.message : String(error)).replace(/[.]+$/, '')
  return `Handrail failed: ${message}. Set HANDRAIL_DEBUG=1 to see where, and please report it.`
}

function safeLines(text: string): string {
  return text.trim().split('\n').map(safe).join('\n')
}

function oneLine(text: string): string {
  return text
    .trim()
    .split(/\s*\n\s*/)
    .join(' ')
}
