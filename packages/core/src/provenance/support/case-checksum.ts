import type { Evidence } from '../evidence.ts'
import { lookFor, type Support, supportBy } from './support.ts'

const form = /^(?=.*\d)([A-Za-z0-9]{15})([A-Z0-5]{3})?$/
const FIVE = 5
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345'

/**
 * R10: the ids of a widespread CRM have 15 characters whose case counts, and three more that are a checksum of the case,
 * for those who ignore it. Either form gives the other, so both are the same id; a form with a wrong checksum is not.
 */
export function caseChecksum(written: string, evidence: Evidence): Support | undefined {
  const [, short, suffix] = form.exec(written) ?? []
  if (short === undefined) return undefined
  const checksum = checksumOf(short)
  if (suffix !== undefined && suffix !== checksum) return undefined
  const other = suffix === undefined ? short + checksum : short
  return supportBy('derived', lookFor(evidence, 'verbatim', other.toLowerCase()))
}

/** Of every five characters, which are capitals: the first counts least. */
function checksumOf(short: string): string {
  return [0, 1, 2]
    .map((part) => [...short.slice(part * FIVE, (part + 1) * FIVE)])
    .map((five) => letters[five.reduce((bits, char, i) => bits | (/[A-Z]/.test(char) ? 1 << i : 0), 0)])
    .join('')
}
