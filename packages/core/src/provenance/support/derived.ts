import { onlyDigits, onlyLetters } from '../../evidence/shapes.ts'
import { type Compound, squashed, textOf } from '../../evidence/text/tokens.ts'
import type { CompiledPolicy } from '../compiled-policy.ts'
import type { Evidence } from '../evidence.ts'
import { isKnownToAll } from '../judged/names-known-to-all.ts'
import { numberOf } from './bare-number.ts'
import { compoundsOf, type Part, partsOf } from './parts.ts'
import { type Footing, type Found, lookFor, type SupportRule, supportOfParts } from './support.ts'

/** How many atoms a compound may have to cover a part of a value. Longer ones are found as they stand or not at all. */
const LONGEST_COVER = 8

const hasNumber = /\p{N}/u

/** R13: put together from parts that each stand in the evidence by themselves, because tools want `table/INC0010023`. */
export const derived: SupportRule = (core, evidence, policy) => {
  // Words by themselves say nothing of what is made of them.
  if (core.includes('@') || !hasNumber.test(core)) return undefined
  const footings: Footing[] = []
  for (const compound of compoundsOf(core)) {
    if (isPublicPart(textOf(compound), evidence, policy)) footings.push('exempt')
    else cover(compound, evidence, footings)
    // One part without a footing is enough to know.
    if (footings.includes(undefined)) return undefined
  }
  return supportOfParts('derived', footings)
}

const fromFirstDigit = /\d.*$/

/**
 * A part that everybody knows, such as the region or the version within an address, needs no evidence: unless the
 * evidence holds one of its family, for then that one may have been meant.
 */
function isPublicPart(part: string, evidence: Evidence, policy: CompiledPolicy): boolean {
  if (!isKnownToAll(part, policy)) return false
  return evidence.find('prefix', squashed(part.replace(fromFirstDigit, ''))) === undefined
}

/** Covers a compound with the longest compounds that stand alone; what is left must be letters or a bare number. */
function cover(compound: Compound, evidence: Evidence, footings: Footing[]): void {
  const parts = partsOf(compound)
  for (let from = 0; from < parts.length; ) {
    const part = parts[from] as Part
    let found: Found | undefined
    let count = Math.min(parts.length - from, LONGEST_COVER)
    for (; count > 0; count--) {
      found = standalone(compound, from, count, evidence)
      if (found) break
    }
    footings.push(found ?? (part.letters ? 'exempt' : numberOf(part, evidence)))
    from += Math.max(count, 1)
  }
}

/** A compound of its own. A word or a number by itself proves nothing here: `numberOf` asks more of a number. */
function standalone(compound: Compound, from: number, count: number, evidence: Evidence): Found | undefined {
  const text = textOf(compound, from, count)
  if (count === 1 && (onlyLetters.test(text) || onlyDigits(text))) return undefined
  const found = lookFor(evidence, 'compound', text)
  return found && from > 0 && hasOtherPrefix(compound, from, count, evidence) ? undefined : found
}

/**
 * Whether the evidence holds a number of several parts with a prefix, which is another one than here: where it knows
 * DOS-2025-0417, an APT-2025-0417 does not follow from the 2025-0417 beside it.
 */
function hasOtherPrefix(compound: Compound, from: number, count: number, evidence: Evidence): boolean {
  const isNumber = compound.atoms.slice(from, from + count).every(onlyDigits)
  return isNumber && evidence.find('part', textOf(compound, from, count)) !== undefined
}
