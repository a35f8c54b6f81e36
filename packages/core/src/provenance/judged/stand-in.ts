import { wordsOfName } from '../../evidence/name-kind.ts'
import { idWords, numberWords, standInWords } from '../../evidence/words.ts'

/** The first or the last letters of the alphabet, or those of the unknown, and a number. */
const alphabetAndNumber = /^(?:abc|abcd|xyz|x{3,})[-_]?\d+$/
/** Words that mean any id at all, and a number. */
const anyIdAndNumber = /^(?:(?:id|test|example|sample|dummy)[-_]?){1,2}\d+$/
/** Last words of names under which words may be ids: a slug is made of words, a key or a reference may name a column. */
const madeOfWords = new Set(
  'slug slugs key keys pk fk sku skus email emails ref refs reference references'.split(' '),
)
/** What is called by the name of a field, so that its id may well be `user_id`. */
const fieldLike = new Set(
  'field column element property attribute parameter param variable input dimension metric'.split(' '),
)
const lastSegment = /[^/:#?&=]*$/
const separators = /[-_.\s]+$/

/** R9: a code that counts its letters up as it counts its digits up, such as `ABC123`, is of no family. */
export function isAlphabetAndNumber(core: string): boolean {
  return alphabetAndNumber.test(core)
}

/** R6: a code that says of itself that it stands for another one. */
export function isStandInCode(core: string): boolean {
  return alphabetAndNumber.test(core) || anyIdAndNumber.test(core)
}

/**
 * R8: words that name their slot instead of filling it: `checked_bag_item_id`, `userId`, an `original_payment_method`
 * for a `payment_method_id`, `Practitioner/example`. A slot of one word is not enough for that: `team-channel` may well
 * be a channel. Neither is another spelling: `marketing-cost-center` is a slug, `cost_center` repeats the name.
 */
export function namesItsSlot(written: string, keyName: string): boolean {
  const slot = wordsOfName(keyName)
  const kind = slot.pop() ?? ''
  if (!(idWords.has(kind) || numberWords.has(kind))) return false
  const segment = lastSegment.exec(written)?.[0] ?? ''
  // A link such as `Practitioner/example` has an id of its own behind the slash.
  if (standInWords.has(segment.toLowerCase())) return segment !== written || !madeOfWords.has(kind)
  if (segment !== written || madeOfWords.has(kind) || slot.length === 0) return false
  if (fieldLike.has(slot.at(-1) ?? '')) return false
  const words = wordsOfName(written)
  return (
    (words.length > 1 && isIdWord(words.at(-1))) || (slot.length > 1 && endsWithStem(written, keyName, kind))
  )
}

function isIdWord(word = ''): boolean {
  return word === 'number' || (idWords.has(word) && !madeOfWords.has(word))
}

/** Whether a value ends with a name but for its last word, as the name is spelled. */
function endsWithStem(written: string, keyName: string, kind: string): boolean {
  const name = keyName.toLowerCase()
  const stem = name.slice(0, name.lastIndexOf(kind)).replace(separators, '')
  return stem !== '' && written.toLowerCase().endsWith(stem)
}
