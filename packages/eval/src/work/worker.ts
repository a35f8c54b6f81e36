// A thread that works on pieces of the input, one after the other. Started by `thread.ts`; it has no exports.
import { parentPort, workerData } from 'node:worker_threads'
import { type JobName, openJob, type SetupOf } from './jobs.ts'
import type { Piece } from './piece.ts'
import { runPiece } from './run-piece.ts'
import type { Answer } from './thread.ts'

const { job, setup } = workerData as { job: JobName; setup: SetupOf<JobName> }
const answer = (message: Answer) => parentPort?.postMessage(message)
const work = await openJob(job, setup)

parentPort?.on('message', (piece: Piece) => {
  try {
    answer({ kind: 'done', done: runPiece(work, piece) })
  } catch (error) {
    answer({
      kind: 'failed',
      why: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
    })
  }
})
answer({ kind: 'ready' })
