/** Values longer than this are not judged, so tokens longer than this need not be found. */
export const LONGEST_TOKEN = 256

/** Atoms joined by one or two of `-_.`, such as `gift_card_4421486` (R3). */
export interface Compound {
  /** Maximal runs of letters and digits. */
  readonly atoms: readonly string[]
  /** What stands between the atoms: one fewer than there are atoms. */
  readonly joins: readonly string[]
}

/** Compounds joined by such as `/:@#?&=+%~$*!`, like an address or an e-mail (R3). */
export interface Run {
  readonly compounds: readonly Compound[]
  /** What stands between the compounds. */
  readonly joins: readonly string[]
}

/** Where the parts of a text go. */
export interface TokenSink {
  /** Every run, in the order of the text. */
  run(run: Run): void
  /** Digits that stand together in groups, at most two characters apart, joined: `1,179` gives `1179`. */
  joinedDigits?(digits: string): void
  /** A word and the number after it, joined: `user 1` gives `user1`. */
  spokenPair?(pair: string): void
  /** An IBAN that is printed in groups of four (ISO 13616), joined. */
  iban?(iban: string): void
}

const atom = /[\p{L}\p{N}\p{M}]+/gu
const soft = /^[-_.]{1,2}$/
const hard = /^[-_./:@#?&=+%~$*!]{1,3}$/
const allDigits = /^[0-9]+$/
const allLetters = /^\p{L}+$/u
const LONGEST_JOINED = 19
/** Cards and telephone numbers are written in at most so many groups; a table of numbers is no number. */
const MOST_GROUPS = 6
const SHORTEST_JOINED = 4
const ibanStart = /^[a-z]{2}\d{2}$/
const SHORTEST_IBAN = 15

/** Takes a canonical text apart (R3). Everything that joins nothing separates. */
export function tokenize(text: string, sink: TokenSink): void {
  let run: { compounds: { atoms: string[]; joins: string[] }[]; joins: string[] } | undefined
  let groups: string[] = []
  let end = 0
  let before = ''
  let iban = ''
  for (const match of text.matchAll(atom)) {
    const word = match[0]
    const gap = text.slice(end, Math.min(match.index, end + 4))
    const compound = run?.compounds.at(-1)
    if (compound && soft.test(gap)) {
      compound.joins.push(gap)
      compound.atoms.push(word)
    } else if (run && hard.test(gap)) {
      run.joins.push(gap)
      run.compounds.push({ atoms: [word], joins: [] })
    } else {
      if (run) sink.run(run)
      run = { compounds: [{ atoms: [word], joins: [] }], joins: [] }
    }
    const digits = allDigits.test(word)
    if (digits && groups.length > 0 && gap.length <= 2) groups.push(word)
    else groups = digits ? [word] : []
    if (groups.length > 1) joinGroups(groups, sink)
    if (groups.length > MOST_GROUPS) groups.shift()
    if (digits && gap === ' ' && allLetters.test(before)) sink.spokenPair?.(before + word)
    iban = gap === ' ' && iban !== '' && word.length <= 4 ? iban + word : ibanStart.test(word) ? word : ''
    if (iban.length >= SHORTEST_IBAN) sink.iban?.(iban)
    before = word
    end = match.index + word.length
  }
  if (run) sink.run(run)
}

/** Every joined form that ends with the last group. */
function joinGroups(groups: readonly string[], sink: TokenSink): void {
  let joined = groups.at(-1) as string
  for (let i = groups.length - 2; i >= 0; i--) {
    joined = groups[i] + joined
    if (joined.length > LONGEST_JOINED) return
    if (joined.length >= SHORTEST_JOINED) sink.joinedDigits?.(joined)
  }
}

/** The text of a compound, or of `count` of its atoms from the one at `from`. */
export function textOf({ atoms, joins }: Compound, from = 0, count = atoms.length - from): string {
  let text = atoms[from] ?? ''
  for (let i = from + 1; i < from + count; i++) text += `${joins[i - 1]}${atoms[i]}`
  return text
}

/** The runs of a canonical text, for texts that are short. */
export function runsOf(text: string): Run[] {
  const runs: Run[] = []
  tokenize(text, { run: (run) => runs.push(run) })
  return runs
}

const ends = /^[^\p{L}\p{N}\p{M}]+|[^\p{L}\p{N}\p{M}]+$/gu

/** A text without what is neither letter nor digit at its ends. */
export function trimmed(text: string): string {
  return text.replaceAll(ends, '')
}

/** Letters and digits only. */
export function squashed(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N}\p{M}]+/gu, '')
}

/** Digits without leading zeros, when at least four remain: `0010023` and `10023` are one number, `1` and `0001` are not. */
export function significant(digits: string): string {
  const stripped = digits.replace(/^0+/, '')
  return stripped.length >= 4 ? stripped : digits
}

/** An atom of letters and then digits. */
export interface DigitTail {
  readonly letters: string
  readonly digits: string
}

const lettersThenDigits = /^([\p{L}\p{M}]+)([0-9]+)$/u

/** The digits at the end of an atom that begins with letters only, as in `INC0010023`. */
export function digitTail(atom: string): DigitTail | undefined {
  const match = atom.length <= LONGEST_TOKEN ? lettersThenDigits.exec(atom) : null
  return match ? { letters: match[1] as string, digits: match[2] as string } : undefined
}
