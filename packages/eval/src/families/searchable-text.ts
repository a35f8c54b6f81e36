import type { LeafValue } from './leaf.ts'

/** Where a text holds a value with no letter or digit right before or after it, in any case; -1 when nowhere. */
export function placeOf(value: LeafValue, text: string): number {
  return placeIn(String(value).toLowerCase(), text.toLowerCase())
}

/**
 * Many questions to one text: whether a value stands in it literally. This is the independent check on the detector, so
 * it shares no code with it and knows no rules.
 */
export class SearchableText {
  /** As they were added; in lower case from the first question on. */
  readonly #added: string[] = []
  readonly #lower: string[] = []

  constructor(texts: Iterable<string> = []) {
    for (const text of texts) this.add(text)
  }

  /** Takes in more text. No value stands across two texts. */
  add(text: string): void {
    this.#added.push(text)
  }

  /** Whether a value stands in it literally. */
  holds(value: LeafValue): boolean {
    for (const text of this.#added.splice(0)) this.#lower.push(text.toLowerCase())
    const wanted = String(value).toLowerCase()
    return this.#lower.some((text) => placeIn(wanted, text) >= 0)
  }
}

function placeIn(value: string, text: string): number {
  if (value === '') return -1
  for (let at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + 1))
    if (!isAlphanumeric(text[at - 1]) && !isAlphanumeric(text[at + value.length])) return at
  return -1
}

function isAlphanumeric(char: string | undefined): boolean {
  return char !== undefined && /[\p{L}\p{N}]/u.test(char)
}
