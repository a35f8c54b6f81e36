import type { Corpus } from '../../evidence/corpus.ts'
import { lowered } from '../../evidence/text/canonical.ts'
import { textOf } from '../../evidence/text/tokens.ts'
import { Evidence } from '../evidence.ts'
import { originOfFound } from '../origin/evidence-origin.ts'
import type { Origin } from '../origin/origin.ts'
import { printable } from '../origin/printable.ts'
import { compoundsOf } from '../support/parts.ts'
import { lookFor } from '../support/support.ts'
import type { ArgProvenance } from '../verdict.ts'
import { type Comparable, comparable, type Likeness, likeness, likenesses, sharedStart } from './likeness.ts'
import { tokensOfEvidence } from './tokens-of-evidence.ts'

/** Something in the evidence that is like a value which is not. */
export interface NearMiss {
  /** The part of the argument that was found nowhere, as the model wrote it. */
  readonly part: string
  /** What the evidence holds, in lower case and safe to print. The origin tells how it is written there. */
  readonly text: string
  /** In what way the two are alike. */
  readonly why: Likeness
  /** Where it first stands. */
  readonly origin: Origin
}

/** So many parts of an argument are looked at. */
const MOST_PARTS = 8
/** So many things are told for each. */
const MOST_MISSES = 3
/** So many of the likest are asked for, because what only repeats the model does not count. */
const MOST_CANDIDATES = 64

interface Candidate {
  readonly token: string
  readonly why: Likeness
  readonly rank: number
  readonly shared: number
}

/**
 * What the evidence holds that is most like the parts of an argument that were found nowhere: for each of the first
 * eight parts at most three things, the likest first. Empty for an argument that is not UNSUPPORTED.
 *
 * For people who look into a verdict only: a model that reads it would take the nearest id for the right one. That is
 * why it is no field of the verdict but a function of its own, which nothing else calls. It reads up to a million
 * characters of evidence, the newest first, which takes milliseconds, or tenths of seconds where there are so many. The
 * same evidence always gives the same answer.
 *
 * @param corpus the evidence that the argument was judged on.
 *
 * @example
 * const corpus = corpusOf([{ kind: 'task', text: 'Refund it to gift_card_4421.' }])
 * const args = [{ name: 'card_id', value: 'credit_card_4421' }]
 * for (const arg of classifyCall({ toolName: 'refund', args }, corpus).args)
 *   nearestInEvidence(arg, corpus) // [{ text: 'gift_card_4421', why: 'same digits', ... }]
 */
export function nearestInEvidence(
  arg: Pick<ArgProvenance, 'stance' | 'componentsUnmatched'>,
  corpus: Corpus,
): readonly NearMiss[] {
  if (arg.stance !== 'UNSUPPORTED') return []
  const parts = [...new Set(arg.componentsUnmatched)].slice(0, MOST_PARTS)
  const evidence = new Evidence(corpus)
  const tokens = [...tokensOfEvidence(corpus)].map(comparable)
  return parts.flatMap((part) => {
    const misses: NearMiss[] = []
    for (const { token, why } of candidatesFor(lowered(part), tokens)) {
      // What only repeats the model is no evidence.
      const found = lookFor(evidence, 'verbatim', token)
      if (found) misses.push({ part, text: printable(token), why, origin: originOfFound(found, evidence) })
      if (misses.length === MOST_MISSES) break
    }
    return misses
  })
}

/** The likest tokens, the likest first; of equals, those of newer texts. */
function candidatesFor(core: string, tokens: readonly Comparable[]): Candidate[] {
  const wholes = [...new Set([core, ...compoundsOf(core).map((compound) => textOf(compound))])].map(
    comparable,
  )
  const candidates: Candidate[] = []
  for (const token of tokens) {
    if (token.token === core) continue
    for (const whole of wholes) {
      const why = token.token === whole.token ? undefined : likeness(whole, token)
      if (why === undefined) continue
      const shared = sharedStart(whole.token, token.token)
      insert(candidates, { token: token.token, why, rank: likenesses.indexOf(why), shared })
      break
    }
  }
  return candidates
}

/** Puts a candidate behind those that are as like or liker, if it is one of the likest so far. */
function insert(candidates: Candidate[], candidate: Candidate): void {
  const { rank, shared } = candidate
  let at = candidates.length
  for (let other = candidates[at - 1]; other; other = candidates[at - 1]) {
    if (other.rank < rank || (other.rank === rank && other.shared >= shared)) break
    at--
  }
  if (at === MOST_CANDIDATES) return
  candidates.splice(at, 0, candidate)
  if (candidates.length > MOST_CANDIDATES) candidates.pop()
}
