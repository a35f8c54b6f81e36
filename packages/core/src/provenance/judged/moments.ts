import { wordsOfName } from '../../evidence/name-kind.ts'
import { decimalNumber, isMeasureOfTimeOrNumber, messageMoment } from '../../evidence/shapes.ts'
import { momentWords } from '../../evidence/words.ts'
import type { Readable } from '../value.ts'

/** R7: milliseconds since 1970, of our time. */
export const epoch = /^1\d{12}$/
/** The same in seconds, from 2001 to 2033. */
const epochSeconds = /^1\d{9}$/
/** All of them begin with a digit, or with the `Q` of a quarter. */
const startOfMoment = /^[\dq]/
const duration = /^p(?=[\dt])(?:\d+[ymwd])*(?:t(?:\d+(?:\.\d+)?[hms])+)?$/
const zone = /^(?:etc\/)?(?:utc|gmt)[+-]\d{1,2}(?::?\d{2})?$/
/** Fiscal and half years. */
const period =
  /^[fc]y-?(?:\d{2}|(?:19|20)\d{2})(?:-?[qh][1-4])?$|^(?:19|20)\d{2}-?h[12]$|^h[12]-?(?:19|20)\d{2}$/
const recurrence = /^rrule:|^freq=/i

/** R7, under any name: dates, times and decimal numbers, because models work them out rightly. */
export function dateOrDecimal({ core, whole }: Readable): string | undefined {
  if (!startOfMoment.test(core)) return undefined
  if (messageMoment.test(core)) return undefined
  return isMeasureOfTimeOrNumber(core) || decimalNumber.test(whole)
    ? 'a date, a time or a decimal number'
    : undefined
}

/** R7, under a name that is no id name: durations and intervals (ISO 8601), offsets from UTC, and recurrences (RFC 5545). */
export function timeKind({ core, whole }: Readable): string | undefined {
  return duration.test(core) ||
    zone.test(core) ||
    period.test(core) ||
    recurrence.test(whole) ||
    (core.includes('/') && isInterval(core.split('/')))
    ? 'a time'
    : undefined
}

function isInterval(parts: readonly string[]): boolean {
  return parts.length === 2 && parts.every((part) => duration.test(part) || isMeasureOfTimeOrNumber(part))
}

/** R6: under the name of a moment, such as `post_at`, ten digits are one in seconds, which models work out. */
export function isMomentInSeconds(core: string, keyName: string): boolean {
  return epochSeconds.test(core) && momentWords.has(wordsOfName(keyName).at(-1) ?? '')
}
