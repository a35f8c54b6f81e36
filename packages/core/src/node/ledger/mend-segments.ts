import { constants } from 'node:fs'
import { type FileHandle, open, readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pid } from 'node:process'
import { isRunning } from './machine.ts'
import { type SegmentName, segmentName } from './segment-name.ts'

const LINE_FEED = 10
const CHUNK = 65_536
/**
 * Whoever lives has mended its own file long before: a line that cannot be finished is taken back at once, and where that
 * fails the segment is never written to again.
 */
const LONG_DEAD_MS = 60_000

/**
 * Cuts off the torn last lines of segments whose writers were killed in the middle of a line. Nobody was told that such
 * a line is stored. Nothing else of a segment is ever changed, and nothing of one that may still be written: that of a
 * process that runs, or of another machine, unless it was left like that for a minute. Never rejects.
 */
export async function mendSegments(ledger: string, machine: string): Promise<void> {
  const folder = dirname(ledger)
  const files = await readdir(folder).catch(() => [])
  for (const file of files) {
    const name = segmentName(ledger, file)
    // What cannot be mended is left as it is: `verifyLedger` tells.
    if (name) await mend(join(folder, file), name, machine).catch(() => undefined)
  }
}

async function mend(path: string, name: SegmentName, machine: string): Promise<void> {
  // Whoever lays a link beside a ledger does not get another file cut off.
  const file = await open(path, constants.O_RDWR | (constants.O_NOFOLLOW ?? 0))
  try {
    const { size, mtimeMs } = await file.stat()
    if (size === 0 || (await endsAt(file, size))) return
    const isDead = name.machine === machine && name.pid !== pid && !isRunning(name.pid)
    if (!isDead && Date.now() - mtimeMs < LONG_DEAD_MS) return
    await file.truncate(await lastLineFeed(file, size))
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Whether a line ends right before a place. */
async function endsAt(file: FileHandle, place: number): Promise<boolean> {
  const { buffer, bytesRead } = await file.read(new Uint8Array(1), 0, 1, place - 1)
  return bytesRead === 1 && buffer[0] === LINE_FEED
}

/** Where the last whole line ends; 0 where there is none. */
async function lastLineFeed(file: FileHandle, size: number): Promise<number> {
  const chunk = new Uint8Array(CHUNK)
  for (let end = size; end > 0; ) {
    const start = Math.max(0, end - CHUNK)
    const { bytesRead } = await file.read(chunk, 0, end - start, start)
    const at = chunk.subarray(0, bytesRead).lastIndexOf(LINE_FEED)
    if (at >= 0) return start + at + 1
    end = start
  }
  return 0
}
