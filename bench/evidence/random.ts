/** Numbers from a seed (sfc32 of PractRand): the same on every machine, and fast enough for a hundred megabytes. */
export class Random {
  #a: number
  #b: number
  #c: number
  #count = 1

  /** @param seed any whole numbers; what they have in common is stirred away. */
  constructor(...seed: readonly number[]) {
    this.#a = 0x9e3779b9
    this.#b = 0x243f6a88
    this.#c = 0xb7e15162
    for (const part of seed) {
      this.#a ^= part | 0
      this.#b ^= Math.floor(part / 2 ** 32) | 0
      for (let i = 0; i < 12; i++) this.next()
    }
  }

  /** A whole number from 0 up to 2 ** 32. */
  next(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#count++) | 0
    this.#a = this.#b ^ (this.#b >>> 9)
    this.#b = (this.#c + (this.#c << 3)) | 0
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0
    return sum >>> 0
  }

  /** A number from 0 up to 1. */
  float(): number {
    return this.next() / 2 ** 32
  }

  /** A whole number from 0 up to, and without, `limit`. */
  below(limit: number): number {
    return Math.floor(this.float() * limit)
  }

  /** Whether something of this probability happens. */
  chance(probability: number): boolean {
    return this.float() < probability
  }

  /** One of a list that is not empty. */
  pick<T>(from: ArrayLike<T>): T {
    return from[this.below(from.length)] as T
  }

  /** So many of these characters. */
  text(characters: string, length: number): string {
    let text = ''
    for (let i = 0; i < length; i++) text += characters[this.below(characters.length)]
    return text
  }
}
