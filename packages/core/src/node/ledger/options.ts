import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { z } from 'zod'
import { expected } from '../../errors.ts'

/** Options of a JSONL ledger. */
export interface JsonlLedgerOptions {
  /**
   * The name of the ledger, such as `ledger.jsonl`. Every opening writes a segment of its own beside it, so that processes
   * never write into each other's lines: `ledger.<start>-<machine>-<pid>-<random>.jsonl`. Folders are made where they are
   * missing. A named pipe, a device, or the number of an open file is written to directly, without segments.
   */
  readonly file: string | number
  /**
   * `'digest'` (default): what the model, the tools and the user wrote stands there as HMAC-SHA-256. `'plain'`: as it is.
   */
  readonly values?: 'digest' | 'plain'
  /**
   * The key of the digests, at least 16 bytes: a string counts as its UTF-8 bytes. By default each opening makes one of
   * 32 random bytes and forgets it, so that equal values of one segment can be told, and nothing else.
   */
  readonly key?: string | Uint8Array
  /** How much may wait to be written, in UTF-16 units of JSON, from 65,536; what is more is dropped and counted. 16,777,216 by default. */
  readonly maxQueued?: number
  /** How long a segment may grow, in bytes, from 65,536, before another is begun. No limit by default. */
  readonly rotateAt?: number
}

/** The options, checked and with the defaults in place. */
export interface JsonlLedgerSettings {
  readonly file: string | number
  /** Whether `file` is written to directly. */
  readonly direct: boolean
  readonly values: 'digest' | 'plain'
  readonly key: string | Uint8Array | undefined
  readonly maxQueued: number
  readonly rotateAt: number
}

const LEAST = 65_536
const MAX_QUEUED = 16_777_216
const size = `to be an integer from ${LEAST}`
const shape = z.strictObject({
  file: z.union(
    [z.string().min(1), z.int().min(0)],
    'to be the name of a file, or the number of an open one',
  ),
  values: z.enum(['digest', 'plain'], 'to be one of digest, plain').optional(),
  key: z
    .union([z.string(), z.instanceof(Uint8Array)])
    .refine((key) => (typeof key === 'string' ? new TextEncoder().encode(key) : key).length >= 16)
    .optional(),
  maxQueued: z.int(size).min(LEAST, size).optional(),
  rotateAt: z.int(size).min(LEAST, size).optional(),
})

/**
 * Checks the options of a JSONL ledger.
 *
 * @throws HandrailError `INVALID_OPTION` that names the field, what was expected and what came; never the key.
 */
export function settingsOf(options: JsonlLedgerOptions): JsonlLedgerSettings {
  const { error, data } = shape.safeParse(options)
  if (!data) {
    const [issue] = error.issues
    const field = issue?.path[0]
    if (field === undefined) {
      const known = `to have no fields but ${Object.keys(shape.shape).join(', ')}`
      const unknown = issue?.code === 'unrecognized_keys'
      throw expected(
        'INVALID_OPTION',
        'options',
        unknown ? known : 'to be an object',
        unknown ? issue.keys[0] : options,
      )
    }
    const name = `options.${String(field)}`
    if (field === 'key')
      throw expected('INVALID_OPTION', name, 'to be a string or bytes, of at least 16 bytes', '(not shown)')
    throw expected(
      'INVALID_OPTION',
      name,
      issue?.message ?? 'to be valid',
      options[field as keyof JsonlLedgerOptions],
    )
  }
  const { file, values = 'digest', key, maxQueued = MAX_QUEUED, rotateAt = Number.POSITIVE_INFINITY } = data
  if (key !== undefined && values === 'plain')
    throw expected('INVALID_OPTION', 'options.key', 'to be absent where `values` is "plain"', '(not shown)')
  const kind = kindOf(file)
  if (kind === 'folder')
    throw expected('INVALID_OPTION', 'options.file', 'to be the name of a file, and not of a folder', file)
  // The program may go to another folder while the ledger is open.
  return {
    file: typeof file === 'number' ? file : resolve(file),
    direct: kind === 'direct',
    values,
    key,
    maxQueued,
    rotateAt,
  }
}

function kindOf(file: string | number): 'folder' | 'direct' | 'segments' {
  if (typeof file === 'number') return 'direct'
  try {
    const stats = statSync(file)
    return stats.isDirectory() ? 'folder' : stats.isFile() ? 'segments' : 'direct'
  } catch {
    // What does not exist yet, or cannot be looked at, is told when it is written to.
    return 'segments'
  }
}
