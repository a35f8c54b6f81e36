/** Two halves of a hash. */
export interface Hash {
  readonly a: number
  readonly b: number
}

/** A hash of a text: two rounds of multiplying and shifting, as good as it must be to draw lots. Not for secrets. */
export function hashOf(text: string): Hash {
  let a = 0xdeadbeef
  let b = 0x41c6ce57
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    a = Math.imul(a ^ unit, 0x9e3779b1)
    b = Math.imul(b ^ unit, 0x5f356495)
  }
  return { a, b }
}

/**
 * The lot that something draws: a number from 0 up to and without 1, the same in every run.
 *
 * @param nth which of several lots of one hash.
 */
export function rankOf({ a, b }: Hash, nth = 0): number {
  const high = mixed(a ^ Math.imul(nth + 1, 0x85ebca6b))
  const low = mixed(b ^ Math.imul(high, 0xc2b2ae35))
  return (high * 0x200000 + (low >>> 11)) / 2 ** 53
}

function mixed(half: number): number {
  let h = Math.imul(half ^ (half >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}
