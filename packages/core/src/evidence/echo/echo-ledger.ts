import { LONGEST_TOKEN } from '../index/token-table.ts'
import { kindOfName, type NameKind } from '../name-kind.ts'
import { isMeasureOfTimeOrNumber, year } from '../shapes.ts'
import { composed, lowered } from '../text/canonical.ts'
import { Reading } from '../text/reading.ts'
import { processHash, type RollingHash } from '../text/rolling-hash.ts'
import { type Compound, digitTail, significant, squashed, textOf, tokenize } from '../text/tokens.ts'
import type { Mask } from './mask.ts'

/** How much text of one call is read; what a model writes beyond that is no id. */
const MOST_TEXT = 1_000_000
/** `v2`, `q3` and `s3` are parts of many names. */
const SHORTEST_STRONG = 4
const allDigits = /^[0-9]+$/
const words = /\S+/g
const hasDigit = /\p{N}/u
/** A code of letters only, the one kind of id without a digit that is judged. */
const capitals = /^[A-Z]{5,}$/
const MOST_KNOWN = 1_024
/** What every id-like token has one of: most words need not be looked at any closer. */
const mayHoldId = /[\p{N}@]|[A-Z]{5}/u
/** Bits of the filter: a few hundred tokens leave most of them free. */
const FILTER_BITS = 15

/** What one ledger masks; how strictly is for the text to say. */
export type EchoMask = Omit<Mask, 'strict'>

/**
 * The values that the model brought up first (R24). A tool that repeats one of them proves nothing, so until the
 * environment supplies it by itself, such a value is not learned from errors, echoes and longer texts.
 */
export class EchoLedger {
  readonly #hash: RollingHash
  /** The call that brought each token up first. */
  readonly #noted = new Map<string, number>()
  /** The same for tokens of which longer ids are a form: `ORD-7f3ab` of `7f3ab`, and not `HAT-100` of a limit. */
  readonly #strong = new Map<string, number>()
  /** Tokens that evidence held already: it keeps them, and calls repeat them. */
  readonly #known = new Set<string>()
  /** Which hashes may be those of a noted token, so that asking costs next to nothing for all others. */
  #filter: Int32Array | undefined

  constructor(hash = processHash()) {
    this.#hash = hash
  }

  /** Notes every id-like token of a call's arguments that `isKnown` does not hold already. */
  note(args: unknown, entry: number, isKnown: (token: string) => boolean): void {
    const add = (token: string, strong: boolean) => {
      const form = formOf(token)
      if ((strong ? this.#strong : this.#noted).has(form) || this.#known.has(token)) return
      if (isKnown(lowered(token))) {
        if (this.#known.size < MOST_KNOWN) this.#known.add(token)
        return
      }
      this.#admit(this.#hash.ofPart(form, 0, form.length))
      for (const noted of strong ? [this.#noted, this.#strong] : [this.#noted])
        if (!noted.has(form)) noted.set(form, entry)
    }
    let budget = MOST_TEXT
    Reading.ofJson(args).visit((leaf) => {
      const { text, from, to } = leaf
      const written = composed(text.slice(from, Math.min(to, from + budget)))
      budget -= written.length
      const name = leaf.isKey ? 'neutral' : kindOfName(leaf.keyName())
      if (mayHoldId.test(written) && !isMeasureOfTimeOrNumber(written)) noteText(written, name, add)
      return budget <= 0
    })
  }

  /**
   * What may not be learned from a text that may only repeat; `undefined` while nothing was brought up.
   *
   * @param isKnown whether evidence has supplied a token since: then it is no longer the model's.
   */
  mask(version: number, isKnown: (token: string) => boolean): EchoMask | undefined {
    const filter = this.#filter
    if (!filter) return undefined
    const since = (noted: ReadonlyMap<string, number>, token: string) =>
      (noted.get(formOf(token)) ?? Number.POSITIVE_INFINITY) < version && !isKnown(lowered(token))
    return {
      mayHide: (hash) => isAdmitted(filter, hash),
      hides: (token) => since(this.#noted, token),
      hidesAround: (atom) => since(this.#strong, atom),
    }
  }

  #admit(hash: number): void {
    this.#filter ??= new Int32Array(2 ** FILTER_BITS / 32)
    const bit = bitOf(hash)
    this.#filter[bit >>> 5] = (this.#filter[bit >>> 5] as number) | (1 << bit)
  }
}

function bitOf(hash: number): number {
  return Math.imul(hash ^ (hash >>> 16), 0x9e3779b1) >>> (32 - FILTER_BITS)
}

function isAdmitted(filter: Int32Array, hash: number): boolean {
  const bit = bitOf(hash)
  return ((filter[bit >>> 5] as number) & (1 << bit)) !== 0
}

/** Several masks as one. Without `strict`, what only holds a token is no form of it. */
export function joinMasks(masks: readonly EchoMask[], strict: boolean): Mask {
  const [only] = masks
  if (only && masks.length === 1) return { strict, ...only }
  return {
    strict,
    mayHide: (hash) => masks.some((mask) => mask.mayHide(hash)),
    hides: (token) => masks.some((mask) => mask.hides(token)),
    hidesAround: (atom) => masks.some((mask) => mask.hidesAround(atom)),
  }
}

/** One form for a token in any separators and case, and for a number with any leading zeros. */
function formOf(token: string): string {
  const form = lowered(squashed(token))
  return allDigits.test(form) ? significant(form) : form
}

function noteText(text: string, key: NameKind, add: (token: string, strong: boolean) => void): void {
  for (const [piece] of text.matchAll(words))
    if (piece.length <= 2 * LONGEST_TOKEN && hasDigit.test(piece)) add(piece, false)
  tokenize(text, {
    run({ compounds, joins }) {
      const email = joins.includes('@')
      const whole = compounds.map((compound) => textOf(compound)).join('')
      if (email || (joins.length > 0 && hasDigit.test(whole))) add(whole, email)
      // A date or a decimal by itself is no id; within a run it may be part of one.
      for (const compound of compounds)
        if (joins.length > 0 || !isMeasureOfTimeOrNumber(textOf(compound)))
          noteCompound(compound, email, key, add)
    },
    joinedDigits: (digits) => add(digits, false),
    spoken: (pair) => add(pair, false),
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
