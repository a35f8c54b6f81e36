/** Atoms joined by one or two of `-_.` (R3). */
export interface Compound {
  readonly atoms: readonly string[]
  readonly joins: readonly string[]
}

/** Compounds joined by up to three separators (R3). */
export interface Run {
  readonly compounds: readonly Compound[]
  readonly joins: readonly string[]
}

/** All that a text is made of. */
export interface Parts {
  readonly runs: readonly Run[]
  /** Digits in groups, joined (R11). */
  readonly joined: readonly string[]
  /** A word and the number after it, an IBAN in groups, or another id in groups, joined (R12). */
  readonly spoken: readonly string[]
}

const atomPattern = /[\p{L}\p{N}\p{M}]+/gu
const soft = /^[-_.]{1,2}$/
const hard = /^[-_./:@#?&=+%~$*!]{1,3}$/
const onlyDigits = /^[0-9]+$/
const onlyLetters = /^\p{L}+$/u
const MOST_ATOMS = 512

interface Word {
  readonly atom: string
  /** What stands before it; `undefined` before the first. */
  readonly gap: string | undefined
}

/** Takes a canonical text apart with regular expressions. */
export function partsOf(text: string): Parts {
  const words = wordsOf(text)
  const printed = printedIn(words)
  const isNumber = (id: string) => onlyDigits.test(id)
  return {
    runs: runsIn(words),
    joined: [...joinedIn(words), ...printed.filter(isNumber)],
    spoken: [...pairsIn(words), ...ibansIn(words), ...printed.filter((id) => !isNumber(id))],
  }
}

function wordsOf(text: string): Word[] {
  let end: number | undefined
  return [...text.matchAll(atomPattern)].map(({ 0: atom, index }) => {
    const gap = end === undefined ? undefined : text.slice(end, index)
    end = index + atom.length
    return { atom, gap }
  })
}

/** Runs; those of more atoms than 512 are cut. */
function runsIn(words: readonly Word[]): Run[] {
  const runs: { compounds: { atoms: string[]; joins: string[] }[]; joins: string[] }[] = []
  let atoms = 0
  for (const { atom, gap = '' } of words) {
    const run = atoms < MOST_ATOMS ? runs.at(-1) : undefined
    const compound = run?.compounds.at(-1)
    if (compound && soft.test(gap)) {
      compound.joins.push(gap)
      compound.atoms.push(atom)
    } else if (run && hard.test(gap)) {
      run.joins.push(gap)
      run.compounds.push({ atoms: [atom], joins: [] })
    } else {
      runs.push({ compounds: [{ atoms: [atom], joins: [] }], joins: [] })
      atoms = 0
    }
    atoms++
  }
  return runs
}

/** At most six groups, of at most nineteen digits and at least four together. A longer group ends a row of groups. */
function joinedIn(words: readonly Word[]): string[] {
  return words.flatMap((_, last) => {
    const found: string[] = []
    let joined = ''
    for (let first = last; first > last - 6; first--) {
      const word = words[first]
      if (!word || !onlyDigits.test(word.atom) || word.atom.length > 19) break
      joined = word.atom + joined
      if (first < last && joined.length >= 4 && joined.length <= 19) found.push(joined)
      if (word.gap === undefined || word.gap.length > 2) break
    }
    return found
  })
}

function pairsIn(words: readonly Word[]): string[] {
  return words.flatMap(({ atom, gap }, i) => {
    const before = words[i - 1]?.atom ?? ''
    return gap === ' ' && onlyDigits.test(atom) && onlyLetters.test(before) ? [before + atom] : []
  })
}

/** Two letters of any script, two digits, and groups of up to four until there are 34 letters and digits (ISO 13616). */
function ibansIn(words: readonly Word[]): string[] {
  const found: string[] = []
  let iban = ''
  for (const { atom, gap } of words) {
    if (iban !== '' && gap === ' ' && atom.length <= 4 && iban.length + atom.length <= 34) {
      iban += atom
      if (iban.length >= 15) found.push(iban)
    } else iban = atom.length === 4 && digitTail(atom)?.letters.length === 2 ? atom : ''
  }
  return found
}

/**
 * Up to nine groups with a blank between them, of up to 34 letters and digits together. The first is letters, of at most
 * five units, or has a digit, as every other has; atoms with a soft gap between them are one group. Of digits alone only
 * what is too long for others to join, in groups of up to four.
 */
function printedIn(words: readonly Word[]): string[] {
  const found: string[] = []
  let groups: string[] = []
  let atoms = 0
  for (const { atom, gap = '' } of words) {
    const isCut = atoms >= MOST_ATOMS
    if (soft.test(gap) && !isCut && atoms > 0) {
      if (groups.length > 0) groups.push(groups.pop() + gap + atom)
    } else if (hard.test(gap) && !isCut && atoms > 0) groups = []
    else {
      atoms = 0
      const [head = ''] = groups
      const follows =
        gap === ' ' &&
        groups.length > 0 &&
        groups.length < 9 &&
        /[0-9]/.test(atom) &&
        atom.length <= 10 &&
        (groups.length > 1 || /[0-9]/.test(head) || head.length <= 5)
      groups = follows ? [...groups, atom] : [atom]
    }
    atoms++
    if (groups.length < 2 || !/[0-9]/.test(atom)) continue
    const chains = /[0-9]/.test(groups[0] ?? '') ? [groups] : [groups, groups.slice(1)]
    for (const chain of chains.filter(({ length }) => length > 1)) {
      const id = squashed(chain.join(' '))
      const isLong = id.length > 19 || chain.length > 6
      const isWanted = !onlyDigits.test(id) || (isLong && chain.every(({ length }) => length <= 4))
      if (isWanted && id.length <= 34) found.push(id)
    }
  }
  return found
}

/** The text of a compound. */
export function textOf({ atoms, joins }: Compound): string {
  return atoms.map((atom, i) => (joins[i - 1] ?? '') + atom).join('')
}

/** A text without what is neither letter nor digit at its ends. */
export function trimmed(text: string): string {
  return text.replaceAll(/^[^\p{L}\p{N}\p{M}]+|[^\p{L}\p{N}\p{M}]+$/gu, '')
}

/** Letters and digits only. */
export function squashed(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N}\p{M}]+/gu, '')
}

/** Digits without leading zeros, when at least four remain. */
export function significant(digits: string): string {
  const stripped = digits.replace(/^0+/, '')
  return stripped.length >= 4 ? stripped : digits
}

/** The two parts of an atom of letters and then digits. */
export function digitTail(atom: string): { readonly letters: string; readonly digits: string } | undefined {
  const match = /^([\p{L}\p{M}]+)([0-9]+)$/u.exec(atom)
  return match ? { letters: match[1] as string, digits: match[2] as string } : undefined
}
