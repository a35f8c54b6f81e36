import { fold } from './characters.ts'

/** Parts longer than this have no hash: longer tokens are never looked for. */
const LONGEST = 256

/**
 * A polynomial hash modulo 2^32. One pass over a text gives the hash of each of its parts: that of a part is the hash
 * up to its end less the shifted hash up to its start.
 *
 * The multiplier is drawn anew in every process, so nobody can prepare texts whose tokens share a hash. Should some
 * share one all the same, that costs time and nothing else: whoever finds a token compares its text.
 */
export class RollingHash {
  /** Odd, so that no bit of what came before is lost. */
  readonly multiplier: number
  readonly #powers = new Int32Array(LONGEST + 1)

  constructor(multiplier = Math.floor(Math.random() * 2 ** 31) * 2 + 1) {
    this.multiplier = multiplier | 0
    this.#powers[0] = 1
    for (let i = 1; i <= LONGEST; i++) this.#powers[i] = Math.imul(this.#powers[i - 1] as number, multiplier)
  }

  /** The hash of a part of at most 256 units, from the hashes up to its start and up to its end. */
  part(before: number, after: number, length: number): number {
    return (after - Math.imul(before, this.#powers[length] as number)) | 0
  }

  /** The hash of two parts, one after the other; the second of at most 256 units. */
  join(first: number, second: number, lengthOfSecond: number): number {
    return (Math.imul(first, this.#powers[lengthOfSecond] as number) + second) | 0
  }

  /** The hash of a part of a text that was not scanned. */
  ofPart(text: string, from: number, to: number): number {
    let hash = 0
    for (let i = from; i < to; i++) hash = (Math.imul(hash, this.multiplier) + fold(text.charCodeAt(i))) | 0
    return hash
  }
}

let shared: RollingHash | undefined

/** The hash of this process, drawn when it is first needed: some runtimes have no chance before. */
export function processHash(): RollingHash {
  shared ??= new RollingHash()
  return shared
}
