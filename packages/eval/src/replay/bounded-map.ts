/**
 * Counts by name, for names that a hostile recording makes up without end. It keeps the names that come first, in the
 * order of their UTF-16 units, and so does not depend on the order in which they came: parts that were counted apart and
 * put together are the same as the whole. What is kept is exact, because a name that was dropped never comes back.
 */
export class BoundedMap<Value> {
  readonly #most: number
  readonly #values = new Map<string, Value>()
  /** The last name of those that are kept, once no more fit. */
  #last: string | undefined

  constructor(most: number) {
    this.#most = most
  }

  /** The value of a name, made anew where it is not known; `undefined` where the name is not kept. */
  at(name: string, make: () => Value): Value | undefined {
    const known = this.#values.get(name)
    if (known !== undefined) return known
    if (this.#last !== undefined && name > this.#last) return undefined
    const value = make()
    this.#values.set(name, value)
    if (this.#values.size > this.#most) {
      const names = [...this.#values.keys()].sort(byUnits)
      this.#values.delete(names.pop() as string)
      this.#last = names.at(-1)
    } else if (this.#values.size === this.#most) this.#last = [...this.#values.keys()].sort(byUnits).at(-1)
    return this.#values.get(name)
  }

  /** By name. */
  entries(): [string, Value][] {
    return [...this.#values].sort(([a], [b]) => byUnits(a, b))
  }
}

/** The order of strings that is the same everywhere. */
export function byUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
