/**
 * What can hide text, turn it around, break a line or steer a terminal: controls, direction marks and other format
 * characters, characters of no width, separators of lines and paragraphs, and halves of pairs.
 */
const unsafe = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu

/** A text of others as it may be printed: on one line, each unsafe character as `\u{202e}` and the like. */
export function safe(text: string): string {
  return text.replaceAll(unsafe, (char) => `\\u{${(char.codePointAt(0) as number).toString(16)}}`)
}

/** The same for the text of a JSON document, whose own line breaks stay: what is unsafe stands in it as JSON writes it. */
export function safeJson(json: string): string {
  return json.replaceAll(unsafe, (char) => {
    if (char === '\n') return char
    const units = Array.from({ length: char.length }, (_, at) => char.charCodeAt(at))
    return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('')
  })
}

/** A text of others as one word of a command line, in quotes where it needs them. */
export function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${safe(text).replaceAll("'", `'\\''`)}'`
}
