import { constants, createReadStream } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { HandrailError } from '@handrail/core'

/** Stands for what is piped in. */
export const STDIN = '-'

/** How much is read at once, in bytes. */
const CHUNK = 2 ** 20

/**
 * Checks that every file can be read before the first one is.
 *
 * @throws HandrailError that names the file.
 */
export async function checkFiles(files: readonly string[]): Promise<void> {
  for (const file of files) {
    if (file === STDIN) continue
    try {
      const about = await stat(file)
      if (about.isDirectory())
        throw new HandrailError(
          'INVALID_OPTION',
          `Expected ${file} to be a file, got a folder: name the files in it, such as ${file}/*.jsonl.`,
        )
      // It is not opened: a pipe can be opened only once.
      await access(file, constants.R_OK)
    } catch (cause) {
      if (HandrailError.isInstance(cause)) throw cause
      throw new HandrailError(
        'INVALID_OPTION',
        `Expected ${file} to be a file that can be read: ${why(cause)}.`,
        {
          cause,
        },
      )
    }
  }
}

/** Whether a file can be read twice. What is piped in cannot, whatever it is called. Rejects when there is no such file. */
export async function canReadAgain(file: string): Promise<boolean> {
  return file !== STDIN && (await stat(file)).isFile()
}

/** Why a file could not be read, in words. */
export function why(error: unknown): string {
  const { code, message } = error as { readonly code?: unknown; readonly message?: unknown }
  switch (code) {
    case 'ENOENT':
      return 'there is none of that name'
    case 'EACCES':
    case 'EPERM':
      return 'its permissions do not allow it'
    case 'EISDIR':
      return 'it is a folder'
    case 'Z_DATA_ERROR':
    case 'Z_BUF_ERROR':
      return 'its gzip data is broken or cut off'
    default:
      return String(message ?? error)
  }
}

/**
 * The bytes of a file or of stdin (`-`), in pieces; those of a gzip file unpacked.
 *
 * @param onPacked told before the first bytes of a gzip file.
 */
export async function* bytesOf(
  file: string,
  signal?: AbortSignal,
  onPacked?: () => void,
): AsyncGenerator<Buffer> {
  const source = file === STDIN ? process.stdin : createReadStream(file, { highWaterMark: CHUNK })
  try {
    const pieces = source[Symbol.asyncIterator]() as AsyncIterator<Buffer>
    const first = await pieces.next()
    if (first.done) return
    const all = resumed(first.value, pieces)
    const isPacked = isGzip(first.value)
    if (isPacked) onPacked?.()
    for await (const piece of isPacked ? unpacked(all) : all) {
      signal?.throwIfAborted()
      yield piece
    }
  } finally {
    if (file !== STDIN) source.destroy()
  }
}

function isGzip(piece: Buffer): boolean {
  return piece[0] === 0x1f && piece[1] === 0x8b
}

async function* unpacked(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const gunzip = createGunzip({ chunkSize: CHUNK })
  // Its error is the one that reading ends with.
  yield* pipeline(pieces, gunzip, () => {}) as AsyncIterable<Buffer>
}

/** The pieces that are left, after one that was taken to look at. */
export async function* resumed(taken: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield taken
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value
  } finally {
    await rest.return?.()
  }
}
