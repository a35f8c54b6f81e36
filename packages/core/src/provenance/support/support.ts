import type { Corpus } from '../../evidence/corpus.ts'
import type { CompiledPolicy } from '../compiled-policy.ts'
import type { SupportKind } from '../verdict.ts'

/** How a value follows from the evidence, and the entry it follows from. */
export interface Support {
  readonly how: SupportKind
  readonly entry: number
}

/** One way in which a value can follow from the evidence; `undefined` when it does not. */
export type SupportRule = (core: string, corpus: Corpus, policy: CompiledPolicy) => Support | undefined

/** What a part of a value rests on: an entry, nothing because it needs none, or nothing although it needs one. */
export type Footing = number | 'exempt' | undefined

/** Support of a value that is put together, when every part has a footing and at least one of them is an entry. */
export function supportOfParts(how: SupportKind, parts: readonly Footing[]): Support | undefined {
  if (parts.includes(undefined)) return undefined
  const entry = parts.find((part) => typeof part === 'number')
  return entry === undefined ? undefined : { how, entry }
}
