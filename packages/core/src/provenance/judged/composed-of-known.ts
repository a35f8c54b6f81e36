import type { LiteralRule } from './literals.ts'
import { isKnownToAll } from './names-known-to-all.ts'

/**
 * A year of our time, with what may follow: a month, a day, a quarter or a week. A day that stands without separators
 * is of this half of the century: `20931001` is eight digits of an id sooner.
 */
const date =
  /(?<!\p{N})(?!20[5-9]\d{5}(?!\p{N}))(?:19|20)\d{2}(?:[-_.]?(?:q[1-4]|w[0-5]\d|(?:0[1-9]|1[0-2])(?:[-_.]?(?:0[1-9]|[12]\d|3[01]))?))?(?!\p{N})/u
const quarter = /(?<![\p{L}\p{N}])[qh][1-4](?!\p{N})/gu
/** Prefixes of ids are shorter than the words of names: `INC-2024` is an incident. */
const longWords = /^[\p{L}\p{M}._/-]*\p{L}{4}[\p{L}\p{M}._/-]*$/u

/** R9: a name with a date in it, such as `budget-2024`: what is no word in it is a date, and dates are not judged. */
export const datedName: LiteralRule = ({ core }) =>
  longWords.test(core.replace(date, '').replaceAll(quarter, '')) ? 'a name with a date' : undefined

const nameAndVersion = /^@?[a-z][a-z_/-]*?[-:@=_~]{0,2}v?(?:0|[1-9]\d{0,2})(?:\.\d{1,4}){1,3}(?:-[a-z]+)*$/

/** R9: a name with its version, such as `lodash@4.17.21`: a small number, a dot and another are a version, as in R7. */
export const release: LiteralRule = ({ core }) => (nameAndVersion.test(core) ? 'a release' : undefined)

/** The machine itself, under the names that are reserved for it, with a port (RFC 6761). */
const loopback = /^(?:[a-z+]+:\/\/)?(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[?::1\]?)(?::\d{1,5})?(?![^/?#])/
const isAddress = /[/:]/
/** What cuts an address into names. */
const hard = /[/:@#?&=+%~$*!]+/
const words = /^[\p{L}\p{M}_.-]*$/u

/** R9: an address of words and of names that everybody knows, such as `/api/v2/orders` of any host: nothing in it is an id. */
export const addressOfWords: LiteralRule = ({ core, whole }, policy) => {
  // An address with an @ names a mailbox.
  if (core.includes('@') || !isAddress.test(core)) return undefined
  const address = whole.toLowerCase()
  const parts = address.replace(loopback, '').split(hard)
  return (parts.length > 1 || loopback.test(address)) &&
    parts.every((part) => words.test(part) || isKnownToAll(part, policy))
    ? 'words and names that everybody knows'
    : undefined
}
