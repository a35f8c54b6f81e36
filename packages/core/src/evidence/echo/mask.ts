import { HashFilter } from './hash-filter.ts'

/** What one ledger masks; how strictly is for the text to say. */
export interface EchoMask {
  /** The hashes of the letters and digits, in lower case, of what may be masked. Of numbers it has those without zeros. */
  readonly filter: HashFilter
  /** Whether a token may not be learned. */
  hides(token: string): boolean
  /** Whether a compound may not be learned either, as a part of one that was brought up; only asked where the mask is strict. */
  hidesPart(compound: string): boolean
  /** Whether no compound with this atom in it may be learned; only asked where the mask is strict. */
  hidesAround(atom: string): boolean
}

/** What must not be learned from a text, because the model brought it up itself (R25-R27). */
export interface Mask extends EchoMask {
  /**
   * Whether what only holds such a token, or is a part of it, is its echo as well. If not, a leaf that is nothing else
   * supplies it (R27).
   */
  readonly strict: boolean
}

/** One or more masks as one. */
export function joinMasks(masks: readonly EchoMask[], strict: boolean): Mask {
  const [only] = masks
  if (only && masks.length === 1) return { strict, ...only }
  return {
    strict,
    filter: HashFilter.union(masks.map(({ filter }) => filter)),
    hides: (token) => masks.some((mask) => mask.hides(token)),
    hidesPart: (compound) => masks.some((mask) => mask.hidesPart(compound)),
    hidesAround: (atom) => masks.some((mask) => mask.hidesAround(atom)),
  }
}
