/** What must not be learned from a text, because the model brought it up itself (R25-R27). */
export interface Mask {
  /** Whether what only holds such a token is its echo as well. */
  readonly strict: boolean
  /** Whether a token may be one of those, by the hash of its letters and digits in lower case. Most are not. */
  mayHide(hash: number): boolean
  /** Whether a token may not be learned. */
  hides(token: string): boolean
  /** Whether no compound with this atom in it may be learned; only asked where the mask is strict. */
  hidesAround(atom: string): boolean
}
