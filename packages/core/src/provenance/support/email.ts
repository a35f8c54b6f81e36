import { onlyLetters } from '../../evidence/shapes.ts'
import { nounDomains } from '../../evidence/words.ts'
import type { CompiledPolicy } from '../compiled-policy.ts'
import type { Evidence } from '../evidence.ts'
import { numberOf } from './bare-number.ts'
import { compoundsOf, type Part, partsOf } from './parts.ts'
import { type Footing, lookFor, type SupportRule, supportOfParts } from './support.ts'

/** `com`, `co` and `uk` are known to everybody. */
const SHORTEST_LABEL = 4
/** Of a shorter word, too many others are an initial and it. */
const SHORTEST_SURNAME = 4
/** How far apart the names of a person stand at most, with the name of a key between them. */
const NEAR = 48
const MOST_NAMES = 3
const key = /"[^"]*"\s*:/g
const noName = /[^\p{L}\p{M}]+/u

/**
 * R14: an address of a known domain, with a mailbox that every domain has or one made of known words, because people
 * build addresses from names; an unknown domain or name is somebody else.
 */
export const email: SupportRule = (core, evidence, policy) => {
  const at = core.lastIndexOf('@')
  if (at < 1) return undefined
  const local = core.slice(0, at)
  const domain = domainOf(core.slice(at + 1), evidence)
  if (domain.includes(undefined)) return undefined
  const mailbox = mailboxOf(local, evidence, policy)
  if (mailbox.includes(undefined) || hasOtherAddress(local, core.slice(at), evidence)) return undefined
  return supportOfParts('email', [...domain, ...mailbox])
}

/** The domain as a whole, or each of its labels. A common noun in a text is no domain: it must stand as one. */
function domainOf(domain: string, evidence: Evidence): Footing[] {
  const whole = lookFor(evidence, 'verbatim', domain)
  if (whole) return [whole]
  const labels = domain.split('.')
  return labels.map((label, i) => {
    if (label.length < SHORTEST_LABEL) return 'exempt'
    const after = labels.slice(i + 1)
    const isRegistered =
      after.length === 1 || (after.length === 2 && (after[0] ?? '').length < SHORTEST_LABEL)
    const noun = isRegistered && nounDomains.has(label)
    return lookFor(evidence, 'verbatim', noun ? [label, ...after].join('.') : label)
  })
}

/** What stands before the `@`: a role that every domain has, or a whole that is known, or known words and numbers. */
function mailboxOf(local: string, evidence: Evidence, { mailboxes }: CompiledPolicy): Footing[] {
  if (mailboxes.has(local)) return []
  const whole = lookFor(evidence, 'verbatim', local)
  if (whole) return [whole]
  // A letter stands in every text.
  const wordOf = (word: string) =>
    word.length === 1
      ? 'exempt'
      : (lookFor(evidence, 'verbatim', word) ??
        (mailboxes.has(word) ? 'exempt' : initialAndSurname(word, evidence)))
  return partsOfLocal(local).map((part) => (part.letters ? wordOf(part.atom) : numberOf(part, evidence)))
}

function partsOfLocal(local: string): Part[] {
  return compoundsOf(local).flatMap(partsOf)
}

/** `oferreira` for the Odalys Ferreira of the evidence: a surname there, beside a name with that initial. */
function initialAndSurname(word: string, evidence: Evidence): Footing {
  const surname = word.slice(1)
  if (surname.length < SHORTEST_SURNAME) return undefined
  const found = lookFor(evidence, 'verbatim', surname)
  if (!found) return undefined
  const { source, offset } = found.place
  // A blank, so that the first word of a whole text is not taken for the rest of one.
  const before = offset > NEAR ? source.text.slice(offset - NEAR, offset) : ` ${source.text.slice(0, offset)}`
  const after = source.text.slice(offset + surname.length).slice(0, NEAR)
  const names = [...namesIn(before).slice(1).slice(-MOST_NAMES), ...namesIn(after).slice(0, MOST_NAMES)]
  return names.some((name) => name.startsWith(word.slice(0, 1))) ? found : undefined
}

/** The words of a part of a text, without keys of JSON; the first may be the rest of one. */
function namesIn(text: string): string[] {
  const words = text.replaceAll(key, ' ').toLowerCase().split(noName)
  return words.filter((name, i) => i === 0 || name !== '')
}

/**
 * Whether the evidence holds the address of such a person at that domain, and it is another one: where `t.ashgrove@`
 * is known, `theo.ashgrove@` is a guess.
 */
function hasOtherAddress(local: string, domain: string, evidence: Evidence): boolean {
  const [first, last, more] = partsOfLocal(local)
  if (!first || !last || more || !isName(first.atom) || !isName(last.atom)) return false
  const [given, surname] = [first.atom, last.atom]
  const initial = given.slice(0, 1)
  return [
    ...['.', '_', '-', ''].map((sign) => `${initial}${sign}${surname}`),
    ...['.', '_', '-', ''].map((sign) => `${surname}${sign}${given}`),
    `${given}${surname}`,
  ].some((other) => evidence.find('verbatim', `${other}${domain}`) !== undefined)
}

function isName(atom: string): boolean {
  return atom.length > 1 && onlyLetters.test(atom)
}
