import type { Place } from '../../evidence/evidence-log.ts'
import { year } from '../../evidence/shapes.ts'
import { significant } from '../../evidence/text/tokens.ts'
import type { Evidence } from '../evidence.ts'
import type { Part } from './parts.ts'
import { type Found, lookFor } from './support.ts'

/** Fewer digits coincide with an amount or a date by chance. */
const SHORTEST_NUMBER = 4
/** How far before a number the words stand that say what it is. */
const NEAR = 60
/** Words that say so, and no other number behind them: a postal code, or the last digits of a longer number. */
const somethingElse =
  /(?:\b(?:zip|postal|post)[ _-]?code|\bzip|\bplz|\blast[ _-]?(?:four|4)|\bend(?:s|ing)[ _-](?:in|with))(?![a-z])[^.;!?\n\d]*$/i

/**
 * R13, the number within a value: one that an id-like key holds; or one of at least four digits whose prefix never came
 * with a number, so that INC0010023 follows from 10023 and gift_card_77201 not from credit_card_77201; or the same id
 * with other leading zeros. Not one that the evidence holds behind other letters, for then those are its prefix; nor one
 * that it calls a postal code or the end of another number, because no id is made of those.
 */
export function numberOf({ digits, prefix }: Part, evidence: Evidence): Found | undefined {
  if (digits === undefined) return undefined
  const number = significant(digits)
  const keyed = lookFor(evidence, 'idNumber', number)
  if (keyed !== undefined) return keyed
  if (number.length < SHORTEST_NUMBER) return undefined
  if (prefix !== '') {
    const padded = mayBePadded(number) ? lookFor(evidence, 'padded', `${prefix} ${number}`) : undefined
    if (padded !== undefined) return padded
    if (evidence.find('prefix', prefix) !== undefined || evidence.find('digitTail', number) !== undefined)
      return undefined
  }
  const found = lookFor(evidence, 'number', number)
  return found && !isOfSomethingElse(found.place) ? found : undefined
}

/** Whether a number says enough without its leading zeros: of fewer digits, and of a year, too many are equal. */
function mayBePadded(number: string): boolean {
  return !number.startsWith('0') && !year.test(number)
}

function isOfSomethingElse({ source: { text }, offset }: Place): boolean {
  const before = text.slice(Math.max(0, offset - NEAR), offset)
  // Of JSON, the member that holds the number, and not the one before it.
  return somethingElse.test(before.slice(before.lastIndexOf(',"') + 1))
}
