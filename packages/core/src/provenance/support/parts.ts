import { onlyDigits, onlyLetters } from '../../evidence/shapes.ts'
import { type Compound, runsOf } from '../../evidence/text/tokens.ts'

const mixedTail = /^(\p{L}[\p{L}\p{M}]*)([0-9]{3,})$/u

/** One atom of a value, cut into what it may be derived from (R13). */
export interface Part {
  /** The atom. */
  readonly atom: string
  /** Its digits, when it is a number, or letters followed by at least three digits. */
  readonly digits: string | undefined
  /** All that stands before the digits in its compound, without separators. */
  readonly prefix: string
  /** Whether it is letters only. */
  readonly letters: boolean
}

/** The compounds of a value, cut at hard separators. */
export function compoundsOf(core: string): Compound[] {
  return runsOf(core).flatMap((run) => run.compounds)
}

/** The parts of a compound. */
export function partsOf(compound: Compound): Part[] {
  let prefix = ''
  return compound.atoms.map((atom) => {
    const letters = onlyLetters.test(atom)
    const tail = letters ? null : mixedTail.exec(atom)
    const digits = onlyDigits(atom) ? atom : tail?.[2]
    const part = { atom, digits, prefix: prefix + (tail?.[1] ?? ''), letters }
    prefix += atom
    return part
  })
}
