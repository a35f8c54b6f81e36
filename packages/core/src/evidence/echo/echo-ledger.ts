import type { NameKind } from '../name-kind.ts'
import { onlyDigits } from '../shapes.ts'
import { lowered } from '../text/canonical.ts'
import type { Reading } from '../text/reading.ts'
import { processHash, type RollingHash } from '../text/rolling-hash.ts'
import { significant, squashed } from '../text/tokens.ts'
import { type Echo, tokensBroughtUp } from './brought-up.ts'
import { HashFilter } from './hash-filter.ts'
import type { EchoMask } from './mask.ts'

const hexadecimal = /^(?:0x)?([0-9a-f]{8,})$/
const NOTATION = '0x'
const MOST_KNOWN = 1_024
/** Names of tools and of their arguments come back with every call, and so do many values. */
const MOST_TEXTS = 4_096
const LONGEST_TEXT = 128

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
  /** The same for parts of compounds. */
  readonly #parts = new Map<string, number>()
  readonly #notedAs = {
    token: [this.#noted],
    strong: [this.#strong, this.#noted],
    part: [this.#parts],
  } satisfies Record<Echo, readonly Map<string, number>[]>
  /** Tokens that evidence held already: it keeps them, and calls repeat them. */
  readonly #known = new Set<string>()
  /** Texts whose tokens were noted, by what their key was for. What is noted or known stays so. */
  readonly #texts = new Map<NameKind, Set<string>>()
  /** The hashes of all that was noted. */
  #filter: HashFilter | undefined

  constructor(hash = processHash()) {
    this.#hash = hash
  }

  /** Whether it holds anything. */
  get hasNotes(): boolean {
    return this.#filter !== undefined
  }

  /** Notes every id-like token of what a model wrote that `isKnown` does not hold already. */
  note(written: Reading, entry: number, isKnown: (token: string) => boolean): void {
    let last = ''
    let lastAs: Echo | undefined
    const add = (token: string, as: Echo) => {
      // A word, a run and a compound are mostly the same.
      if (token === last && as === lastAs) return
      last = token
      lastAs = as
      const form = formOf(token)
      const other = otherNotation(form)
      if (other !== undefined) note(other, token, as)
      note(form, token, as)
    }
    const note = (form: string, token: string, as: Echo) => {
      if (this.#notedAs[as][0]?.has(form) || this.#known.has(token)) return
      if (isKnown(lowered(token))) {
        if (this.#known.size < MOST_KNOWN) this.#known.add(token)
        return
      }
      this.#filter ??= new HashFilter()
      this.#filter.add(this.#hash.ofPart(form, 0, form.length))
      for (const noted of this.#notedAs[as]) if (!noted.has(form)) noted.set(form, entry)
    }
    tokensBroughtUp(written, add, (text, key) => this.#isNew(text, key))
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
      filter,
      hides: (token) => since(this.#noted, token),
      hidesPart: (compound) => since(this.#parts, compound),
      hidesAround: (atom) => since(this.#strong, atom),
    }
  }

  #isNew(text: string, key: NameKind): boolean {
    if (text.length > LONGEST_TEXT) return true
    let texts = this.#texts.get(key)
    if (!texts) {
      texts = new Set()
      this.#texts.set(key, texts)
    }
    if (texts.has(text)) return false
    if (texts.size < MOST_TEXTS) texts.add(text)
    return true
  }
}

/** One form for a token in any separators and case, and for a number with any leading zeros. */
function formOf(token: string): string {
  const form = lowered(squashed(token))
  return onlyDigits(form) ? significant(form) : form
}

/** Hexadecimal digits with `0x` for those without, and the other way round (R12). */
function otherNotation(form: string): string | undefined {
  const digits = hexadecimal.exec(form)?.[1]
  if (digits === undefined) return undefined
  return digits === form ? NOTATION + digits : digits
}
