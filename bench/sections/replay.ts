import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { traceRecords } from '../evidence/trace-records.ts'

/** What can be done with a file of recorded calls. */
export const works = ['replay', 'calibrate'] as const

/** What it costs to replay a file, or to calibrate on it. */
export interface ReplayRow {
  readonly work: (typeof works)[number]
  /** Threads beside the one that reads. */
  readonly workers: number
  /** Recorded calls. */
  readonly calls: number
  readonly bytes: number
  /** Bytes of one conversation. */
  readonly conversation: number
  readonly seconds: number
  /** Calls a second. */
  readonly speed: number
  /** Calls a second of processor time, of all threads of the process: what one core does that does nothing else. */
  readonly perCore: number
  /** Megabytes a second. */
  readonly megabytes: number
  /** The most memory that the process held, in bytes. */
  readonly peak: number
}

/** So many different conversations; a file holds them again and again, each time as others. */
const DIFFERENT = 2_000

/** Replays files of so many calls and calibrates on them, on one thread and on all cores. */
export async function measureReplay(
  sizes: readonly number[],
  progress: (what: string) => void,
): Promise<ReplayRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'handrail-bench-'))
  try {
    const rows: ReplayRow[] = []
    for (const size of sizes) {
      const file = join(folder, `${size}.jsonl`)
      const conversations = await writeRecords(file, size)
      for (const work of works) {
        progress(`${work} of ${size.toLocaleString('en')} calls`)
        for (const workers of new Set([1, availableParallelism()]))
          rows.push(await measure(work, file, workers, conversations))
      }
      rmSync(file)
    }
    return rows
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Writes conversations of so many calls. Gives how many there are. */
async function writeRecords(file: string, calls: number): Promise<number> {
  const records = traceRecords(DIFFERENT, 1)
  const out = createWriteStream(file)
  let conversations = 0
  for (let written = 0; written < calls; conversations++) {
    const record = records[conversations % DIFFERENT] as (typeof records)[0]
    written += record.calls
    if (!out.write(`${record.line.replace('"id":"run-', `"id":"run-${conversations}-`)}\n`))
      await once(out, 'drain')
  }
  out.end()
  await once(out, 'finish')
  return conversations
}

async function measure(
  work: ReplayRow['work'],
  file: string,
  workers: number,
  conversations: number,
): Promise<ReplayRow> {
  const program = join(import.meta.dirname, '../replay/run.ts')
  const { stdout } = await promisify(execFile)(process.execPath, [program, work, file, String(workers)])
  const { calls, bytes, seconds, cpuSeconds, peak } = JSON.parse(stdout) as Record<
    'calls' | 'bytes' | 'seconds' | 'cpuSeconds' | 'peak',
    number
  >
  return {
    ...{ work, workers, calls, bytes, conversation: bytes / conversations, seconds, peak },
    speed: calls / seconds,
    perCore: calls / cpuSeconds,
    megabytes: bytes / seconds / 1e6,
  }
}
