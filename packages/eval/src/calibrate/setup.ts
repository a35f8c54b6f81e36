import type { GuardOptions } from '@handrail/core'
import { IdPool, type PooledId } from '../families/id-pool.ts'
import { portablePolicy } from '../replay/portable-policy.ts'

/** What a guard knows, as against what it does: all that a verdict depends on. Plain data. */
export interface Knowledge extends Pick<GuardOptions, 'tools' | 'trustAnnotations' | 'provenance'> {
  readonly extraEvidence?: readonly string[]
}

/** What everybody who works on a part of the recordings needs to know. Plain data. */
export interface CalibrationSetup {
  readonly knowledge: Knowledge
  readonly seed: number
  /** So many injected mints of each family and effect. */
  readonly injections: number
  /** Real ids of some conversations, to be given to others. */
  readonly ids: readonly PooledId[]
  /** Files that are read again in the end, for what is left of the samples. */
  readonly again: readonly string[]
}

/**
 * Takes over what a verdict depends on.
 *
 * @throws HandrailError when the options are wrong.
 */
export function knowledgeOf(name: string, options: GuardOptions): Knowledge {
  const { tools, trustAnnotations, provenance, extraEvidence } = portablePolicy(name, options)
  return {
    ...(tools && { tools }),
    ...(trustAnnotations !== undefined && { trustAnnotations }),
    ...(provenance && { provenance }),
    ...(extraEvidence && { extraEvidence }),
  }
}

/** A pool of these ids. */
export function poolOf(ids: readonly PooledId[]): IdPool {
  const pool = new IdPool()
  for (const id of ids) pool.add(id)
  return pool
}
