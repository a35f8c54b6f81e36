/** Shapes of values that are no ids, wherever they stand. */

/** A date, or a month, a quarter or a week of a year. */
export const isoDate =
  /^(?:19|20)\d{2}-?(?:q[1-4]|w\d{1,2})$|^q[1-4]-?(?:19|20)\d{2}$|^\d{4}-\d{1,2}(?:-\d{1,2})?$|^\d{1,4}[/.]\d{1,2}[/.]\d{1,4}$/i
/** A date with a time. */
export const isoMoment = /^\d{4}-\d{2}-\d{2}[t ]\d{1,2}:\d{2}|^\d{8}t\d{4,6}z?$/i
/** A time of day. */
export const clock = /^\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:am|pm)?z?$/i
/** A number with a decimal point. */
export const decimalNumber = /^[-+]?\d*\.\d+(?:e[-+]?\d+)?$|^[-+]?\d+\.\d*$/i
/**
 * A moment to the microsecond, by which chats name their messages, or what a slip makes of one: nobody measures or works
 * out so many digits on both sides of a point, so it is an id.
 */
export const messageMoment = /^\d{9,11}\.(?!0+$)\d{5,7}$/
/** A year of our time. */
export const year = /^(?:19|20)\d{2}$/
/** A date of our time without separators. */
export const compactDate = /^(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/
/** A UUID, or a hash of 32 hexadecimal digits, in canonical form (R15): its parts mean nothing by themselves. */
export const uuidOrHash = /^(?:[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/

/** Letters of any script, with their marks. */
export const onlyLetters = /^[\p{L}\p{M}]+$/u

/** Whether a canonical text is a date, a time or a decimal number. */
export function isMeasureOfTimeOrNumber(text: string): boolean {
  return (
    isoDate.test(text) ||
    isoMoment.test(text) ||
    clock.test(text) ||
    (decimalNumber.test(text) && !messageMoment.test(text))
  )
}

/** Whether a text is digits of ASCII and nothing else. Empty counts as such. */
export function onlyDigits(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code < 48 || code > 57) return false
  }
  return true
}
