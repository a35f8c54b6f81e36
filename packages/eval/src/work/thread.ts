import { URL } from 'node:url'
import { Worker } from 'node:worker_threads'
import { deferred } from './deferred.ts'
import type { JobName } from './jobs.ts'
import type { Piece } from './piece.ts'
import type { Done } from './run-piece.ts'

/** What a thread says. */
export type Answer =
  | { readonly kind: 'ready' }
  | { readonly kind: 'done'; readonly done: Done<unknown> }
  | { readonly kind: 'failed'; readonly why: string }

/** What became of a piece. */
export type Outcome = Exclude<Answer, { kind: 'ready' }>

/** Beside this file in the sources, and beside the bundle in the package. */
const worker = new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js', import.meta.url)

/** Next to nothing outlives its conversation: with room for many, hardly anything is moved by the garbage collector. */
const YOUNG_MEGABYTES = 64

/** A thread that does one job, and works on one piece at a time. */
export class Thread {
  readonly #worker: Worker
  /** Resolved when it has loaded its job; rejected when it could not. */
  readonly ready: Promise<void>
  #settle: ((outcome: Outcome) => void) | undefined
  #death: string | undefined

  /** @param url the program of the thread: another one in tests. */
  constructor(job: JobName, setup: unknown, url: URL = worker) {
    // Without the flags of this process, which may name files to load or a port that is taken.
    const resourceLimits = { maxYoungGenerationSizeMb: YOUNG_MEGABYTES }
    this.#worker = new Worker(url, { workerData: { job, setup }, execArgv: [], resourceLimits })
    const { promise, resolve, reject } = deferred<void>()
    this.ready = promise
    promise.catch(() => {})
    this.#worker.on('message', (answer: Answer) => {
      if (answer.kind === 'ready') resolve()
      else this.#answer(answer)
    })
    const die = (why: string, error?: unknown) => {
      this.#death ??= why
      reject(error ?? new Error(this.#death))
      this.#answer({ kind: 'failed', why: this.#death })
    }
    this.#worker.on('error', (error: Error) =>
      die(`its thread ended with ${error.name}: ${error.message}`, error),
    )
    this.#worker.on('messageerror', (error) =>
      die(`its thread gave an answer that cannot be read: ${error.message}`),
    )
    this.#worker.on('exit', (code) => die(`its thread ended with code ${code}`))
  }

  /** Whether it can take no more work. */
  get isDead(): boolean {
    return this.#death !== undefined
  }

  /** Works on a piece. Never rejects. */
  run(piece: Piece): Promise<Outcome> {
    if (this.#death !== undefined) return Promise.resolve({ kind: 'failed', why: this.#death })
    const { promise, resolve } = deferred<Outcome>()
    this.#settle = resolve
    this.#worker.postMessage(piece, piece.kind === 'lines' ? [piece.bytes.buffer] : [])
    return promise
  }

  /** Ends it, whatever it is at. */
  async end(): Promise<void> {
    await this.#worker.terminate()
  }

  #answer(outcome: Outcome): void {
    const settle = this.#settle
    this.#settle = undefined
    settle?.(outcome)
  }
}
