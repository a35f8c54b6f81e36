import { stat } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { HandrailError } from '@handrail/core'
import type { ConversationFormat, Problem } from '../conversation.ts'
import { checkFormat } from '../import/check-format.ts'
import { canReadAgain, checkFiles, STDIN } from '../read/bytes.ts'
import type { JobName, ResultOf, SetupOf } from './jobs.ts'
import { type LinesOfFiles, type Part, partsOf, type ReadOptions } from './pieces.ts'
import { inlinePool, type Pool, threadPool } from './pool.ts'
import { checkShard, type Shard, WHOLE } from './shard.ts'
import type { Outcome } from './thread.ts'

/** How the work is split. */
export interface MapOptions {
  /** How the files are read, whatever they look like. Each is looked at by default. */
  readonly format?: ConversationFormat | undefined
  /** Does one part of the work only. All of it by default. */
  readonly shard?: Shard | undefined
  /** Reads these lines alone of files that hold one record a line. All by default. */
  readonly lines?: LinesOfFiles | undefined
  /** How many threads work, from 0: then this one does. By default as many as there are cores, and 0 below 4 MB. */
  readonly workers?: number | undefined
  /** Ends the work; the error is the signal's reason. */
  readonly signal?: AbortSignal | undefined
}

/** What became of one part of the input. */
export interface Mapped<Result> {
  /** What the job made of it; absent where that failed. */
  readonly result?: Result
  /** Why there is no result. */
  readonly problem?: Problem
  /** What was read of the files of this shard since the part before. */
  readonly files: number
  readonly bytes: number
  /** Bytes that are behind us, of all shards. */
  readonly bytesRead: number
  /** Bytes of all files. */
  readonly totalBytes: number
}

/** Below so many bytes no thread is started. */
const SMALL = 4_000_000

/**
 * Works on all conversations of some files, in threads, and gives the results in the order of the input, whatever the
 * number of threads. The files are read once, in parts of about four megabytes; no more parts are read than are worked on
 * until the results so far were taken, so memory does not grow with the input.
 *
 * Whatever cannot be read or worked on is a problem in its place, also where a thread dies of it; the rest goes on.
 *
 * @param job the name of a job in `jobs.ts`.
 * @param setup what the job has to be given: plain data.
 * @throws HandrailError `INVALID_OPTION` for an option that cannot be, and for a file that is missing, is a folder, or may
 * not be read; before any is read.
 */
export async function* mapConversations<Name extends JobName>(
  job: Name,
  setup: SetupOf<Name>,
  files: readonly string[],
  { format, shard = WHOLE, lines, workers, signal }: MapOptions = {},
): AsyncGenerator<Mapped<ResultOf<Name>>> {
  checkShard(shard)
  checkFormat(format)
  await checkFiles(files)
  signal?.throwIfAborted()
  const totalBytes = sum(await Promise.all(files.map(sizeOf)))
  const areKnown = (await Promise.all(files.map(canReadAgain))).every(Boolean)
  const isLittle = areKnown && totalBytes < SMALL
  const threads = workersFor(isLittle, workers)
  const pool = threads === 0 ? await inlinePool(job, setup) : threadPool(threads, job, setup)
  yield* mapWith(pool, files, { format, shard, lines, signal })
}

/** The same with a pool that was made before. Ends the pool. */
export async function* mapWith<Result>(
  pool: Pool,
  files: readonly string[],
  options: ReadOptions,
): AsyncGenerator<Mapped<Result>> {
  const abort = abortion(options.signal)
  const ahead: { readonly part: Part; readonly before: number; readonly outcome: Promise<Outcome> }[] = []
  let bytesRead = 0
  try {
    const sizes = await Promise.all(files.map(sizeOf))
    const totalBytes = sum(sizes)
    const take = async (): Promise<Mapped<Result>> => {
      const { part, before, outcome } = ahead.shift() as (typeof ahead)[0]
      bytesRead = Math.max(bytesRead, before + part.bytesRead)
      return mapped(part, await abort.or(outcome), { bytesRead, totalBytes })
    }
    let before = 0
    for (const [at, file] of files.entries()) {
      for await (const part of partsOf(file, options)) {
        options.signal?.throwIfAborted()
        const outcome = pool.run(part.piece)
        outcome.catch(() => {})
        ahead.push({ part, before, outcome })
        if (ahead.length >= pool.window) yield await take()
      }
      before += sizes[at] ?? 0
    }
    while (ahead.length > 0) yield await take()
  } finally {
    abort.end()
    await pool.end()
  }
}

function mapped<Result>(
  { place, size, piece, files, bytes }: Part,
  outcome: Outcome,
  progress: Pick<Mapped<Result>, 'bytesRead' | 'totalBytes'>,
): Mapped<Result> {
  const read = { files, ...progress }
  if (outcome.kind === 'done') {
    const { result, bytes: own } = outcome.done
    return { result: result as Result, ...read, bytes: bytes + own }
  }
  const what =
    piece.kind === 'lines' ? `The lines ${place.line} to ${place.line + size - 1}` : `${size} conversations`
  const message = `${what} were left out: ${outcome.why}.`
  return { problem: { place, kind: 'work that failed', message, lost: true }, ...read, bytes }
}

/** Lets go of what is waited for when the signal says so. */
function abortion(signal: AbortSignal | undefined) {
  let reject: ((reason: unknown) => void) | undefined
  const onAbort = () => reject?.(signal?.reason)
  signal?.addEventListener('abort', onAbort, { once: true })
  return {
    or: <T>(promise: Promise<T>): Promise<T> =>
      new Promise((resolve, fail) => {
        if (signal?.aborted) fail(signal.reason)
        reject = fail
        promise.then(resolve, fail)
      }),
    end: () => signal?.removeEventListener('abort', onAbort),
  }
}

function workersFor(isLittle: boolean, workers: number | undefined): number {
  if (workers === undefined) return isLittle ? 0 : availableParallelism()
  if (Number.isSafeInteger(workers) && workers >= 0 && workers <= MOST_WORKERS) return workers
  throw new HandrailError(
    'INVALID_OPTION',
    `Expected \`workers\` to be an integer from 0 to ${MOST_WORKERS}, got ${workers}.`,
  )
}

const MOST_WORKERS = 256

/** In bytes; 0 for stdin, of which nobody knows. */
async function sizeOf(file: string): Promise<number> {
  return file === STDIN ? 0 : (await stat(file)).size
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0)
}
