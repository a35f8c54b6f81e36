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

/** What one ledger masks; how strictly is for the text to say. */
export type EchoMask = Omit<Mask, 'strict'>

/**
 * The values that the model brought up first (R24). A tool that repeats one of them proves nothing, so until the
 * environment supplies it by itself, such a value is not learned from errors, echoes and longer texts.
 */
export class EchoLedger {
  /** The call that brought each token up first. */
  readonly #noted = new Map<string, number>()
  /** The same for tokens of which longer ids are a form: `ORD-7f3ab` of `7f3ab`, and not `HAT-100` of a limit. */
  readonly #strong = new Map<string, number>()

  /** Notes every id-like token of a call's arguments that `isKnown` does not hold already. */
  note(args: unknown, entry: number, isKnown: (token: string) => boolean): void {
    const add = (token: string, strong: boolean) => {
      if (isKnown(token.toLowerCase())) return
      const form = formOf(token)
      for (const noted of strong ? [this.#noted, this.#strong] : [this.#noted])
        if (!noted.has(form)) noted.set(form, entry)
    }
    let budget = MOST_TEXT
    const read = (text: string, key: NameKind) => {
      if (budget <= 0) return
      const start = composed(text.slice(0, budget))
      budget -= start.length
      if (!isMeasureOfTimeOrNumber(start)) noteText(start, key, add)
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
  mask(version: number, isKnown: (token: string) => boolean): EchoMask | undefined {
    if (this.#noted.size === 0) return undefined
    const since = (noted: ReadonlyMap<string, number>, token: string) =>
      (noted.get(formOf(token)) ?? Number.POSITIVE_INFINITY) < version && !isKnown(token)
    return {
      hides: (token) => since(this.#noted, token),
      blocks: (compound) =>
        since(this.#noted, textOf(compound)) ||
        compound.atoms.some(
          (atom) => since(this.#strong, atom) || since(this.#strong, digitTail(atom)?.digits ?? ''),
        ),
    }
  }
}

/** Several masks as one. Without `strict`, what only holds a token is no form of it. */
export function joinMasks(masks: readonly EchoMask[], strict: boolean): Mask {
  const hides = (token: string) => masks.some((mask) => mask.hides(token))
  const blocks = (compound: Compound) => masks.some((mask) => mask.blocks(compound))
  return { strict, hides, blocks: strict ? blocks : (compound) => hides(textOf(compound)) }
}

/** One form for a token in any separators and case, and for a number with any leading zeros. */
function formOf(token: string): string {
  const form = squashed(token).toLowerCase()
  return allDigits.test(form) ? significant(form) : form
}

function noteText(text: string, key: NameKind, add: (token: string, strong: boolean) => void): void {
  tokenize(text, {
    run({ compounds, joins }) {
      const email = joins.includes('@')
      if (email) add(compounds.map((compound) => textOf(compound)).join(''), true)
      for (const compound of compounds)
        if (!isMeasureOfTimeOrNumber(textOf(compound))) noteCompound(compound, email, key, add)
    },
    joinedDigits: (digits) => add(digits, false),
    spokenPair: (pair) => add(pair, false),
  })
}

function noteCompound(
  compound: Compound,
  email: boolean,
  key: NameKind,
  add: (token: string, strong: boolean) => void,
): void {
  const whole = textOf(compound)
  if (hasDigit.test(whole) || email) add(whole, false)
  for (const atom of compound.atoms) {
    const tail = digitTail(atom)
    if (allDigits.test(atom)) {
      // A short number may be a limit, an amount is one, and a year may be anything.
      if (key === 'quantity' && atom.length < SHORTEST_STRONG) continue
      const part = key === 'id' || compound.atoms.length > 1
      add(atom, key !== 'quantity' && !year.test(atom) && atom.length >= (part ? 3 : SHORTEST_STRONG))
    } else if (hasDigit.test(atom)) add(atom, atom.length >= SHORTEST_STRONG)
    else if (email || capitals.test(atom)) add(atom, false)
    if (tail && tail.digits.length >= 3) add(tail.digits, true)
  }
}
