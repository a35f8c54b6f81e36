import type { LedgerText } from './ledger-entry.ts'

/** So much of a name or an id is kept, in UTF-16 units: they come from models and servers. */
const LONGEST_NAME = 200
/** So much of any other text. */
const LONGEST_TEXT = 1_000

/** A text of at most so many UTF-16 units, with `…` where the rest was cut off. */
export function cut(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text
}

/** A name as a ledger keeps it. */
export function nameOf(name: unknown): string {
  return cut(String(name), LONGEST_NAME)
}

/** A text that is made of our own words, and names. */
export function ownText(text: string): string {
  return cut(text, LONGEST_TEXT)
}

/** How the texts of one entry are kept. */
export interface Texts {
  /** Keeps a text that others may have written. */
  readonly of: (text: string) => LedgerText
  /** Absent where texts are kept as they are. */
  readonly digest: ((text: string) => string) | undefined
}

/** Keeps texts by their digests, each worked out once; or as they are, cut off after 1,000 characters. */
export function textsBy(digest: ((text: string) => string) | undefined): Texts {
  if (!digest) return { of: ownText, digest }
  const known = new Map<string, string>()
  const once = (text: string): string => {
    const found = known.get(text)
    if (found !== undefined) return found
    const made = digest(text)
    known.set(text, made)
    return made
  }
  return { of: (text) => ({ hmac: once(text) }), digest: once }
}
