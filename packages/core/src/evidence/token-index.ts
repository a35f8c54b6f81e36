import type { NameKind } from './name-kind.ts'
import { uuidOrHash } from './shapes.ts'
import {
  type Compound,
  digitTail,
  LONGEST_TOKEN,
  type Run,
  significant,
  squashed,
  textOf,
  tokenize,
  trimmed,
} from './tokens.ts'

/**
 * What can be asked of the evidence. Each class is a promise about where a text stood:
 * `verbatim` as a run, compound or atom, or as an atom-aligned prefix or suffix of a compound or run;
 * `word` between white space, where it holds more than a run does;
 * `compound` as a whole compound of its own; `squashed` as the letters and digits of a compound or of a spoken pair;
 * `number` alone and not as a quantity; `idNumber` alone under an id-like key; `quantity` alone under a quantity key;
 * `digitAtom` as three or more digits within a compound; `digitTail` as the digits at the end of an atom of letters;
 * `joined` as groups of digits; `prefix` before digits; `padded` as prefix and digits without leading zeros.
 */
export type TokenClass =
  | 'verbatim'
  | 'word'
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

/** What must not be learned from a text, because the model brought it up itself. */
export interface Mask {
  /** Whether longer texts that hold such a token are its echo as well. */
  readonly strict: boolean
  /** Whether nothing of a compound may be learned. */
  blocks(compound: Compound): boolean
  /** Whether one token may not be learned. */
  hides(token: string): boolean
}

/** The most entries one index holds. Beyond that the corpus counts as incomplete, and no value is called minted. */
const MOST_ENTRIES = 5_000_000
const SHORTEST_SQUASHED = 5
const allDigits = /^[0-9]+$/
/** White space between words, and what the quotes and brackets of code put around them. */
const word = /\S+/g
/** A commit of git, and the lengths it is shown in. */
const gitHash = /^[0-9a-f]{40}$/
const shortHash = [7, 8, 9, 10, 11, 12] as const
/** What ends a run, and still stands within a word: quotes, commas, brackets and the like. */
const breaker = /[^\p{L}\p{N}\p{M}\s\-_./:@#?&=+%~$*!]|[-_./:@#?&=+%~$*!]{4}|[-_.]{3}/u

type Add = (kind: TokenClass, token: string) => void

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
  learn(text: string, key: NameKind, entry: number, mask: Mask | undefined): void {
    const add: Add = (kind, token) => {
      if (token.length <= LONGEST_TOKEN && !mask?.hides(token)) this.#add(kind, token, entry)
    }
    const blocked = (compound: Compound) => mask?.blocks(compound) ?? false
    tokenize(text, {
      run: (run) => learnRun(run, key, blocked, mask?.strict ?? false, add),
      joinedDigits: (digits) => add('joined', digits),
      iban: (iban) => add('squashed', iban),
      spokenPair: (pair) => {
        if (pair.length >= SHORTEST_SQUASHED && !blocked({ atoms: [pair], joins: [] })) add('squashed', pair)
      },
    })
    if (breaker.test(text)) learnWords(text, blocked, add)
  }

  #add(kind: TokenClass, token: string, entry: number): void {
    let tokens = this.#first.get(kind)
    if (!tokens) {
      tokens = new Map()
      this.#first.set(kind, tokens)
    }
    if (tokens.has(token) || this.isFull) return
    tokens.set(token, entry)
    this.#size++
  }
}

/** Words that hold more than runs do: a value with a comma in it is found as it stands. */
function learnWords(text: string, blocked: (compound: Compound) => boolean, add: Add): void {
  for (const [match] of text.matchAll(word)) {
    const core = match.length <= 2 * LONGEST_TOKEN && breaker.test(match) ? trimmed(match) : ''
    if (core !== '' && breaker.test(core) && !blocked({ atoms: [core], joins: [] })) add('word', core)
  }
}

function learnRun(
  run: Run,
  key: NameKind,
  blocked: (compound: Compound) => boolean,
  strict: boolean,
  add: Add,
): void {
  const { compounds, joins } = run
  const open = compounds.filter((compound) => !blocked(compound))
  for (const compound of open) learnCompound(compound, compounds.length === 1, key, add)
  if (compounds.length === 1 || (strict && open.length < compounds.length)) return
  // A whole run, and its prefixes and suffixes: `mailto:jane@acme.com` also gives the address.
  const texts = compounds.map((compound) => textOf(compound))
  let head = texts[0] as string
  for (let i = 1; i < texts.length && head.length <= LONGEST_TOKEN; i++) {
    head += `${joins[i - 1]}${texts[i]}`
    add('verbatim', head)
  }
  let tail = texts.at(-1) as string
  for (let i = texts.length - 2; i >= 0 && tail.length <= LONGEST_TOKEN; i--) {
    tail = `${texts[i]}${joins[i]}${tail}`
    add('verbatim', tail)
    if (joins[i] === '@') add('verbatim', `${texts[i]}@${texts[i + 1]}`)
  }
}

function learnCompound(compound: Compound, alone: boolean, key: NameKind, add: Add): void {
  const { atoms, joins } = compound
  let head = ''
  for (let i = 0; i < atoms.length && head.length <= LONGEST_TOKEN; i++) {
    head += i === 0 ? atoms[i] : `${joins[i - 1]}${atoms[i]}`
    add('verbatim', head)
    if (i === atoms.length - 1) learnWhole(head, add)
  }
  let tail = ''
  for (let i = atoms.length - 1; i > 0 && tail.length <= LONGEST_TOKEN; i--) {
    tail = i === atoms.length - 1 ? (atoms[i] as string) : `${atoms[i]}${joins[i]}${tail}`
    add('verbatim', tail)
  }
  learnNumbers(compound, key, add)
  const only = atoms.length === 1 ? (atoms[0] as string) : ''
  if (!allDigits.test(only)) return
  const number = significant(only)
  add(key === 'quantity' ? 'quantity' : 'number', number)
  if (key === 'id' && alone) add('idNumber', number)
}

function learnWhole(whole: string, add: Add): void {
  add('compound', whole)
  const letters = squashed(whole)
  if (letters.length >= SHORTEST_SQUASHED) add('squashed', letters)
}

/** The atoms of a compound, and the numbers in it with what stands before them. */
function learnNumbers(compound: Compound, key: NameKind, add: Add): void {
  const { atoms } = compound
  const opaque = uuidOrHash.test(textOf(compound, 0, Math.min(atoms.length, 5)))
  let prefix = ''
  for (const atom of atoms) {
    add('verbatim', atom)
    if (gitHash.test(atom)) for (const length of shortHash) add('verbatim', atom.slice(0, length))
    const tail = opaque ? undefined : digitTail(atom)
    const digits = allDigits.test(atom) ? atom : tail?.digits
    const before = prefix + (tail?.letters ?? '')
    if (digits !== undefined && before !== '' && before.length <= LONGEST_TOKEN) {
      add('prefix', before)
      const number = significant(digits)
      add('padded', `${before} ${number}`)
    }
    if (tail) add('digitTail', significant(tail.digits))
    else if (digits !== undefined && atoms.length > 1 && digits.length >= 3 && key !== 'quantity')
      add('digitAtom', digits)
    if (prefix.length <= LONGEST_TOKEN) prefix += atom
  }
}
