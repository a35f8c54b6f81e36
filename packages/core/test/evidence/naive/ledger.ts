import { kindOfName, type NameKind, wordsOfName } from '../../../src/evidence/name-kind.ts'
import { isMeasureOfTimeOrNumber, uuidOrHash, year } from '../../../src/evidence/shapes.ts'
import { escapesDecoded } from '../../../src/evidence/text/percent.ts'
import { idWords, numberWords, standInWords } from '../../../src/evidence/words.ts'
import { composed, lowered } from './canonical.ts'
import { leavesOf } from './json.ts'
import { type Compound, digitTail, partsOf, significant, squashed, textOf } from './tokenizer.ts'
import type { Mask } from './tokens.ts'

type Note = (token: string, as: 'token' | 'strong' | 'part') => void

/** What the model brought up first (R24). */
export class NaiveLedger {
  readonly #noted = new Set<string>()
  readonly #strong = new Set<string>()
  readonly #parts = new Set<string>()

  /** Notes what a call was made with. */
  note(args: unknown, isKnown: (token: string) => boolean): void {
    const note: Note = (token, as) => {
      if (isKnown(lowered(token))) return
      for (const form of [formOf(token), otherNotation(formOf(token))]) {
        if (as === 'part') this.#parts.add(form)
        else this.#noted.add(form)
        if (as === 'strong') this.#strong.add(form)
      }
    }
    let last: string | undefined
    for (const leaf of leavesOf(JSON.stringify(args))) {
      const name = leaf.isKey ? 'neutral' : kindOfName(leaf.keyName)
      const text = composed(leaf.text)
      for (const each of [text, composed(escapesDecoded(leaf.text))])
        if (!isMeasureOfTimeOrNumber(each)) noteText(each, name, note)
      if (leaf.isKey) continue
      const pieces = [last ?? '', text]
      const arePieces = pieces.every((piece) => /^\S{1,40}$/.test(piece))
      for (const whole of [pieces.join(''), pieces.toReversed().join('')])
        if (arePieces && /\p{N}|^[A-Z]{5,}$/u.test(whole)) note(whole, 'token')
      last = last === undefined ? '' : text // the first is the name of the tool
    }
  }

  /** What may not be learned, as long as the evidence has not supplied it by itself. */
  mask(strict: boolean, isKnown: (token: string) => boolean): Mask {
    const since = (noted: ReadonlySet<string>, token: string) =>
      noted.has(formOf(token)) && !isKnown(lowered(token))
    const hides = (token: string) => since(this.#noted, token)
    const strong = (atom: string) =>
      since(this.#strong, atom) || since(this.#strong, digitTail(atom)?.digits ?? '')
    return {
      strict,
      hides,
      blocks: (compound) => {
        const whole = textOf(compound)
        return hides(whole) || (strict && (since(this.#parts, whole) || compound.atoms.some(strong)))
      },
    }
  }
}

/** One form for a token in any separators and case, and for a number with any leading zeros. */
function formOf(token: string): string {
  const form = lowered(squashed(token))
  return /^[0-9]+$/.test(form) ? significant(form) : form
}

/** Hexadecimal digits with `0x` for those without, and the other way round. */
function otherNotation(form: string): string {
  if (/^0x[0-9a-f]{8,}$/.test(form)) return form.slice(2)
  return /^[0-9a-f]{8,}$/.test(form) ? `0x${form}` : form
}

function noteText(text: string, key: NameKind, note: Note): void {
  const { runs, joined, spoken } = partsOf(text)
  for (const [word] of text.matchAll(/\S+/g))
    if (word.length <= 512 && /\p{N}/u.test(word)) note(word, 'token')
  for (const { compounds, joins } of runs) {
    const email = joins.includes('@')
    const whole = compounds.map(textOf).join('')
    const standIn = joins.length > 0 && standInWords.has(textOf(compounds.at(-1) as Compound).toLowerCase())
    if (email || standIn || (joins.length > 0 && /\p{N}/u.test(whole)))
      note(whole, email ? 'strong' : 'token')
    for (const compound of compounds)
      if (joins.length > 0 || !isMeasureOfTimeOrNumber(textOf(compound)))
        noteCompound(compound, email, key, note)
  }
  for (const token of [...joined, ...spoken]) note(token, 'token')
}

function noteCompound(compound: Compound, email: boolean, key: NameKind, note: Note): void {
  const whole = textOf(compound)
  if (/\p{N}/u.test(whole) || email || namesSlot(compound, key)) note(whole, 'token')
  for (const atom of compound.atoms) {
    if (/^[0-9]+$/.test(atom)) {
      if (key === 'quantity' && atom.length < 4) continue
      const enough = key === 'id' || compound.atoms.length > 1 ? 3 : 4
      const isStrong = key !== 'quantity' && !year.test(atom) && atom.length >= enough
      note(atom, isStrong ? 'strong' : 'token')
    } else if (/\p{N}/u.test(atom)) note(atom, atom.length >= 4 ? 'strong' : 'token')
    else if (email || /^[A-Z]{5,}$/.test(atom)) note(atom, 'token')
    const digits = digitTail(atom)?.digits ?? ''
    if (digits.length >= 3) note(digits, 'strong')
  }
  noteParts(compound, whole, note)
}

function noteParts({ atoms, joins }: Compound, whole: string, note: Note): void {
  if (atoms.length > 16 || uuidOrHash.test(lowered(whole))) return
  for (let from = 0; from < atoms.length; from++)
    for (let to = from + 2; to <= atoms.length; to++) {
      const part = textOf({ atoms: atoms.slice(from, to), joins: joins.slice(from, to - 1) })
      if (to - from < atoms.length && /\p{N}/u.test(part)) note(part, 'part')
    }
}

/** Words that may name a slot: in the spelling of programs, and under the name of an id. */
function namesSlot(compound: Compound, key: NameKind): boolean {
  const whole = textOf(compound)
  const words = wordsOfName(whole)
  const last = words.at(-1) ?? ''
  if (compound.joins.includes('_')) return true
  if (key === 'id') return words.length > 1 || standInWords.has(last)
  return /\p{Ll}\p{Lu}/u.test(whole) && (idWords.has(last) || numberWords.has(last))
}
