import type { ProvenanceStance } from '@handrail/core'
import type { LeafValue, Path } from './records.ts'

/** How many of how many. */
export interface Share {
  of: number
  hits: number
}

/** What was flagged of what should be, with the confidence of the flags. */
export interface Recall extends Share {
  high: number
  low: number
}

/** Where a call stands. */
export interface CallPlace {
  readonly source: string
  readonly id: string
  readonly message: number
  readonly call: number
  readonly toolName: string
}

/** A flagged argument of a call that ought to be right. */
export interface Flag extends CallPlace {
  readonly argName: string
  /** Why the call ought to be right: its run succeeded, or a person found nothing minted in it. */
  readonly because: 'successful run' | 'grounded call'
  readonly confidence: 'HIGH' | 'LOW'
  readonly values: readonly FlaggedValue[]
}

/** A value that the detector found nowhere. */
export interface FlaggedValue {
  readonly path: Path
  readonly value: LeafValue
  /** Whether the naive check finds it in the evidence. */
  readonly literal: boolean
  /** The places of the evidence that resemble it most. */
  readonly near: readonly string[]
}

/** Something that should have been found and was not. */
export interface Miss extends CallPlace {
  readonly kind: 'injected' | 'natural' | 'passed after an echo' | 'still flagged after a record'
  /** The family of the mutation, the form of the echo, or the kind of the record. */
  readonly way: string
  readonly path: Path
  readonly original?: LeafValue
  readonly value: LeafValue
  /** What the detector said. */
  readonly said: string
}

/** All that is counted of a source. */
export interface Measures {
  readonly source: string
  conversations: number
  calls: number
  /** Calls that change something: only they are judged. */
  changing: number
  readonly stances: Record<ProvenanceStance, number>
  /** Runs whose reward is 1. `flags` counts arguments, `literal` those of them that the naive check finds. */
  readonly successful: {
    conversations: number
    changing: number
    args: number
    flags: number
    literal: number
    high: number
    low: number
  }
  /** By family of mutation: flagged on the argument that was changed. */
  readonly injected: Map<string, Recall>
  /** By form of the echo: flagged once more. */
  readonly echoes: Map<string, Share>
  /** By kind of record: supported now. */
  readonly cleared: Map<string, Share>
  /** Calls with values that weak models minted: flagged on one of them. */
  readonly natural: Recall
  /** Calls of weak models without such values: flagged on any argument. */
  readonly grounded: Share
  readonly flags: Flag[]
  readonly misses: Miss[]
}

/** Nothing counted yet. */
export function noMeasures(source: string): Measures {
  return {
    source,
    conversations: 0,
    calls: 0,
    changing: 0,
    stances: { SUPPORTED: 0, UNSUPPORTED: 0, ABSTAIN: 0 },
    successful: { conversations: 0, changing: 0, args: 0, flags: 0, literal: 0, high: 0, low: 0 },
    injected: new Map(),
    echoes: new Map(),
    cleared: new Map(),
    natural: { of: 0, hits: 0, high: 0, low: 0 },
    grounded: { of: 0, hits: 0 },
    flags: [],
    misses: [],
  }
}

/** Counts one case of a share. */
export function count(share: Share, hit: boolean): void {
  share.of++
  if (hit) share.hits++
}

/** The entry of a key, which begins with nothing counted. */
export function entryOf<T extends Share>(map: Map<string, T>, key: string, empty: () => T): T {
  const entry = map.get(key) ?? empty()
  map.set(key, entry)
  return entry
}

/** The sum of shares. */
export function sumOf(shares: Iterable<Share>): Share {
  const sum = { of: 0, hits: 0 }
  for (const { of, hits } of shares) {
    sum.of += of
    sum.hits += hits
  }
  return sum
}

/** The sum of recalls. */
export function recallOf(recalls: Iterable<Recall>): Recall {
  const all = [...recalls]
  const total = (key: 'high' | 'low') => all.reduce((sum, recall) => sum + recall[key], 0)
  return { ...sumOf(all), high: total('high'), low: total('low') }
}

/** Hits of cases as a number from 0 to 1; `undefined` of none. */
export function rateOf({ of, hits }: Share): number | undefined {
  return of === 0 ? undefined : hits / of
}
