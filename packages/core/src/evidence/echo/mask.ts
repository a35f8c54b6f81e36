import { HashFilter } from './hash-filter.ts'

/** What one ledger masks; how strictly is for the text to say. */
export interface EchoMask {
  /** The hashes of the letters and digits, in lower case, of what may be masked. Of numbers it has those without zeros. */
  readonly filter: HashFilter
  /** Whether a token may not be learned. */
  hides(token: string): boolean
  /** Whether no compound with this atom in it may be learned, if the mask is strict. */
  hidesAround(atom: string): boolean
}

/** What must not be learned from a text, because the model brought it up itself (R25-R27). */
export interface Mask extends EchoMask {
  /** Whether what only holds such a token is its echo as well; if not, a leaf that is nothing else supplies it (R27). */
  readonly strict: boolean
}

/**
 * One or more masks as one.
 *
 * @param isStrict asked when it first matters, and once: most results repeat nothing.
 */
export function joinMasks(masks: readonly EchoMask[], isStrict: () => boolean): Mask {
  const [only] = masks
  let strict: boolean | undefined
  return {
    get strict() {
      strict ??= isStrict()
      return strict
    },
    filter: only && masks.length === 1 ? only.filter : HashFilter.union(masks.map(({ filter }) => filter)),
    hides: (token) => masks.some((mask) => mask.hides(token)),
    hidesAround: (atom) => masks.some((mask) => mask.hidesAround(atom)),
  }
}
