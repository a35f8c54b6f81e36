import type { NameKind } from './name-kind.ts'
import {
  type Compound,
  LONGEST_TOKEN,
  type Run,
  significant,
  squashed,
  textOf,
  textOfRun,
  tokenize,
} from './tokens.ts'

/**
 * What can be asked of the evidence. Each class is a promise about where a text stood:
 * `verbatim` as a run, compound or atom, or as an atom-aligned prefix or suffix of a compound;
 * `compound` as a whole compound of its own; `squashed` as the letters and digits of a compound or of a spoken pair;
 * `number` alone and not as a quantity; `idNumber` alone under an id-like key; `quantity` alone under a quantity key;
 * `digitAtom` as three or more digits within a compound; `digitTail` as the digits at the end of an atom;
 * `joined` as groups of digits; `prefix` before digits; `padded` as prefix and digits without leading zeros.
 */
export type TokenClass =
  | 'verbatim'
  | 'compound'
  | 'squashed'
  | 'number'
  | 'idNumber'
  | 'quantity'
  | 'digitAtom'
  | 'digitTail'
  | 'joined'
  | 'prefix'
  | 'padded'

/** Which compounds of a text must not be learned. */
export type Mask = (compound: Compound) => boolean

/** The most entries one index holds. Beyond that the corpus counts as incomplete, and no value is called minted. */
const MOST_ENTRIES = 5_000_000
const SHORTEST_SQUASHED = 5
const digitTail = /^(.*?[^0-9])([0-9]+)$/
const allDigits = /^[0-9]+$/

/**
 * The tokens of the evidence, each with the entry it first stood in. Append-only, and an entry never changes, so a
 * look-up as of an earlier version only compares numbers.
 */
export class TokenIndex {
  readonly #first = new Map<TokenClass, Map<string, number>>()
  #size = 0

  /** Whether tokens were dropped because the index is full. */
  get isFull(): boolean {
    return this.#size >= MOST_ENTRIES
  }

  /** The first entry that held the token, if it came before `version`. */
  find(kind: TokenClass, token: string, version: number): number | undefined {
    const entry = this.#first.get(kind)?.get(token)
    return entry !== undefined && entry < version ? entry : undefined
  }

  /** Learns a canonical text of the entry `entry`. */
  learn(text: string, key: NameKind, entry: number, masked: Mask): void {
    const add = (kind: TokenClass, token: string) => {
      if (token.length > LONGEST_TOKEN || this.isFull) return
      let tokens = this.#first.get(kind)
      if (!tokens) {
        tokens = new Map()
        this.#first.set(kind, tokens)
      }
      if (tokens.has(token)) return
      tokens.set(token, entry)
      this.#size++
    }
    tokenize(text, {
      run: (run) => learnRun(run, key, masked, add),
      joinedDigits: (digits) => {
        if (!masked({ atoms: [digits], joins: [] })) add('joined', digits)
      },
      spokenPair: (pair) => {
        if (pair.length >= SHORTEST_SQUASHED && !masked({ atoms: [pair], joins: [] })) add('squashed', pair)
      },
    })
  }
}

type Add = (kind: TokenClass, token: string) => void

function learnRun(run: Run, key: NameKind, masked: Mask, add: Add): void {
  const { compounds } = run
  const open = compounds.filter((compound) => !masked(compound))
  for (const compound of open) learnCompound(compound, compounds.length === 1, key, add)
  if (open.length < compounds.length || compounds.length === 1) return
  // A whole run, and its prefixes and suffixes: `mailto:jane@acme.com` also gives the address.
  for (let length = compounds.length; length > 1; length--) {
    const head = textOfRun(run, 0, length)
    const tail = textOfRun(run, compounds.length - length)
    if (head.length <= LONGEST_TOKEN) add('verbatim', head)
    if (tail.length <= LONGEST_TOKEN) add('verbatim', tail)
    if (compounds.length > LONGEST_TOKEN && length < compounds.length) break
  }
  for (let i = 0; i + 1 < compounds.length; i++)
    if (run.joins[i] === '@') add('verbatim', textOfRun(run, i, 2))
}

function learnCompound(compound: Compound, alone: boolean, key: NameKind, add: Add): void {
  const { atoms } = compound
  const whole = textOf(compound)
  const quantity = key === 'quantity'
  add('compound', whole)
  for (let length = 1; length <= atoms.length; length++) {
    const head = textOf(compound, 0, length)
    const tail = textOf(compound, atoms.length - length)
    if (head.length > LONGEST_TOKEN && tail.length > LONGEST_TOKEN) break
    add('verbatim', head)
    add('verbatim', tail)
  }
  const letters = squashed(whole)
  if (letters.length >= SHORTEST_SQUASHED) add('squashed', letters)
  let prefix = ''
  for (const atom of atoms) {
    add('verbatim', atom)
    const tail = digitTail.exec(atom)
    const digits = allDigits.test(atom) ? atom : tail?.[2]
    const before = prefix + (tail?.[1] ?? '')
    if (digits !== undefined) {
      if (before !== '') {
        add('prefix', before)
        add('padded', `${before} ${significant(digits)}`)
      }
      if (tail) add('digitTail', significant(digits))
      else if (atoms.length > 1 && atom.length >= 3 && !quantity) add('digitAtom', atom)
    }
    prefix += atom
  }
  if (atoms.length === 1 && allDigits.test(whole)) {
    const number = significant(whole)
    add(quantity ? 'quantity' : 'number', number)
    if (key === 'id' && alone) add('idNumber', number)
  }
}
