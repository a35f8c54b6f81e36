import { execFile } from 'node:child_process'
import { pathToFileURL } from 'node:url'
import type { Place } from './place.ts'

const PATIENCE_MS = 5_000

/**
 * Where in a module something went wrong as it was imported: the first place in it that the trace of the error names. An
 * error in the syntax of JavaScript names none, so Node.js is asked again, as it tells that on a terminal only.
 */
export async function placeOfFault(file: string, error: unknown): Promise<Place | undefined> {
  const names = [pathToFileURL(file).href, file]
  const found = placeIn(traceOf(error), names)
  return found ?? (error instanceof SyntaxError ? placeIn(await complaintAbout(file), names) : undefined)
}

function traceOf(error: unknown): string {
  try {
    return error instanceof Error ? String(error.stack) : ''
  } catch {
    return ''
  }
}

function placeIn(text: string, names: readonly string[]): Place | undefined {
  for (const name of names) {
    const at = text.indexOf(`${name}:`)
    const found = at < 0 ? undefined : /^:(\d+)(?::(\d+))?/.exec(text.slice(at + name.length))
    if (found) return { line: Number(found[1]), column: Number(found[2] ?? 1) }
  }
  return undefined
}

function complaintAbout(file: string): Promise<string> {
  return new Promise((resolve) => {
    execFile(process.execPath, ['--check', file], { timeout: PATIENCE_MS }, (_, __, stderr) =>
      resolve(stderr),
    )
  })
}
