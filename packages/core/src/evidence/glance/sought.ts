import { digitTail, significant } from '../text/tokens.ts'

/** One run of atoms with single joins between them: what ids and addresses are written as, and its parts. */
const plainId = /^[a-z0-9]+(?:[-_.@+][a-z0-9]+)*$/
const hasDigit = /[0-9]/
/** What is hexadecimal by its letters and digits alone: `0-x12ab` is the same id as `0x12ab`. */
const hexNotation = /(?:^|[^a-z0-9])0[^a-z0-9]?x/
const padded = /^0[0-9]+$/
const onlyDigits = /^[0-9]+$/
const hexadecimal = /^[0-9a-f]+$/
const SHORTEST = 4
const LONGEST = 128
/** Shorter digits, and shorter atoms with a digit, are never brought up in a way that hides what they stand in (R24). */
const SHORTEST_STRONG_DIGITS = 3
const SHORTEST_STRONG = 4
/** How short and how long the shown beginning of the hash of a commit is. */
const SHORTEST_HEAD = 7
const LONGEST_HEAD = 12

/** A token that a glance may find: an id or an address in ASCII, of which it is clear how it is read as tokens. */
export class Sought {
  readonly token: string
  /** Whether it may be the shown beginning of a longer hash, and so end within an atom. */
  readonly mayBeHead: boolean
  /** Whether it is several compounds, so that what joins those to others joins it as well (R3). */
  readonly isRun: boolean
  /** Only what holds one of these, by letters and digits, can have brought it up, or something that hides it. */
  readonly marks: readonly string[]
  /** Its other atoms: an address by its letters and digits hides them, and so does what is written in hexadecimal. */
  readonly words: readonly string[]
  /** The letters and digits of all of it and of each compound; numbers without leading zeros. */
  readonly wholes: readonly string[]
  /** The halves of those: of two values that are one of them side by side, the longer one ends or begins with one. */
  readonly halves: readonly string[]

  private constructor(token: string, compounds: readonly string[]) {
    this.token = token
    const { length } = token
    this.mayBeHead = length >= SHORTEST_HEAD && length <= LONGEST_HEAD && hexadecimal.test(token)
    this.isRun = compounds.length > 1
    const atoms = token.split(/[^a-z0-9]/)
    this.words = atoms.filter((atom) => markOfAtom(atom) === undefined)
    this.wholes = [...new Set([token, ...compounds])].map((part) => formOf(lettersOf(part)))
    this.halves = this.wholes.flatMap((whole) => [
      whole.slice(0, whole.length >> 1),
      whole.slice(whole.length >> 1),
    ])
    this.marks = [...this.wholes, ...atoms.flatMap((atom) => markOfAtom(atom) ?? [])]
  }

  /** `undefined` for a token that takes more than a glance. */
  static of(token: string): Sought | undefined {
    if (token.length < SHORTEST || token.length > LONGEST || !plainId.test(token)) return undefined
    // Words are too many, padded numbers are other numbers as well, and so is what is written in hexadecimal (R12).
    if (!(hasDigit.test(token) || token.includes('@')) || hexNotation.test(token)) return undefined
    const compounds = token.split(/[@+]/)
    const isPadded = [token, ...compounds].some((part) => padded.test(lettersOf(part)))
    return isPadded ? undefined : new Sought(token, compounds)
  }
}

function markOfAtom(atom: string): string | undefined {
  if (!hasDigit.test(atom)) return undefined
  const digits = onlyDigits.test(atom) ? atom : digitTail(atom)?.digits
  if (digits !== undefined && digits.length >= SHORTEST_STRONG_DIGITS) return significant(digits)
  return atom.length >= SHORTEST_STRONG ? atom : undefined
}

function lettersOf(text: string): string {
  return text.replaceAll(/[^a-z0-9]/g, '')
}

/** Numbers are the same with any leading zeros. */
export function formOf(letters: string): string {
  return onlyDigits.test(letters) ? significant(letters) : letters
}
