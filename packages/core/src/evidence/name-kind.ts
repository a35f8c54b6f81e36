import {
  callerWords,
  clientThings,
  contentWords,
  idWords,
  kindWords,
  namingWords,
  numberedThings,
  numberWords,
  publicCodes,
  quantityWords,
} from './words.ts'

/** What a name is for, as far as its words tell (R5, R6). */
export type NameKind = 'id' | 'quantity' | 'content' | 'naming' | 'kind' | 'neutral'

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

/** How many names are remembered: conversations repeat a few, and a hostile one must not fill the memory. */
const REMEMBERED_NAMES = 4_096

/** A function of names that remembers its latest answers. */
export function remembered<Answer>(answer: (name: string) => Answer): (name: string) => Answer {
  const answers = new Map<string, Answer>()
  return (name) => {
    const known = answers.get(name)
    if (known !== undefined) return known
    const found = answer(name)
    if (answers.size >= REMEMBERED_NAMES) answers.clear()
    if (name.length <= LONGEST_NAME) answers.set(name, found)
    return found
  }
}

/** What a name is for (R6). Its last word decides. */
export const kindOfName = remembered((name) => kindOfWords(wordsOfName(name)))

/** What a key of the evidence is for (R5). A record's own number is its id, whatever a bare `number` means as an argument. */
export const kindOfKey = remembered((name) => {
  const words = wordsOfName(name)
  return numberWords.has(words.at(-1) ?? '') ? 'id' : kindOfWords(words)
})

function kindOfWords(words: readonly string[]): NameKind {
  const last = (words.at(-1) ?? '').replace(/\d+$/, '')
  const before = words.at(-2) ?? ''
  // A key that makes a request safe to repeat is made up on purpose.
  if (callerWords.has(before) || callerWords.has(last) || isClientKey(words)) return 'naming'
  if (idWords.has(last)) return 'id'
  if (numberWords.has(last)) {
    if (numberedThings.has(before)) return 'id'
    if (publicCodes.has(before)) return 'kind'
    if (!contentWords.has(last)) return 'quantity'
  }
  if (quantityWords.has(last)) return 'quantity'
  if (contentWords.has(last)) return 'content'
  if (namingWords.has(last)) return 'naming'
  if (kindWords.has(last)) return 'kind'
  return 'neutral'
}

/** Whether a name is that of a key by which a client tells its own requests apart: `clientOrderId`, `client_token`. */
function isClientKey(words: readonly string[]): boolean {
  const at = words.lastIndexOf('client')
  return (
    at >= 0 &&
    clientThings.has(words[at + 1] ?? '') &&
    words.slice(at + 1).every((word) => clientWords.has(word))
  )
}

const clientWords: ReadonlySet<string> = new Set([...clientThings, 'id', 'key'])
