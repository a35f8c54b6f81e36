import type { Corpus } from '../../evidence/corpus.ts'
import type { CompiledPolicy } from '../compiled-policy.ts'
import { numberOf } from './bare-number.ts'
import { compoundsOf, partsOf } from './parts.ts'
import { type Footing, lookFor, type SupportRule, supportOfParts } from './support.ts'

/** `com`, `co` and `uk` are known to everybody. */
const SHORTEST_LABEL = 4

/**
 * R14: an address of a known domain, with a mailbox that every domain has or one made of known words, because people
 * build addresses from names; an unknown domain or name is somebody else.
 */
export const email: SupportRule = (core, corpus, policy) => {
  const at = core.lastIndexOf('@')
  if (at < 1) return undefined
  const domain = domainOf(core.slice(at + 1), corpus)
  if (domain.includes(undefined)) return undefined
  return supportOfParts('email', [...domain, ...mailboxOf(core.slice(0, at), corpus, policy)])
}

/** The domain as a whole, or each of its labels. */
function domainOf(domain: string, corpus: Corpus): Footing[] {
  const whole = lookFor(corpus, 'verbatim', domain)
  if (whole) return [whole]
  return domain
    .split('.')
    .map(
      (label) => lookFor(corpus, 'verbatim', label) ?? (label.length < SHORTEST_LABEL ? 'exempt' : undefined),
    )
}

/** What stands before the `@`: a role that every domain has, or a whole that is known, or known words and numbers. */
function mailboxOf(local: string, corpus: Corpus, { mailboxes }: CompiledPolicy): Footing[] {
  if (mailboxes.has(local)) return []
  const whole = lookFor(corpus, 'verbatim', local)
  if (whole) return [whole]
  const wordOf = (word: string) =>
    lookFor(corpus, 'verbatim', word) ?? (word.length === 1 || mailboxes.has(word) ? 'exempt' : undefined)
  return compoundsOf(local)
    .flatMap(partsOf)
    .map((part) => (part.letters ? wordOf(part.atom) : numberOf(part, corpus)))
}
