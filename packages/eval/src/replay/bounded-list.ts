import type { Listed } from './report.ts'

/**
 * The first items in an order, and a count of the rest. Which ones are kept does not depend on the order in which they
 * came: lists that were made apart and put together are the same as one.
 */
export class BoundedList<Item> {
  readonly #most: number
  readonly #order: (a: Item, b: Item) => number
  #items: Item[] = []
  #leftOut = 0

  constructor(most: number, order: (a: Item, b: Item) => number) {
    this.#most = most
    this.#order = order
  }

  /** Whether an item would be kept: making it may cost something. */
  wants(item: Item): boolean {
    const last = this.#items.at(-1)
    return this.#items.length < this.#most || (last !== undefined && this.#order(item, last) < 0)
  }

  /** Takes items; `leftOut` counts those that somebody else dropped already. */
  add(items: readonly Item[], leftOut = 0): void {
    this.#leftOut += leftOut
    if (items.length === 0) return
    const isNext = items.length === 1 && this.#isLast(items[0] as Item)
    this.#items.push(...items)
    if (!isNext) this.#items.sort(this.#order)
    if (this.#items.length <= this.#most) return
    this.#leftOut += this.#items.length - this.#most
    this.#items.length = this.#most
  }

  /** Counts an item that need not be made. */
  pass(): void {
    this.#leftOut++
  }

  listed(): Listed<Item> {
    return { listed: [...this.#items], leftOut: this.#leftOut }
  }

  #isLast(item: Item): boolean {
    const last = this.#items.at(-1)
    return last === undefined || this.#order(last, item) <= 0
  }
}
