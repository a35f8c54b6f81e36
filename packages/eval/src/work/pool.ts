import type { URL } from 'node:url'
import { type Deferred, deferred } from './deferred.ts'
import { type JobName, openJob, type SetupOf } from './jobs.ts'
import type { Piece } from './piece.ts'
import { runPiece } from './run-piece.ts'
import { type Outcome, Thread } from './thread.ts'

/** Who works on pieces. */
export interface Pool {
  /** How many pieces it should be given before the first of them is done, so that nobody waits. */
  readonly window: number
  /** Works on a piece as soon as somebody is free. Rejects only when no thread can be started. */
  run(piece: Piece): Promise<Outcome>
  /** Ends all work. What was not done yet never is. */
  end(): Promise<void>
}

const OVER: Outcome = { kind: 'failed', why: 'the work was ended' }

/**
 * A pool of threads. One that dies is replaced.
 *
 * @param url the program of the threads: another one in tests.
 */
export function threadPool<Name extends JobName>(
  size: number,
  job: Name,
  setup: SetupOf<Name>,
  url?: URL,
): Pool {
  const all = new Set<Thread>()
  const free: Thread[] = []
  const waiting: Deferred<Thread | undefined>[] = []
  let isOver = false
  let failure: { readonly error: unknown } | undefined

  const offer = (thread: Thread) => {
    const next = waiting.shift()
    if (next) next.resolve(thread)
    else free.push(thread)
  }
  const fail = (error: unknown) => {
    failure = { error }
    for (const next of waiting.splice(0)) next.reject(error)
  }
  const start = () => {
    const thread = new Thread(job, setup, url)
    all.add(thread)
    thread.ready.then(
      () => offer(thread),
      (error) => isOver || fail(error),
    )
  }
  const someThread = (): Promise<Thread | undefined> => {
    const next = deferred<Thread | undefined>()
    waiting.push(next)
    return next.promise
  }
  for (let i = 0; i < size; i++) start()

  return {
    // One at work and one to go on with for each, and room for those that are done before the first.
    window: 3 * size,
    async run(piece) {
      if (failure) throw failure.error
      if (isOver) return OVER
      const thread = free.pop() ?? (await someThread())
      if (!thread) return OVER
      const outcome = await thread.run(piece)
      if (!thread.isDead) offer(thread)
      else if (!isOver) {
        all.delete(thread)
        start()
      }
      return outcome
    },
    async end() {
      isOver = true
      for (const next of waiting.splice(0)) next.resolve(undefined)
      await Promise.all([...all].map((thread) => thread.end()))
    },
  }
}

/** Works in this thread: for little input, where starting threads takes longer than the work. */
export async function inlinePool<Name extends JobName>(job: Name, setup: SetupOf<Name>): Promise<Pool> {
  const work = await openJob(job, setup)
  return {
    window: 1,
    async run(piece) {
      // Lets the program do other things between the pieces.
      await new Promise((resolve) => setImmediate(resolve))
      try {
        return { kind: 'done', done: runPiece(work, piece) }
      } catch (error) {
        return {
          kind: 'failed',
          why: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
        }
      }
    },
    async end() {},
  }
}
