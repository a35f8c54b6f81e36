/** Longer delays overflow the timer and fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

/** Settles as the answer does, unless the time is up or the host gives up first. */
export function inTime<T>(answer: PromiseLike<T>, ms: number, signal?: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer =
      ms <= LONGEST_TIMER_MS
        ? setTimeout(() => finish(new Error(`no answer within ${ms} ms`)), ms)
        : undefined
    const aborted = () => finish(new Error('the call was aborted'))
    const finish = (error?: Error) => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', aborted)
      if (error) reject(error)
    }
    Promise.resolve(answer)
      .finally(() => finish())
      .then(resolve, reject)
    if (signal?.aborted) aborted()
    else signal?.addEventListener('abort', aborted, { once: true })
  })
}
