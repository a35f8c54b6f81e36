/** A function that is called once for a call of the model. */
type OfCall<Args extends readonly unknown[], T> = (call: number, ...args: Args) => T

/**
 * Measures from outside what a guard adds to a run: the time in what the host calls, less the time in what the guard
 * calls in turn. A few tenths of a microsecond of its own count as the guard's.
 */
export class GuardTimer {
  readonly #byCall: number[]
  #setup = 0

  /** @param calls how many calls there will be. */
  constructor(calls: number) {
    this.#byCall = new Array<number>(calls).fill(0)
  }

  /** Milliseconds of the guard in each call. */
  get byCall(): readonly number[] {
    return this.#byCall
  }

  /** Milliseconds of the guard in all. */
  get total(): number {
    return this.#byCall.reduce((sum, each) => sum + each, this.#setup)
  }

  /** Puts the guard on. */
  setUp<T>(run: () => T): T {
    const start = performance.now()
    const made = run()
    this.#setup += performance.now() - start
    return made
  }

  /** A function of the guard that the host calls. */
  guards<Args extends readonly unknown[], T>(run: OfCall<Args, T>): OfCall<Args, T> {
    return this.#timed(run, 1)
  }

  /** The same of one that answers later, and has nothing to wait for but itself: the time until it has answered. */
  guardsLater<Args extends readonly unknown[], T>(
    run: OfCall<Args, PromiseLike<T>>,
  ): OfCall<Args, Promise<T>> {
    return async (call, ...args) => {
      const start = performance.now()
      const result = await run(call, ...args)
      this.#add(call, performance.now() - start)
      return result
    }
  }

  /** A function of the host that the guard calls. */
  hosts<Args extends readonly unknown[], T>(run: OfCall<Args, T>): OfCall<Args, T> {
    return this.#timed(run, -1)
  }

  #timed<Args extends readonly unknown[], T>(run: OfCall<Args, T>, sign: 1 | -1): OfCall<Args, T> {
    return (call, ...args) => {
      const start = performance.now()
      const result = run(call, ...args)
      this.#add(call, sign * (performance.now() - start))
      return result
    }
  }

  #add(call: number, milliseconds: number): void {
    this.#byCall[call] = (this.#byCall[call] as number) + milliseconds
  }
}
