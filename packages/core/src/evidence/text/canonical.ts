/** Characters that are not seen: soft hyphen, zero-width and direction marks, separators, byte order mark. */
const invisible = /[\u00AD\u200B-\u200F\u2028-\u202E\u2060-\u2064\uFEFF]/g
/** Runs of scripts that are written without spaces, and of the signs they share, so that an id within them stands alone. */
const unspaced =
  /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Bopomofo}\p{scx=Hangul}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}]+/gu
const beyondAscii = /[\u0080-\uffff]/
/** A stretch beyond ASCII, with the character before it, which a mark may join. */
const stretch = /[^\u0080-\uffff]?[\u0080-\uffff]+/g

/** Signs that compose into letters, which would join the id beside them: `№W7304918`. */
const signs = /[\u00AA\u00BA\u2116\u2120\u2122\u2139]/g
/** Dashes as word processors put them between the parts of an id; the long ones stand between parts of a sentence. */
const dash = /(?![\u2014\u2015\u2E3A\u2E3B])\p{Pd}/gu
const foreignDigit = /[^\P{Nd}0-9]/gu

/**
 * R1 without the change of case: one form for texts that look alike. There is no folding of look-alike letters: an id
 * written with a foreign one is simply not found.
 */
export function composed(text: string): string {
  return isAscii(text) ? text : text.replaceAll(stretch, composedStretch)
}

/** Whether a text is ASCII: then only its case can keep it from being canonical. */
export function isAscii(text: string): boolean {
  return !beyondAscii.test(text)
}

function composedStretch(text: string): string {
  return text
    .replaceAll(signs, ' $& ')
    .normalize('NFKC')
    .replaceAll(invisible, '')
    .replaceAll(foreignDigit, digitOf)
    .replaceAll(dash, '-')
    .replaceAll(unspaced, ' $& ')
}

/** The ASCII form of a decimal digit of any script: scripts list their ten digits in order, so the zero is near. */
function digitOf(digit: string): string {
  const code = digit.codePointAt(0) as number
  let value = 0
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value++
  return String(value)
}

/** R1: the form in which texts and values are compared. */
export function canonical(text: string): string {
  return lowered(composed(text))
}

/** A text in lower case, letter by letter: a sigma has another one at the end of a word, and values end elsewhere. */
export function lowered(text: string): string {
  const lower = text.toLowerCase()
  return lower.includes('ς') ? lower.replaceAll('ς', 'σ') : lower
}

const escapes = /\\(?:[nrtbf"'\\/]|u[0-9a-f]{4})/gi

/** A text with blanks for its escapes, of the same length. */
export function withoutEscapes(text: string): string {
  return text.replaceAll(escapes, ({ length }) => ' '.repeat(length))
}
