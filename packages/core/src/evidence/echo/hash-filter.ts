/** A few hundred hashes leave most of so many bits free. */
const BITS = 15

/** A Bloom filter of one hash: it tells of most hashes that they were not added, at next to no cost. */
export class HashFilter {
  readonly #bits = new Int32Array(2 ** BITS / 32)

  /** All that was added to some of them. */
  static union(filters: readonly HashFilter[]): HashFilter {
    const union = new HashFilter()
    for (const filter of filters) for (const [at, bits] of filter.#bits.entries()) union.#add(at, bits)
    return union
  }

  /** Adds a hash. */
  add(hash: number): void {
    const bit = bitOf(hash)
    this.#add(bit >>> 5, 1 << bit)
  }

  /** Whether a hash may have been added. */
  mayHave(hash: number): boolean {
    const bit = bitOf(hash)
    return ((this.#bits[bit >>> 5] as number) & (1 << bit)) !== 0
  }

  #add(at: number, bits: number): void {
    this.#bits[at] = (this.#bits[at] as number) | bits
  }
}

function bitOf(hash: number): number {
  return Math.imul(hash ^ (hash >>> 16), 0x9e3779b1) >>> (32 - BITS)
}
