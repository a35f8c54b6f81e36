/** What a character does in a text (R3), as bits, so that the characters of a stretch can be added up. */
export const LETTER = 1
/** A combining mark: part of a word, though no letter. */
export const MARK = 2
/** `0` to `9`. Digits of other scripts are these in a canonical text (R1). */
export const DIGIT = 4
/** A number that is no decimal digit. */
export const NUMBER = 8
/** One of `-_.`: joins atoms to a compound. */
export const SOFT = 16
/** One of `/:@#?&=+%~$*!`: joins compounds to a run. */
export const HARD = 32
/** White space. */
export const SPACE = 64
/** Everything else: quotes, brackets, commas, symbols, controls. */
export const BREAK = 128

/** Whatever an atom is made of. */
export const ATOM = LETTER | MARK | DIGIT | NUMBER

/** The class of every code point that was met so far. */
const classes = new Uint8Array(0x11_0000)

/** The class of the UTF-16 unit at a place. Both halves of a pair have the class of the character they make. */
export function classAt(text: string, at: number): number {
  const unit = text.charCodeAt(at)
  const code = unit >= 0xd800 && unit <= 0xdfff ? codeAround(text, at, unit) : unit
  return (classes[code] as number) || learnClass(code)
}

function learnClass(code: number): number {
  const found = classOf(String.fromCodePoint(code))
  classes[code] = found
  return found
}

function classOf(char: string): number {
  if (/\p{L}/u.test(char)) return LETTER
  if (/\p{M}/u.test(char)) return MARK
  if (/[0-9]/.test(char)) return DIGIT
  if (/\p{N}/u.test(char)) return NUMBER
  if (/[-_.]/.test(char)) return SOFT
  if (/[/:@#?&=+%~$*!]/.test(char)) return HARD
  return /\s/.test(char) ? SPACE : BREAK
}

/** The code point that half of a surrogate pair belongs to. A half by itself is a code point that means nothing. */
function codeAround(text: string, at: number, unit: number): number {
  if (unit < 0xdc00) return text.codePointAt(at) as number
  const whole = at > 0 ? (text.codePointAt(at - 1) as number) : unit
  return whole > 0xffff ? whole : unit
}

/** Of every ASCII character: its class in the low byte, and its lower case above that. */
export const asciiTable = Uint16Array.from({ length: 128 }, (_, code) => {
  const char = String.fromCharCode(code)
  return classOf(char) | (char.toLowerCase().charCodeAt(0) << 8)
})

/** A UTF-16 unit in lower case, if it is ASCII. Texts that are more than ASCII are in lower case already. */
export function fold(unit: number): number {
  return unit < 128 ? (asciiTable[unit] as number) >>> 8 : unit
}
