import type { Io } from '../io.ts'
import { bytes } from './numbers.ts'

/** How far long work has come. */
export interface Progress {
  /** Tells how much is done, of how much, in bytes; `note` stands behind it. */
  update(done: number, total: number, note: string): void
  /** Takes the bar away. */
  stop(): void
}

/** Work that is done sooner needs no bar. */
const PATIENCE_MS = 400

/** A bar on stderr where somebody watches, and nothing anywhere else. It shows itself when the work takes long. */
export async function startProgress(io: Io, title: string, isWanted = true): Promise<Progress> {
  if (!io.err.isTTY || !isWanted) return { update() {}, stop() {} }
  const { default: cliProgress } = await import('cli-progress')
  const bar = new cliProgress.SingleBar({
    stream: process.stderr,
    format: `${title} {bar} {percentage}%  {size}  {note}`,
    barsize: Math.max(10, Math.min(40, io.err.width - 60)),
    barCompleteChar: '█',
    barIncompleteChar: '░',
    // A hidden cursor stays hidden when the process is killed.
    hideCursor: false,
    clearOnComplete: true,
    fps: 8,
    linewrap: false,
    stopOnComplete: false,
    gracefulExit: false,
  })
  const begun = performance.now()
  let isShown = false
  const stop = () => {
    if (isShown) bar.stop()
    isShown = false
    forget()
  }
  const forget = io.onInterrupt(stop)
  return {
    update(done, total, note) {
      const payload = { size: `${bytes(done)} of ${bytes(total)}`, note }
      if (isShown) bar.update(done, payload)
      else if (performance.now() - begun > PATIENCE_MS) {
        isShown = true
        bar.start(total, done, payload)
      }
    },
    stop,
  }
}
