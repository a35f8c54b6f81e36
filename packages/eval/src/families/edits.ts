import { another, isDigit, isDrawable, nextDigit, redrawn } from './chars.ts'
import { isHex, partsOf, wordsAndNumber } from './parts.ts'
import type { Random } from './random.ts'

/** Drops nothing shorter than this: what is left must still be an id. */
const FEWEST_DIGITS = 3

/** Changes the last part of a value and leaves what stands before it. */
function edit(
  value: string,
  change: (chars: string[], hex: boolean) => string[] | undefined,
): string | undefined {
  const { head, tail } = partsOf(value)
  const changed = change([...tail], isHex(tail))
  return changed && head + changed.join('')
}

/** The places of the characters that tell one id from another: of digits behind words, else of all that can be drawn. */
function tellingPlaces(chars: readonly string[]): number[] {
  const numbered = wordsAndNumber(chars.join('')) !== undefined
  return [...chars.keys()].filter((at) => (numbered ? isDigit(chars[at]) : isDrawable(chars[at])))
}

/** The telling characters drawn at random: a value of the same shape. Words before a number stay. */
export function randomSameShape(value: string, random: Random): string | undefined {
  return edit(value, (chars, hex) => {
    const telling = new Set(tellingPlaces(chars))
    if (telling.size === 0) return undefined
    const [first] = telling
    return chars.map((char, at) => (telling.has(at) ? redrawn(char, random, hex, at === first) : char))
  })
}

/** One character changed to another of its kind. */
export function oneCharacterChanged(value: string, random: Random): string | undefined {
  return edit(value, (chars, hex) => {
    const at = random.pick(tellingPlaces(chars))
    return at === undefined ? undefined : chars.with(at, another(chars[at] as string, random, hex))
  })
}

/** The last digit counted up by one. */
export function lastDigitPlusOne(value: string): string | undefined {
  return edit(value, (chars) => {
    const at = chars.findLastIndex((char) => isDigit(char))
    return at < 0 ? undefined : chars.with(at, nextDigit(chars[at] as string))
  })
}

/** Two neighbours exchanged, one of them a digit. */
export function transposed(value: string, random: Random): string | undefined {
  return edit(value, (chars) => {
    const pairs = [...chars.keys()].filter((at) => {
      const [a, b] = [chars[at], chars[at + 1]]
      return isDrawable(a) && isDrawable(b) && (isDigit(a) || isDigit(b)) && a !== b
    })
    const at = random.pick(pairs)
    if (at === undefined) return undefined
    return chars.with(at, chars[at + 1] as string).with(at + 1, chars[at] as string)
  })
}

/** One digit left out. */
export function droppedDigit(value: string, random: Random): string | undefined {
  return edit(value, (chars) => {
    const at = random.pick(placesOfDigits(chars))
    return at === undefined ? undefined : chars.toSpliced(at, 1)
  })
}

/** One digit written twice. */
export function doubledDigit(value: string, random: Random): string | undefined {
  return edit(value, (chars) => {
    const at = random.pick(placesOfDigits(chars))
    return at === undefined ? undefined : chars.toSpliced(at, 0, chars[at] as string)
  })
}

function placesOfDigits(chars: readonly string[]): number[] {
  const places = [...chars.keys()].filter((at) => isDigit(chars[at]))
  return places.length >= FEWEST_DIGITS ? places : []
}
