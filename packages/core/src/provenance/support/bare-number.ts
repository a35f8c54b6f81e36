import type { Corpus } from '../../evidence/corpus.ts'
import { significant } from '../../evidence/text/tokens.ts'
import type { Part } from './parts.ts'
import { type Found, lookFor } from './support.ts'

/** Fewer digits coincide with an amount or a date by chance. */
const SHORTEST_NUMBER = 4

/**
 * R13, the number within a value: one that an id-like key holds; or one of at least four digits whose prefix never came
 * with a number, so that INC0010023 follows from 10023 and gift_card_77201 not from credit_card_77201; or the same id
 * with other leading zeros.
 */
export function numberOf({ digits, prefix }: Part, corpus: Corpus): Found | undefined {
  if (digits === undefined) return undefined
  const number = significant(digits)
  const keyed = lookFor(corpus, 'idNumber', number)
  if (keyed !== undefined) return keyed
  if (number.length < SHORTEST_NUMBER) return undefined
  if (prefix !== '') {
    const padded = lookFor(corpus, 'padded', `${prefix} ${number}`)
    if (padded !== undefined) return padded
    if (corpus.find('prefix', prefix) !== undefined) return undefined
  }
  return lookFor(corpus, 'number', number)
}
