import { LONGEST_TOKEN } from '../index/token-table.ts'
import { kindOfName, type NameKind, wordsOfName } from '../name-kind.ts'
import { isMeasureOfTimeOrNumber, onlyDigits, uuidOrHash, year } from '../shapes.ts'
import { composed, lowered } from '../text/canonical.ts'
import { escapesDecoded } from '../text/percent.ts'
import type { Reading } from '../text/reading.ts'
import { type Compound, digitTail, textOf, tokenize } from '../text/tokens.ts'
import { idWords, numberWords, standInWords } from '../words.ts'

/** How much text of one call is read; what a model writes beyond that is no id. */
const MOST_TEXT = 1_000_000
/** `v2`, `q3` and `s3` are parts of many names. */
const SHORTEST_STRONG = 4
/** Longer leaves are no pieces of an id. */
const LONGEST_PIECE = 40
/** What has more atoms is no id, and has too many parts. */
const MOST_ATOMS_OF_ID = 16
const spaces = /\s+/
const space = /\s/
const hasDigit = /\p{N}/u
/** What every id-like token has one of: most texts need not be looked at any closer. */
const signOfId = /[\p{N}@_]|[A-Z]{5}|\p{Ll}\p{Lu}/u
const standIn = new RegExp([...standInWords].join('|'), 'i')
const camelCase = /\p{Ll}\p{Lu}/u
/** A code of letters only, the one kind of id without a digit that is judged. */
const capitals = /^[A-Z]{5,}$/

/**
 * What counts as an echo of a token: the `token` itself; of a `strong` one also longer ids, such as `ORD-7f3ab` of `7f3ab`, and
 * not `HAT-100` of a limit; a `part` of one, such as `3Cd-Q` of `xx-3Cd-Q`, only where nothing but an echo is to be
 * expected.
 */
export type Echo = 'token' | 'strong' | 'part'

/** Takes a token that the model brought up. */
export type TakeToken = (token: string, as: Echo) => void

/**
 * Every id-like token of the arguments of a call (R24).
 *
 * @param isNew asked for every text with what its key is for; one that is not gives the same tokens as before.
 */
export function tokensBroughtUp(
  written: Reading,
  take: TakeToken,
  isNew: (text: string, key: NameKind) => boolean = () => true,
): void {
  let budget = MOST_TEXT
  // The first leaf is the name of the tool, or all there is: no piece of an id.
  let last: string | undefined
  written.visit((leaf) => {
    const { text, from, to } = leaf
    const part = text.slice(from, Math.min(to, from + budget))
    budget -= part.length
    const key = leaf.isKey ? 'neutral' : kindOfName(leaf.keyName())
    const whole = composed(part)
    if (isNew(part, key)) {
      const decoded = part.includes('%') ? composed(escapesDecoded(part)) : whole
      noteText(whole, key, take)
      if (decoded !== whole) noteText(decoded, key, take)
    }
    if (!leaf.isKey) {
      if (last !== undefined) notePieces(last, whole, take)
      last = last === undefined ? '' : whole
    }
    return budget <= 0
  })
}

function mayHoldId(text: string, key: NameKind): boolean {
  return (key === 'id' || signOfId.test(text) || standIn.test(text)) && !isMeasureOfTimeOrNumber(text)
}

/** An id may be handed over in two pieces, such as its kind and its number: an answer puts them together again. */
function notePieces(first: string, second: string, take: TakeToken): void {
  for (const piece of [first, second])
    if (piece === '' || piece.length > LONGEST_PIECE || space.test(piece)) return
  for (const whole of [first + second, second + first])
    if (hasDigit.test(whole) || capitals.test(whole)) take(whole, 'token')
}

function noteText(text: string, key: NameKind, take: TakeToken): void {
  if (!mayHoldId(text, key)) return
  for (const piece of text.split(spaces))
    if (piece.length <= 2 * LONGEST_TOKEN && hasDigit.test(piece)) take(piece, 'token')
  tokenize(text, {
    run({ compounds, joins }) {
      const email = joins.includes('@')
      const whole = compounds.map((compound) => textOf(compound)).join('')
      if (email || (joins.length > 0 && (hasDigit.test(whole) || endsInStandIn(compounds))))
        take(whole, email ? 'strong' : 'token')
      // A date or a decimal by itself is no id; within a run it may be part of one.
      for (const compound of compounds)
        if (joins.length > 0 || !isMeasureOfTimeOrNumber(textOf(compound)))
          noteCompound(compound, email, key, take)
    },
    joinedDigits: (digits) => take(digits, 'token'),
    spoken: (pair) => take(pair, 'token'),
  })
}

function noteCompound(compound: Compound, email: boolean, key: NameKind, take: TakeToken): void {
  const whole = textOf(compound)
  if (hasDigit.test(whole) || email || namesSlot(compound, whole, key)) take(whole, 'token')
  for (const atom of compound.atoms) {
    const tail = digitTail(atom)
    if (onlyDigits(atom)) {
      // A short number may be a limit, an amount is one, and a year may be anything.
      if (key === 'quantity' && atom.length < SHORTEST_STRONG) continue
      const part = key === 'id' || compound.atoms.length > 1
      const isStrong = key !== 'quantity' && !year.test(atom) && atom.length >= (part ? 3 : SHORTEST_STRONG)
      take(atom, isStrong ? 'strong' : 'token')
    } else if (hasDigit.test(atom)) take(atom, atom.length >= SHORTEST_STRONG ? 'strong' : 'token')
    else if (email || capitals.test(atom)) take(atom, 'token')
    if (tail && tail.digits.length >= 3) take(tail.digits, 'strong')
  }
  noteParts(compound, whole, take)
}

/** Tools shorten what they repeat. The parts of a UUID mean nothing (R15). */
function noteParts(compound: Compound, whole: string, take: TakeToken): void {
  const count = compound.atoms.length
  if (count < 3 || count > MOST_ATOMS_OF_ID || !hasDigit.test(whole) || uuidOrHash.test(lowered(whole)))
    return
  for (let from = 0; from < count - 1; from++)
    for (let atoms = 2; atoms <= count - from && atoms < count; atoms++) {
      const part = textOf(compound, from, atoms)
      if (hasDigit.test(part)) take(part, 'part')
    }
}

/** Whether a run is like `Practitioner/example` (R8). */
function endsInStandIn(compounds: readonly Compound[]): boolean {
  const last = compounds.at(-1)
  return last !== undefined && standInWords.has(textOf(last).toLowerCase())
}

/** Words that may name a slot (R8): names in the spelling of programs, and under the name of an id what stands for one. */
function namesSlot({ joins }: Compound, whole: string, key: NameKind): boolean {
  if (joins.includes('_')) return true
  const names = wordsOfName(whole)
  const last = names.at(-1) ?? ''
  if (key === 'id') return names.length > 1 || standInWords.has(last)
  return camelCase.test(whole) && (idWords.has(last) || numberWords.has(last))
}
