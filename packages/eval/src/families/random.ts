/** Draws that depend on nothing but the seed. */
export interface Random {
  /** A whole number from 0 up to and without `end`. */
  below(end: number): number
  /** One of the items; `undefined` of an empty list. */
  pick<T>(items: readonly T[]): T | undefined
}

/** Seeded by any values, so that what is drawn for one call does not depend on what was drawn before it. */
export function randomOf(...seed: readonly unknown[]): Random {
  // Most are never drawn from.
  let drawn: number | undefined
  // mulberry32: short, and good enough to choose characters.
  const next = () => {
    const state = ((drawn ?? hash(JSON.stringify(seed))) + 0x6d2b79f5) | 0
    drawn = state
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (end: number) => Math.floor(next() * end)
  return { below, pick: (items) => items[below(items.length)] }
}

/** FNV-1a. */
function hash(text: string): number {
  let h = 0x811c9dc5
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  return h
}
