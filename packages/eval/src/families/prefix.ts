import { partsOf, wordsAndNumber } from './parts.ts'
import type { Random } from './random.ts'

const common = ['ORD-', 'INV-', 'REQ-', 'TCK-', 'CUS', 'R', 'acct_', 'user_', 'order_', 'card_', 'doc-']

/** The words before the number of an id; `undefined` when it has none. */
export function prefixOf(value: string): string | undefined {
  return wordsAndNumber(partsOf(value).tail)?.words
}

/**
 * The same number behind other words: `gift_card_42` for `credit_card_42`.
 *
 * @param seen prefixes of other ids. One of the same case is preferred to the built-in ones.
 */
export function prefixSwap(value: string, random: Random, seen: readonly string[]): string | undefined {
  const { head, tail } = partsOf(value)
  const parts = wordsAndNumber(tail)
  if (!parts) return undefined
  const { words, number } = parts
  const differs = (other: string) => letters(other) !== letters(words)
  const alike = (other: string) => differs(other) && isUpper(other) === isUpper(words)
  const other = random.pick(seen.filter(alike)) ?? random.pick(common.filter(alike))
  return other && head + other + number
}

function letters(prefix: string): string {
  return prefix.toLowerCase().replaceAll(/[^\p{L}]/gu, '')
}

function isUpper(prefix: string): boolean {
  return prefix === prefix.toUpperCase()
}
