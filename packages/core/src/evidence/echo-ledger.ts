import { composed } from './canonical.ts'
import { walkLeaves } from './leaves.ts'
import { kindOfName, type NameKind } from './name-kind.ts'
import { isMeasureOfTimeOrNumber, year } from './shapes.ts'
import type { Mask } from './token-index.ts'
import { type Compound, digitTail, significant, squashed, textOf, tokenize } from './tokens.ts'

/** How much text of one call is read; what a model writes beyond that is no id. */
const MOST_TEXT = 1_000_000
/** `v2`, `q3` and `s3` are parts of many names. */
const SHORTEST_STRONG = 4
const allDigits = /^[0-9]+$/
const hasDigit = /\p{N}/u
/** A code of letters only, the one kind of id without a digit that is judged. */
const capitals = /^[A-Z]{5,}$/

interface Noted {
  /** The call that brought the token up first. */
  readonly entry: number
  /** Whether a longer id that holds the token is a form of it: `ORD-7f3ab` of `7f3ab`, and not `HAT-100` of a limit. */
  readonly strong: boolean
}

/**
 * The values that the model brought up first (R24). A tool that repeats one of them proves nothing, so until the
 * environment supplies it by itself, such a value is not learned from errors, echoes and longer texts.
 */
export class EchoLedger {
  readonly #noted = new Map<string, Noted>()

  /** Notes every id-like token of a call's arguments that `isKnown` does not hold already. */
  note(args: unknown, entry: number, isKnown: (token: string) => boolean): void {
    const add = (token: string, strong: boolean) => {
      const form = formOf(token)
      const noted = this.#noted.get(form)
      if (noted ? noted.strong || !strong : isKnown(token.toLowerCase())) return
      this.#noted.set(form, { entry: noted?.entry ?? entry, strong })
    }
    let budget = MOST_TEXT
    const read = (text: string, key: NameKind) => {
      if (budget <= 0 || key === 'quantity') return
      const start = composed(text.slice(0, budget))
      budget -= start.length
      if (!isMeasureOfTimeOrNumber(start)) noteText(start, key === 'id', add)
    }
    walkLeaves(args, {
      leaf: ({ text, keyName }) => read(text, kindOfName(keyName)),
      key: (name) => read(name, 'neutral'),
      unreadable() {},
    })
  }

  /**
   * What may not be learned from a text that may only repeat; `undefined` while nothing was brought up.
   *
   * @param isKnown whether evidence has supplied a token since: then it is no longer the model's.
   */
  mask(version: number, isKnown: (token: string) => boolean): Mask | undefined {
    if (this.#noted.size === 0) return undefined
    const noted = (token: string, strong: boolean) => {
      const found = this.#noted.get(formOf(token))
      return found !== undefined && found.entry < version && (found.strong || !strong) && !isKnown(token)
    }
    return {
      strict: true,
      hides: (token) => noted(token, false),
      blocks: (compound) =>
        noted(textOf(compound), false) ||
        compound.atoms.some((atom) => noted(atom, true) || noted(digitTail(atom)?.digits ?? '', true)),
    }
  }
}

/** One form for a token in any separators and case, and for a number with any leading zeros. */
function formOf(token: string): string {
  const form = squashed(token).toLowerCase()
  return allDigits.test(form) ? significant(form) : form
}

function noteText(text: string, idKey: boolean, add: (token: string, strong: boolean) => void): void {
  tokenize(text, {
    run({ compounds, joins }) {
      const email = joins.includes('@')
      if (email) add(compounds.map((compound) => textOf(compound)).join(''), true)
      for (const compound of compounds)
        if (!isMeasureOfTimeOrNumber(textOf(compound))) noteCompound(compound, email, idKey, add)
    },
    joinedDigits: (digits) => add(digits, false),
    spokenPair: (pair) => add(pair, false),
  })
}

function noteCompound(
  compound: Compound,
  email: boolean,
  idKey: boolean,
  add: (token: string, strong: boolean) => void,
): void {
  const whole = textOf(compound)
  if (hasDigit.test(whole) || email) add(whole, false)
  for (const atom of compound.atoms) {
    const tail = digitTail(atom)
    if (allDigits.test(atom)) {
      // A short number may be a limit or a zip code as well, and a year anything.
      const strong =
        !year.test(atom) && (atom.length >= 6 || (atom.length >= 3 && (idKey || compound.atoms.length > 1)))
      add(atom, strong)
    } else if (hasDigit.test(atom)) add(atom, atom.length >= SHORTEST_STRONG)
    else if (email || capitals.test(atom)) add(atom, false)
    if (tail && tail.digits.length >= 3) add(tail.digits, true)
  }
}
