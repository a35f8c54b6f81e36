const invisible = /[\u00AD\u200B-\u200F\u2028-\u202E\u2060-\u2064\uFEFF]/g
const unspaced =
  /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Bopomofo}\p{scx=Hangul}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}]+/gu
const signs = /[\u00AA\u00BA\u2116\u2120\u2122\u2139]/g
const dash = /(?![\u2014\u2015\u2E3A\u2E3B])\p{Pd}/gu
const foreignDigit = /[^\P{Nd}0-9]/gu

/** R1 without the change of case, one step after the other on the whole text. */
export function composed(text: string): string {
  return text
    .replaceAll(signs, ' $& ')
    .normalize('NFKC')
    .replaceAll(invisible, '')
    .replaceAll(foreignDigit, digitOf)
    .replaceAll(dash, '-')
    .replaceAll(unspaced, ' $& ')
}

/** R1. */
export function canonical(text: string): string {
  return lowered(composed(text))
}

/** A text in lower case, in which no letter depends on what is around it. */
export function lowered(text: string): string {
  return text.toLowerCase().replaceAll('ς', 'σ')
}

/** Scripts list their ten digits in order. */
function digitOf(digit: string): string {
  const code = digit.codePointAt(0) as number
  let value = 0
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value++
  return String(value)
}

/**
 * A text with blanks for what may be escapes in it. The blanks are as many as the escape has characters, so a word and
 * a number with an escape between them are no spoken pair.
 */
export function withoutEscapes(text: string): string {
  return text.replaceAll(/\\(?:[nrtbf"'\\/]|u[0-9a-f]{4})/g, (found) => ' '.repeat(found.length))
}
