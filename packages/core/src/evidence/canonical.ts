/** Characters that are not seen: soft hyphen, zero-width and direction marks, separators, byte order mark. */
const invisible = /[\u00AD\u200B-\u200F\u2028-\u202E\u2060-\u2064\uFEFF]/g
/** Runs of scripts that are written without spaces, so that an id within them stands alone. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]+/gu
const ascii = /^\p{ASCII}*$/u

/**
 * R1 without the change of case: one form for texts that look alike. There is no folding of look-alike letters: an id
 * written with a foreign one is simply not found.
 */
export function composed(text: string): string {
  if (ascii.test(text)) return text
  return text.normalize('NFKC').replaceAll(invisible, '').replaceAll(unspaced, ' $& ')
}

/** R1: the form in which texts and values are compared. */
export function canonical(text: string): string {
  return composed(text).toLowerCase()
}
