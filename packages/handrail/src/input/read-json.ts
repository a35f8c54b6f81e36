import { readFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { InputError } from '../errors.ts'
import { safe } from '../output/safe.ts'

/**
 * What a file of JSON holds; `-` reads the standard input.
 *
 * @throws InputError when it is no JSON.
 */
export async function readJson(file: string): Promise<unknown> {
  const json = file === '-' ? await text(process.stdin) : await readFile(file, 'utf8').catch(withPath(file))
  try {
    return JSON.parse(json.replace(/^\uFEFF/, ''))
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new InputError(`Expected ${safe(file)} to be JSON: ${safe(why)}.`)
  }
}

/** The system names no file where one could be opened and not read, as a folder. */
function withPath(path: string) {
  return (error: NodeJS.ErrnoException): never => {
    throw Object.assign(error, { path })
  }
}
