import { messageMoment } from '../../evidence/shapes.ts'
import { squashed } from '../../evidence/text/tokens.ts'
import type { Evidence } from '../evidence.ts'
import { type Found, lookFor, type SupportRule, supportBy } from './support.ts'

/** Shorter forms of different ids coincide: `a1-b2` and `a-1b2`. */
const SHORTEST_SQUASHED = 5
const NOTATION = '0x'
const hexadecimal = /^(?:0x)?([0-9a-f]{8,})$/
/** The address of a device (EUI-48, EUI-64). */
const device = /^(?:[0-9a-f]{12}|[0-9a-f]{16})$/

/** R12: the same letters and digits with other separators, because tools disagree about dashes, and people say "user 1". */
export const separatorInsensitive: SupportRule = (core, evidence) => {
  const letters = squashed(core)
  if (letters.length < SHORTEST_SQUASHED) return undefined
  const found = lookFor(evidence, 'squashed', letters) ?? otherNotation(core, letters, evidence)
  return supportBy('separator-insensitive', found)
}

/**
 * Notations whose signs say nothing: hexadecimal digits are the same with and without `0x`, the address of a device with
 * and without colons, and the link to a message leaves the point out of its moment.
 */
function otherNotation(core: string, letters: string, evidence: Evidence): Found | undefined {
  if (messageMoment.test(core)) return lookFor(evidence, 'digitTail', letters)
  const digits = hexadecimal.exec(letters)?.[1]
  if (digits === undefined) return undefined
  const other = digits === letters ? NOTATION + digits : digits
  const pairs = device.test(digits) ? digits.match(/../g)?.join(':') : undefined
  return (
    lookFor(evidence, 'squashed', other) ??
    (pairs === undefined ? undefined : lookFor(evidence, 'verbatim', pairs))
  )
}
