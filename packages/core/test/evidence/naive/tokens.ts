import type { TokenClass } from '../../../src/evidence/index/look-up.ts'
import type { NameKind } from '../../../src/evidence/name-kind.ts'
import { uuidOrHash } from '../../../src/evidence/shapes.ts'
import {
  type Compound,
  digitTail,
  partsOf,
  type Run,
  significant,
  squashed,
  textOf,
  trimmed,
} from './tokenizer.ts'

/** What must not be learned from a text, because the model brought it up itself. */
export interface Mask {
  readonly strict: boolean
  /** Whether nothing of a compound may be learned. */
  blocks(compound: Compound): boolean
  /** Whether one token may not be learned. */
  hides(token: string): boolean
}

/** Takes a token of a class. */
export type Add = (kind: TokenClass, token: string) => void

const LONGEST_TOKEN = 256
const MOST_ZEROS = 8
const onlyDigits = /^[0-9]+$/
const onlyLetters = /^[\p{L}\p{M}]+$/u

/**
 * All tokens of a canonical text with their classes (R10-R13), except those that a mask hides.
 *
 * What the index leaves out because nobody asks for it, or because it is too common to prove something:
 * a word of letters is no `compound` and not `squashed`, and a number is no `compound`;
 * numbers of one or two digits within a compound are not kept by themselves, and neither are those of three under a
 * quantity key; what stood before the digits of a UUID or a hash of 32 digits is no `prefix`.
 *
 * What it keeps beyond the words of the rules: a `padded` form may be a whole atom of a compound, also where more
 * stands before it, has up to eight zeros, and may be a stem of four digits and more that more follows; a number of four digits and more within a compound is a `digitAtom` under
 * a quantity key too, for R10 finds it anyway.
 */
export function tokensOf(text: string, key: NameKind, mask: Mask | undefined, add: Add): void {
  const { runs, joined, spoken } = partsOf(text)
  const learn: Add = (kind, token) => {
    if (token !== '' && token.length <= LONGEST_TOKEN && !mask?.hides(token)) add(kind, token)
  }
  const blocked = (compound: Compound) => mask?.blocks(compound) ?? false
  // Whether a form with other zeros counts is decided by what the text holds, so that is what a mask can hide.
  const addPadded = (letters: string) => {
    for (const form of paddedForms(letters)) add('padded', form)
  }
  const learnPadded = (letters: string) => {
    if (letters.length <= LONGEST_TOKEN && !mask?.hides(letters)) addPadded(letters)
  }
  const learnSpellings = (letters: string) => {
    if (letters.length > LONGEST_TOKEN) return
    add('squashed', letters)
    addPadded(letters)
  }
  const to = { learn, learnPadded, learnSpellings }
  for (const run of runs) learnRun(run, key, blocked, mask?.strict ?? false, to)
  for (const digits of joined) learn('joined', digits)
  for (const pair of spoken)
    if (pair.length >= 5 && !blocked({ atoms: [pair], joins: [] })) learn('squashed', pair)
  for (const [word] of text.matchAll(/\S+/g)) {
    const core = trimmed(word)
    // What ends a run within a word: quotes, commas, brackets and the like.
    if (partsOf(core).runs.length > 1 && !blocked({ atoms: [core], joins: [] })) learn('word', core)
  }
}

interface Learn {
  readonly learn: Add
  /** Learns the padded forms of a text of letters and digits. */
  readonly learnPadded: (letters: string) => void
  /** Learns the letters and digits of a compound that is learned, and their padded forms. */
  readonly learnSpellings: (letters: string) => void
}

function learnRun(
  { compounds, joins }: Run,
  key: NameKind,
  blocked: (compound: Compound) => boolean,
  strict: boolean,
  to: Learn,
): void {
  const open = compounds.filter((compound) => !blocked(compound))
  for (const compound of open) learnCompound(compound, compounds.length === 1, key, to)
  if (compounds.length === 1 || (strict && open.length < compounds.length)) return
  const texts = compounds.map(textOf)
  const part = (from: number, end: number) => {
    const pieces = texts.slice(from, end).map((text, i) => (i === 0 ? '' : joins[from + i - 1]) + text)
    to.learn('verbatim', pieces.join(''))
  }
  for (let i = 2; i <= texts.length; i++) part(0, i)
  for (let i = 1; i < texts.length - 1; i++) part(i, texts.length)
  for (const [i, join] of joins.entries()) if (join === '@') part(i, i + 2)
}

function learnCompound(compound: Compound, alone: boolean, key: NameKind, to: Learn): void {
  const { learn } = to
  const { atoms, joins } = compound
  const whole = textOf(compound)
  learn('verbatim', whole)
  if (onlyDigits.test(whole)) {
    learnNumber(whole, alone, key, to)
    return
  }
  if (onlyLetters.test(whole)) return
  learn('compound', whole)
  // Whoever may learn the compound may learn its other spellings, though the evidence had none of them before.
  to.learnSpellings(squashed(whole))
  const part = (from: number, end: number) =>
    learn('verbatim', textOf({ atoms: atoms.slice(from, end), joins: joins.slice(from, end - 1) }))
  for (let i = 2; i < atoms.length; i++) part(0, i)
  for (let i = 1; i < atoms.length - 1; i++) part(i, atoms.length)
  let before = ''
  for (const atom of atoms) {
    learnAtom(atom, key, to)
    const tail = digitTail(atom)
    if (!uuidOrHash.test(whole)) {
      if (tail) learn('digitTail', significant(tail.digits))
      const digits = tail?.digits ?? (onlyDigits.test(atom) ? atom : '')
      const prefix = before + (tail?.letters ?? '')
      if (digits !== '') learn('prefix', prefix)
      if (digits.length >= 4 && prefix !== '') to.learnPadded(before + atom)
    }
    before += atom
  }
}

function learnAtom(atom: string, key: NameKind, { learn, learnPadded }: Learn): void {
  if (!onlyDigits.test(atom)) {
    learn('verbatim', atom)
    learnPadded(atom)
  } else if (atom.length > 3 || (atom.length === 3 && key !== 'quantity')) {
    learn('verbatim', atom)
    learn('digitAtom', atom)
  }
  // A commit of git, in the lengths that it is shown in.
  if (!/^[0-9a-f]{40}$/.test(atom)) return
  for (const length of [7, 8, 9, 10, 11, 12]) {
    const head = atom.slice(0, length)
    learn('verbatim', head)
    if (onlyDigits.test(head)) learn('squashed', head)
    learnPadded(head)
  }
}

function learnNumber(digits: string, alone: boolean, key: NameKind, { learn, learnPadded }: Learn): void {
  const number = significant(digits)
  learn(key === 'quantity' ? 'quantity' : 'number', number)
  if (key === 'id' && alone) learn('idNumber', number)
  learn('squashed', digits)
  if (number !== digits) learnPadded(digits)
}

/** Every prefix and number that letters and digits may be, with up to eight zeros between them. */
function paddedForms(letters: string): string[] {
  const forms: string[] = []
  for (let end = letters.length - 1; end > 0 && /[0-9]/.test(letters[end] as string); end--) {
    const before = letters.slice(0, end)
    // A number that begins with zeros has too few other digits to be the same with more of them.
    const most = letters[end] === '0' ? 0 : MOST_ZEROS
    for (let zeros = 0; zeros <= most && zeros < end && before.endsWith('0'.repeat(zeros)); zeros++)
      forms.push(`${before.slice(0, end - zeros)} ${letters.slice(end)}`)
  }
  return forms
}
