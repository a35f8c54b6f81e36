const MOST = 1_000
/** In characters of text. */
const HEAVIEST = 20_000_000

/** A map that forgets its oldest entries when it holds too much: not every run tells that it has ended. */
export class Recent<Value> {
  readonly #entries = new Map<string, { readonly value: Value; readonly weight: number }>()
  #weight = 0

  get(key: string): Value | undefined {
    return this.#entries.get(key)?.value
  }

  /** @param weight how much memory the value keeps. */
  set(key: string, value: Value, weight = 0): void {
    this.take(key)
    this.#entries.set(key, { value, weight })
    this.#weight += weight
    for (const oldest of this.#entries.keys()) {
      if (oldest === key || (this.#entries.size <= MOST && this.#weight <= HEAVIEST)) break
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

  /** The newest value that is wanted. */
  findLast(wanted: (value: Value) => boolean): Value | undefined {
    return [...this.#entries.values()].findLast(({ value }) => wanted(value))?.value
  }

  forget(unwanted: (value: Value) => boolean): void {
    for (const [key, { value }] of [...this.#entries]) if (unwanted(value)) this.take(key)
  }
}
