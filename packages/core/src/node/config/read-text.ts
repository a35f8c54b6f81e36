import { readFile, stat } from 'node:fs/promises'
import { TextDecoder } from 'node:util'
import type { HandrailError } from '../../errors.ts'
import { configError } from './config-error.ts'

/** Nothing that a person writes is larger. */
const LARGEST = 2 ** 20

/**
 * The text of a configuration file, without a byte order mark.
 *
 * @throws HandrailError `INVALID_CONFIG` when there is no such file, it is a folder, it cannot be read, it is larger than
 * 1 MiB, or it is not UTF-8.
 */
export async function readText(file: string): Promise<string> {
  const bytes = await bytesOf(file)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    const [first, second] = bytes
    if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff))
      throw configError(file, undefined, 'Expected the file to be UTF-8, got UTF-16.', cause)
    const place = firstBadLine(bytes)
    throw configError(file, place, 'Expected the file to be UTF-8, got other bytes in this line.', cause)
  }
}

async function bytesOf(file: string): Promise<Uint8Array> {
  const size = await sizeOf(file)
  if (size > LARGEST) throw configError(file, undefined, `Expected at most ${LARGEST} bytes, got ${size}.`)
  try {
    return await readFile(file)
  } catch (error) {
    throw unreadable(file, error)
  }
}

/**
 * The size of a file, in bytes.
 *
 * @throws HandrailError `INVALID_CONFIG` when there is no file, or something else has its name.
 */
export async function sizeOf(file: string): Promise<number> {
  const stats = await stat(file).catch((error: unknown) => {
    throw unreadable(file, error)
  })
  if (stats.isFile()) return stats.size
  const got = stats.isDirectory() ? 'a folder' : 'a device or a pipe'
  throw configError(file, undefined, `Expected a file, got ${got}.`)
}

/** What the system said about a file, as one sentence. */
function unreadable(file: string, error: unknown): HandrailError {
  const { code } = error as NodeJS.ErrnoException
  const got = code === 'ENOENT' || code === 'ENOTDIR' ? 'none' : code
  return configError(file, undefined, `Expected a file that can be read, got ${got}.`, error)
}

function firstBadLine(bytes: Uint8Array): { line: number; column: number } {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let line = 1
  for (let start = 0; start < bytes.length; line++) {
    const end = bytes.indexOf(0x0a, start)
    const stop = end < 0 ? bytes.length : end
    try {
      decoder.decode(bytes.subarray(start, stop))
    } catch {
      break
    }
    start = stop + 1
  }
  return { line, column: 1 }
}
