import { canonical } from './canonical.ts'
import { walkLeaves } from './leaves.ts'
import { type Compound, type Run, squashed, textOf, textOfRun, tokenize } from './tokens.ts'

/** How much text of one call is read; what a model writes beyond that is no id. */
const MOST_TEXT = 1_000_000
const digitTail = /[0-9]{3,}$/

/**
 * The values that the model brought up first (R24). A tool that repeats one of them proves nothing, so until the
 * environment supplies it by itself, such a value is not learned from errors, echoes and longer texts.
 */
export class EchoLedger {
  readonly #tokens = new Map<string, number>()

  /** Notes every id-like token of a call's arguments that `isKnown` does not hold already. */
  note(args: unknown, entry: number, isKnown: (token: string) => boolean): void {
    const add = (token: string) => {
      const key = squashed(token)
      if (!isKnown(token) && !this.#tokens.has(key)) this.#tokens.set(key, entry)
    }
    let budget = MOST_TEXT
    const read = (text: string) => {
      if (budget <= 0) return
      const start = canonical(text.slice(0, budget))
      budget -= start.length
      tokenize(start, { run: (run) => noteRun(run, add), joinedDigits: add, spokenPair: add })
    }
    walkLeaves(args, { leaf: ({ text }) => read(text), key: read, unreadable() {} })
  }

  /** Whether the model brought this token up before the environment did. */
  has(token: string, version: number): boolean {
    const entry = this.#tokens.get(squashed(token))
    return entry !== undefined && entry < version
  }

  /**
   * Whether a compound is such a token, or holds one with a digit. A word that the model also wrote does not count
   * within a longer compound: it would hide real ids that begin with it.
   */
  holds(compound: Compound, version: number): boolean {
    if (this.#tokens.size === 0) return false
    const holdsAtom = (atom: string) => {
      const tail = digitTail.exec(atom)?.[0]
      return tail !== undefined && (this.has(tail, version) || this.has(atom, version))
    }
    return this.has(textOf(compound), version) || compound.atoms.some(holdsAtom)
  }
}

function noteRun(run: Run, add: (token: string) => void): void {
  const email = run.joins.includes('@')
  if (email) add(textOfRun(run))
  for (const compound of run.compounds) {
    const text = textOf(compound)
    if (isIdLike(text) || email) add(text)
    for (const atom of compound.atoms) {
      if (isIdLike(atom) || email) add(atom)
      const tail = digitTail.exec(atom)?.[0]
      if (tail !== undefined && tail !== atom) add(tail)
    }
  }
}

/** Whether a token could be an id: it holds a digit, or is a code of letters only. */
function isIdLike(token: string): boolean {
  return /\p{N}/u.test(token) || (token.length >= 5 && /^\p{L}+$/u.test(token))
}
