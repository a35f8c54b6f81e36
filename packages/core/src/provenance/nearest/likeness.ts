import { onlyDigits } from '../../evidence/shapes.ts'
import { significant, squashed } from '../../evidence/text/tokens.ts'
import { isOpaqueId } from '../support/opaque.ts'

/** In what way something in the evidence is like a value that is not. */
export type Likeness =
  /** The digits are the same, what stands around them is not: `credit_card_442` and `gift_card_442`. */
  | 'same digits'
  /** One character is changed, left out, put in or doubled, or two neighbours are swapped. */
  | 'one character off'
  /** The same letters come before other digits: `W7654321` and `W1234567`. */
  | 'same prefix'

/** A token in lower case, with what it is compared by. */
export interface Comparable {
  readonly token: string
  /** All its digits. */
  readonly digits: string
  /** The letters before its first digit; empty when it has no digit. */
  readonly prefix: string
}

/** The likest first. */
export const likenesses: readonly Likeness[] = ['same digits', 'one character off', 'same prefix']

/** Fewer digits are the same by chance. */
const FEWEST_DIGITS = 3
/** So many characters of two hashes are hardly the same by chance. */
const OPAQUE_PREFIX = 6
const noDigits = /[^0-9]+/g
const fromFirstDigit = /\d.*$/s

/** Takes a token apart, for comparing it with many. */
export function comparable(token: string): Comparable {
  const digits = onlyDigits(token) ? token : token.replaceAll(noDigits, '')
  const prefix = digits === '' ? '' : squashed(token.replace(fromFirstDigit, ''))
  return { token, digits: significant(digits), prefix }
}

/** In what way two tokens that differ are alike; `undefined` when they are not. */
export function likeness(a: Comparable, b: Comparable): Likeness | undefined {
  if (a.digits === b.digits && a.digits.length >= FEWEST_DIGITS) return 'same digits'
  if (isOneOff(a.token, b.token)) return 'one character off'
  if (a.prefix === '' || a.prefix !== b.prefix) return undefined
  if (isOpaqueId(a.token) && sharedStart(a.token, b.token) < OPAQUE_PREFIX) return undefined
  return 'same prefix'
}

/** How many characters two tokens begin with alike. */
export function sharedStart(a: string, b: string): number {
  let at = 0
  while (at < a.length && a[at] === b[at]) at++
  return at
}

/**
 * Whether a Damerau-Levenshtein distance is one, in a single pass. Libraries for it give the distance, by a table of all
 * prefixes and mostly without swaps; what is left when the common ends are taken off tells this much at once.
 */
export function isOneOff(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false
  const start = sharedStart(a, b)
  let [endOfA, endOfB] = [a.length, b.length]
  while (endOfA > start && endOfB > start && a[endOfA - 1] === b[endOfB - 1]) {
    endOfA--
    endOfB--
  }
  const [ofA, ofB] = [endOfA - start, endOfB - start]
  if (ofA <= 1 && ofB <= 1) return ofA + ofB > 0
  return ofA === 2 && ofB === 2 && a[start] === b[start + 1] && a[start + 1] === b[start]
}
