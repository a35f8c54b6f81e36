import type { Squashed } from './neighbours.ts'
import type { Scanner } from './scanner.ts'

/** Cards and telephone numbers are written in at most so many groups; a table of numbers is no number. */
const MOST_GROUPS = 6
/** Units between two groups. */
const LONGEST_GAP = 2
const SHORTEST_JOINED = 4
const LONGEST_JOINED = 19

/** The groups of digits that stand near one another at the place that a scan has come to (R11). Held as plain numbers. */
export class DigitGroups {
  readonly #from = new Int32Array(MOST_GROUPS)
  readonly #length = new Int32Array(MOST_GROUPS)
  readonly #hash = new Int32Array(MOST_GROUPS)
  #count = 0

  /** Forgets them: something else came between. */
  clear(): void {
    this.#count = 0
  }

  /** Adds the digits that a scan found, and tells every joined form that ends with them. */
  add(scanner: Scanner, at: number, tell: (joined: Squashed) => void): void {
    let length = scanner.lengthOf(at, at)
    if (scanner.gapLength > LONGEST_GAP || length > LONGEST_JOINED) this.#count = 0
    if (length > LONGEST_JOINED) return
    if (this.#count === MOST_GROUPS) this.#dropFirst()
    let hash = scanner.hashOf(at, at)
    const last = this.#count++
    this.#from[last] = scanner.start[at] as number
    this.#length[last] = length
    this.#hash[last] = hash
    for (let i = last - 1; i >= 0; i--) {
      const group = this.#length[i] as number
      if (group + length > LONGEST_JOINED) return
      hash = scanner.hash.join(this.#hash[i] as number, hash, length)
      length += group
      if (length >= SHORTEST_JOINED) tell({ from: this.#from[i] as number, length, hash })
    }
  }

  #dropFirst(): void {
    for (const list of [this.#from, this.#length, this.#hash]) list.copyWithin(0, 1)
    this.#count--
  }
}
