import type { Corpus } from '../evidence/corpus.ts'
import type { TokenClass } from '../evidence/index/look-up.ts'
import { uuidOrHash } from '../evidence/shapes.ts'
import { significant, squashed, textOf } from '../evidence/text/tokens.ts'
import { roleMailboxes } from '../evidence/words.ts'
import { compoundsOf, type Part, partsOf } from './parts.ts'
import type { SupportKind } from './verdict.ts'

/** How a value follows from the evidence, and the entry it follows from. */
export interface Support {
  readonly how: SupportKind
  readonly entry: number
}

type Rule = (core: string, corpus: Corpus) => Support | undefined

const onlyDigits = /^\d+$/
/** How many atoms a compound may have to cover a part of a value. Longer ones are found as they stand or not at all. */
const LONGEST_COVER = 8

/** The first rule that supports a value, in the order of the list; `undefined` when none does. */
export function supportOf(core: string, corpus: Corpus): Support | undefined {
  // R15: half of one UUID and half of another is neither, so only whole forms count.
  const rules = uuidOrHash.test(core) ? [verbatim, separatorInsensitive] : allRules
  for (const rule of rules) {
    const support = rule(core, corpus)
    if (support) return support
  }
  return undefined
}

/** R10: the value stands in the evidence, never within an atom. Two or three digits are too common for that. */
const verbatim: Rule = (core, corpus) =>
  onlyDigits.test(core) && core.length < 4
    ? undefined
    : found('verbatim', corpus, ['verbatim', core], ['word', core])

/** R11: the number stands in the evidence in another form. */
const numeric: Rule = (core, corpus) => {
  if (!onlyDigits.test(core)) return undefined
  const number = significant(core)
  const exact: [TokenClass, string][] = [
    ['number', number],
    ['digitAtom', core],
    ['digitTail', number],
    ['joined', core],
  ]
  if (core.length >= 4) exact.push(['quantity', number])
  return found('numeric', corpus, ...exact)
}

/** R12: the same letters and digits, with other separators. */
const separatorInsensitive: Rule = (core, corpus) => {
  const letters = squashed(core)
  return letters.length >= 5 ? found('separator-insensitive', corpus, ['squashed', letters]) : undefined
}

/** R14: an address of a known domain, with a mailbox that every domain has or one made of known words. */
const email: Rule = (core, corpus) => {
  const at = core.lastIndexOf('@')
  if (at < 1) return undefined
  const local = core.slice(0, at)
  const domain = corpus.find('verbatim', core.slice(at + 1))
  const labels = core.slice(at + 1).split('.')
  const known =
    domain !== undefined
      ? [domain]
      : labels.map((label) => corpus.find('verbatim', label) ?? (label.length < 4 ? 'exempt' : undefined))
  if (roleMailboxes.has(local)) return first('email', known)
  const whole = corpus.find('verbatim', local)
  const words =
    whole !== undefined
      ? [whole]
      : compoundsOf(local)
          .flatMap(partsOf)
          .map((part) => (part.letters ? wordOf(part.atom, corpus) : numberOf(part, corpus)))
  return first('email', [...known, ...words])
}

/** A word before the `@`: in the evidence, or an initial, or one that any mailbox may have. */
function wordOf(word: string, corpus: Corpus): number | 'exempt' | undefined {
  return (
    corpus.find('verbatim', word) ?? (word.length === 1 || roleMailboxes.has(word) ? 'exempt' : undefined)
  )
}

/** R13: put together from parts that each stand in the evidence by themselves. */
const derived: Rule = (core, corpus) => {
  if (core.includes('@')) return undefined
  return first(
    'derived',
    compoundsOf(core).flatMap((compound) => coverOf(compound, corpus)),
  )
}

const allRules: readonly Rule[] = [verbatim, numeric, separatorInsensitive, derived, email]

/** Covers a compound with the longest compounds that stand alone; what is left must be letters or a bare number. */
function coverOf(compound: Parameters<typeof partsOf>[0], corpus: Corpus): (number | undefined | 'exempt')[] {
  const parts = partsOf(compound)
  const cover: (number | undefined | 'exempt')[] = []
  for (let from = 0; from < parts.length; ) {
    let entry: number | undefined
    let count = Math.min(parts.length - from, LONGEST_COVER)
    for (; count > 0 && entry === undefined; count--)
      entry = standalone(textOf(compound, from, count), parts[from] as Part, count, corpus)
    if (entry !== undefined) {
      cover.push(entry)
      from += count + 1
    } else {
      const part = parts[from] as Part
      cover.push(part.letters ? 'exempt' : numberOf(part, corpus))
      from++
    }
  }
  return cover
}

/** A compound of its own. A number by itself proves nothing here: `numberOf` asks more of it. */
function standalone(text: string, part: Part, count: number, corpus: Corpus): number | undefined {
  if (count === 1 && (part.letters || onlyDigits.test(part.atom))) return undefined
  return corpus.find('compound', text)
}

/**
 * A number within a value: one that an id-like key holds, or one of at least four digits whose prefix never came with
 * a number, or the same id with other leading zeros.
 */
function numberOf({ digits, prefix }: Part, corpus: Corpus): number | undefined {
  if (digits === undefined) return undefined
  const number = significant(digits)
  const keyed = corpus.find('idNumber', number)
  if (keyed !== undefined) return keyed
  if (number.length < 4) return undefined
  if (prefix !== '') {
    const padded = corpus.find('padded', `${prefix} ${number}`)
    if (padded !== undefined) return padded
    if (corpus.find('prefix', prefix) !== undefined) return undefined
  }
  return corpus.find('number', number)
}

function found(how: SupportKind, corpus: Corpus, ...candidates: [TokenClass, string][]): Support | undefined {
  for (const [kind, token] of candidates) {
    const entry = corpus.find(kind, token)
    if (entry !== undefined) return { how, entry }
  }
  return undefined
}

/** Support when every part has an entry or is exempt, and at least one has an entry. */
function first(how: SupportKind, entries: readonly (number | undefined | 'exempt')[]): Support | undefined {
  if (entries.includes(undefined)) return undefined
  const entry = entries.find((found) => typeof found === 'number')
  return typeof entry === 'number' ? { how, entry } : undefined
}
