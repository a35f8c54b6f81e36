import type { LiteralRule } from './literals.ts'

/** A year of our time, with what may follow: a month, a day, a quarter or a week. */
const date =
  /(?<![\p{N}])(?:19|20)\d{2}(?:[-_.]?(?:q[1-4]|w[0-5]\d|(?:0[1-9]|1[0-2])(?:[-_.]?(?:0[1-9]|[12]\d|3[01]))?))?(?!\p{N})/u
const quarter = /(?<![\p{L}\p{N}])[qh][1-4](?!\p{N})/gu
/** Prefixes of ids are shorter than the words of names: `INC-2024` is an incident. */
const words = /^[\p{L}\p{M}._/-]*\p{L}{4}[\p{L}\p{M}._/-]*$/u

/**
 * R7: a name with a date in it (`budget-2024`, `minutes_2024-05-15`, `Q3_report_2024`). What is no word in it is a date,
 * and dates are not judged.
 */
export const datedName: LiteralRule = ({ core }) =>
  words.test(core.replace(date, '').replaceAll(quarter, '')) ? 'a name with a date' : undefined
