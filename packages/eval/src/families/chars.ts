import type { Random } from './random.ts'

/** The ten digits of ASCII, Arabic, Persian, Devanagari and full width. */
const digitsOfScripts = [0x30, 0x660, 0x6f0, 0x966, 0xff10].map((zero) =>
  String.fromCodePoint(...Array.from({ length: 10 }, (_, i) => zero + i)),
)
const lower = 'abcdefghijklmnopqrstuvwxyz'
const upper = lower.toUpperCase()
const hexLower = 'abcdef'

/** The ten digits of the script that a digit belongs to; `undefined` for what is no digit. */
function digitsAround(char: string): string | undefined {
  if (char === '') return undefined
  return digitsOfScripts.find((digits) => digits.includes(char))
}

/** Whether a character is a digit of a script we know. */
export function isDigit(char: string | undefined): boolean {
  return char !== undefined && char !== '' && digitsAround(char) !== undefined
}

/** Whether a character is a digit, or a letter of ASCII: one that can be drawn anew. */
export function isDrawable(char: string | undefined): boolean {
  return char !== undefined && alphabetOf(char, false) !== undefined
}

/** The characters that may stand where one stands. */
function alphabetOf(char: string, hex: boolean): string | undefined {
  const digits = digitsAround(char)
  if (digits) return digits
  if (lower.includes(char)) return hex ? hexLower : lower
  if (upper.includes(char)) return hex ? hexLower.toUpperCase() : upper
  return undefined
}

/** Another character of the same kind. What is neither digit nor ASCII letter stays as it is. */
export function another(char: string, random: Random, hex: boolean): string {
  const alphabet = alphabetOf(char, hex)?.replace(char, '')
  return alphabet ? (random.pick([...alphabet]) as string) : char
}

/**
 * Any character of the same kind, the same one included.
 *
 * @param leading whether it stands first: a number that began without a zero still does
 */
export function redrawn(char: string, random: Random, hex: boolean, leading: boolean): string {
  const alphabet = [...(alphabetOf(char, hex) ?? char)]
  const first = leading && isDigit(char) && char !== alphabet[0] ? 1 : 0
  return random.pick(alphabet.slice(first)) as string
}

/** The digit that follows; 0 follows 9. */
export function nextDigit(char: string): string {
  const digits = [...(digitsAround(char) ?? char)]
  return digits[(digits.indexOf(char) + 1) % digits.length] as string
}

/** A value written with one sign for each kind of character, so that two of the same shape are equal. */
export function shapeOf(value: string): string {
  return [...value]
    .map(
      (char) => digitsAround(char)?.[0] ?? (lower.includes(char) ? 'a' : upper.includes(char) ? 'A' : char),
    )
    .join('')
}

/**
 * Letters and digits only, in lower case and with the digits of ASCII, a number without zeros in front: what two spellings
 * of one id have in common.
 */
export function bare(value: string): string {
  const plain = [...value.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '')]
    .map((char) => {
      const digit = digitsAround(char)?.indexOf(char) ?? -1
      return digit < 0 ? char : String(digit)
    })
    .join('')
  return /^\d+$/.test(plain) ? plain.replace(/^0+(?=\d)/, '') : plain
}
