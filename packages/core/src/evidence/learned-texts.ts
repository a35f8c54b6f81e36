/**
 * A set of long texts. To look one up, a `Set` hashes all of it, which costs as much as writing it: here only texts of one
 * length are told apart by their hashes.
 */
export class LearnedTexts {
  /** The only text of each length, or all of them. */
  readonly #byLength = new Map<number, string | Set<string>>()

  /** Whether a text was added before. */
  has(text: string): boolean {
    const known = this.#byLength.get(text.length)
    return typeof known === 'object' ? known.has(text) : known === text
  }

  /** Adds a text. */
  add(text: string): void {
    const known = this.#byLength.get(text.length)
    if (typeof known === 'object') known.add(text)
    else this.#byLength.set(text.length, known === undefined ? text : new Set([known, text]))
  }
}
