/**
 * What can hide text, turn it around or break a line when it is printed: controls, direction marks and other format
 * characters, characters of no width, separators of lines and paragraphs, halves of pairs, and what has no meaning yet.
 */
const unsafe = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu

/** A text in which nothing is unsafe to print: such characters become `\u{202e}` and the like. */
export function printable(text: string): string {
  return text.replaceAll(unsafe, (char) => `\\u{${(char.codePointAt(0) as number).toString(16)}}`)
}
