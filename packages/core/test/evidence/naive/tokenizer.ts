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
  /** A word and the number after it, or an IBAN in groups, joined (R12). */
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
  return { runs: runsIn(words), joined: joinedIn(words), spoken: [...pairsIn(words), ...ibansIn(words)] }
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
