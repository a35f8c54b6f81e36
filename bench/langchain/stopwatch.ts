/** Measures the time in some functions, less the time in what they call in turn. For runs that do one thing at a time. */
export class Stopwatch {
  #total = 0

  /** Milliseconds so far. */
  get total(): number {
    return this.#total
  }

  /** A function whose time counts. */
  counts<Args extends readonly unknown[], T>(run: (...args: Args) => T): (...args: Args) => T {
    return (...args) => {
      const start = performance.now()
      const result = run(...args)
      this.#total += performance.now() - start
      return result
    }
  }

  /** The same of one that answers later: the time until it has answered. */
  countsLater<Args extends readonly unknown[], T>(
    run: (...args: Args) => PromiseLike<T> | T,
  ): (...args: Args) => Promise<T> {
    return this.#later(run, 1)
  }

  /** A function whose time does not count where it lies within that of another. */
  leavesOut<Args extends readonly unknown[], T>(
    run: (...args: Args) => PromiseLike<T> | T,
  ): (...args: Args) => Promise<T> {
    return this.#later(run, -1)
  }

  #later<Args extends readonly unknown[], T>(
    run: (...args: Args) => PromiseLike<T> | T,
    sign: 1 | -1,
  ): (...args: Args) => Promise<T> {
    return async (...args) => {
      const start = performance.now()
      const result = await run(...args)
      this.#total += sign * (performance.now() - start)
      return result
    }
  }
}
