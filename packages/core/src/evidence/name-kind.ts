import { contentWords, idWords, namingWords, numberedThings, numberWords, quantityWords } from './words.ts'

/** What a name is for, as far as its words tell (R5, R6). */
export type NameKind = 'id' | 'quantity' | 'content' | 'naming' | 'neutral'

/** Words of the host, added to the built-in lists. */
export interface ExtraWords {
  readonly idWords?: readonly string[]
  readonly quantityWords?: readonly string[]
  readonly contentWords?: readonly string[]
  readonly namingWords?: readonly string[]
}

/** Longer names are cut: no name that means something is longer. */
const LONGEST_NAME = 128

/** The words of a name in lower case: cut at changes of case, at digits' ends and at anything that is no letter. */
export function wordsOfName(name: string): string[] {
  return name
    .slice(0, LONGEST_NAME)
    .replaceAll(/(\p{Lu}{2})s(?!\p{Ll})/gu, '$1')
    .replaceAll(/(\p{Ll}|\p{N})(\p{Lu})/gu, '$1 $2')
    .replaceAll(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '' && !/^\d+$/.test(word))
}

/** What a name is for. Its last word decides. */
export function kindOfName(name: string, extra?: ExtraWords): NameKind {
  const parts = wordsOfName(name)
  const last = (parts.at(-1) ?? '').replace(/\d+$/, '')
  const before = parts.at(-2) ?? ''
  // A key that makes a request safe to repeat is made up on purpose.
  if (before === 'idempotency' || before === 'dedup') return 'naming'
  if (extra?.idWords?.includes(last) || idWords.has(last)) return 'id'
  if (extra?.quantityWords?.includes(last)) return 'quantity'
  if (extra?.contentWords?.includes(last)) return 'content'
  if (extra?.namingWords?.includes(last)) return 'naming'
  if (numberWords.has(last) && numberedThings.has(before)) return 'id'
  if (numberWords.has(last) && !contentWords.has(last)) return 'quantity'
  if (quantityWords.has(last)) return 'quantity'
  if (contentWords.has(last)) return 'content'
  if (namingWords.has(last)) return 'naming'
  return 'neutral'
}

const keys = new Map<string, NameKind>()
/** How many keys are remembered: conversations repeat a few, and a hostile one must not fill the memory. */
const REMEMBERED_KEYS = 4_096

/** What a key of the evidence is for (R5). A record's own number is its id, whatever a bare `number` means as an argument. */
export function kindOfKey(name: string): NameKind {
  let kind = keys.get(name)
  if (kind === undefined) {
    const last = wordsOfName(name).at(-1) ?? ''
    kind = numberWords.has(last) ? 'id' : kindOfName(name)
    if (keys.size < REMEMBERED_KEYS && name.length <= LONGEST_NAME) keys.set(name, kind)
  }
  return kind
}
