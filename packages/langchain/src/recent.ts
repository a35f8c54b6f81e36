/** A map that forgets its oldest entries when it holds too much: not every run tells that it has ended. */
export class Recent<Value> {
  readonly #entries = new Map<string, { readonly value: Value; readonly weight: number }>()
  readonly #most: number
  readonly #heaviest: number
  #weight = 0

  /**
   * @param most how many entries it holds.
   * @param heaviest how much they may weigh together. The newest one is kept whatever it weighs.
   */
  constructor(most: number, heaviest = Number.POSITIVE_INFINITY) {
    this.#most = most
    this.#heaviest = heaviest
  }

  get(key: string): Value | undefined {
    return this.#entries.get(key)?.value
  }

  /** @param weight how much memory the value keeps. */
  set(key: string, value: Value, weight = 0): void {
    this.take(key)
    this.#entries.set(key, { value, weight })
    this.#weight += weight
    for (const oldest of this.#entries.keys()) {
      if (oldest === key || (this.#entries.size <= this.#most && this.#weight <= this.#heaviest)) break
      this.take(oldest)
    }
  }

  take(key: string): Value | undefined {
    const entry = this.#entries.get(key)
    if (!entry) return undefined
    this.#entries.delete(key)
    this.#weight -= entry.weight
    return entry.value
  }

  /** All values, the newest first. */
  newestFirst(): Value[] {
    return Array.from(this.#entries.values(), ({ value }) => value).reverse()
  }
}
