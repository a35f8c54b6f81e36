/**
 * What can hide text, turn it around or stand for nothing that is seen: controls, direction marks and other format
 * characters, characters of no width, separators of lines and paragraphs, halves of pairs, and what has no meaning yet.
 * Line breaks and tabs are seen, and a variation selector after an emoji only says that it is one.
 */
const unsafe = /\r\n|[\n\t]|(?<=\p{Emoji})\ufe0f|[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu

/** A text in which nothing hides: such characters become `\u{202e}` and the like. Lines end in `\n`. */
export function visible(text: string): string {
  return text.replaceAll(unsafe, (char) => {
    if (char === '\r\n') return '\n'
    if (char === '\n' || char === '\t' || char === '\ufe0f') return char
    return `\\u{${(char.codePointAt(0) as number).toString(16)}}`
  })
}
