import type { Place } from '../../evidence/evidence-log.ts'
import type { TokenClass } from '../../evidence/index/look-up.ts'
import type { CompiledPolicy } from '../compiled-policy.ts'
import type { Evidence } from '../evidence.ts'
import type { SupportKind } from '../verdict.ts'

/** A part of a value that stands in the evidence. */
export interface Found {
  /** The token that was looked for; a prefix, a blank and a number for one with other leading zeros. */
  readonly token: string
  /** Where it first stands. */
  readonly place: Place
}

/** How a value follows from the evidence, and what it follows from. */
export interface Support {
  readonly how: SupportKind
  /** The first part that was found. */
  readonly first: Found
  /** What every part rests on, where there are several. */
  readonly footings?: readonly Footing[]
}

/** One way in which a value can follow from the evidence; `undefined` when it does not. */
export type SupportRule = (core: string, evidence: Evidence, policy: CompiledPolicy) => Support | undefined

/** What a part of a value rests on: a place, nothing because it needs none, or nothing although it needs one. */
export type Footing = Found | 'exempt' | undefined

/** Looks for a token and keeps where it stands, from which its origin is told when somebody asks. */
export function lookFor(evidence: Evidence, kind: TokenClass, token: string): Found | undefined {
  const place = evidence.locate(kind, token)
  return place && { token, place }
}

/** Support by something that was found, if it was. */
export function supportBy(how: SupportKind, first: Found | undefined): Support | undefined {
  return first && { how, first }
}

/** Support of a value that is put together, when every part has a footing and at least one of them is a place. */
export function supportOfParts(how: SupportKind, footings: readonly Footing[]): Support | undefined {
  if (footings.includes(undefined)) return undefined
  const first = footings.find(isFound)
  return first && { how, first, footings }
}

/** Whether a footing is a place. */
export function isFound(footing: Footing): footing is Found {
  return typeof footing === 'object'
}
