/**
 * The shape of a value without the value, so that a text for the model can say which part it means and never
 * repeats what the model made up: digits become `#`, letters `x`, anything unusual `?`. Up to four letters that
 * begin the value directly before a digit stay (`INC#######`), because they name the kind of record.
 *
 * @example
 * maskedShape('INC0010023') // 'INC#######'
 * maskedShape('gift_card_8887') // 'xxxx_xxxx_####'
 */
export function maskedShape(value: string): string {
  const start = value.slice(0, 64)
  const prefix = /^[A-Za-z]{1,4}(?=[0-9])/.exec(start)?.[0] ?? ''
  const rest = start
    .slice(prefix.length)
    .replaceAll(/\p{N}/gu, '#')
    .replaceAll(/[\p{L}\p{M}]/gu, 'x')
    .replaceAll(/[^#x\-_.@/:+]/gu, '?')
  return `${prefix}${rest}${value.length > start.length ? '...' : ''}`
}
