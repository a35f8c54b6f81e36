import type { Confidence, Intervention, KnownEffect, ProvenanceStance, ToolEffect } from '@handrail/core'
import type { Problem } from '../conversation.ts'
import type { Shard } from '../work/shard.ts'
import type { ReplayedCall } from './replayed-call.ts'

/** What a replay found. Plain JSON, of bounded size, however much was read. */
export interface ReplayReport {
  readonly kind: 'handrail.replay'
  /** Of this form. */
  readonly version: 1
  /** The shards that were replayed, as long as others of theirs are missing. Absent of a whole. */
  readonly shards?: readonly Shard[]
  readonly totals: ReplayTotals
  /** In the order in which the policies were given. */
  readonly policies: readonly PolicyTotals[]
  /** By name. Of more than 1,000 tools, the first by name. */
  readonly tools: readonly ToolTotals[]
  /** How many calls were of tools that are not listed. */
  readonly callsOfOtherTools: number
  /** Calls with a value that stands nowhere, or that could not be judged: the first 1,000 by file, line and call. */
  readonly flagged: Listed<ReplayedCall>
  /** What could not be read, and then what was mended: the first 1,000 by file and line. */
  readonly problems: Listed<Problem>
  /** How many problems of each sort there were, by name. */
  readonly problemKinds: readonly ProblemTotals[]
}

/** A list that was cut off. */
export interface Listed<Item> {
  readonly listed: readonly Item[]
  /** How many more there were. */
  readonly leftOut: number
}

/** Counts of all calls together. */
export interface ReplayTotals {
  readonly files: number
  /** Of the files, as far as they were read. */
  readonly bytes: number
  readonly conversations: number
  readonly calls: number
  /** Calls of tools that write or destroy: the others are not judged. */
  readonly changing: number
  /** Changing calls of which an argument was found supported or unsupported. */
  readonly judged: number
  /** Changing calls with an unsupported argument. */
  readonly flagged: number
  /** Changing calls by confidence. */
  readonly confidence: Readonly<Record<Confidence, number>>
  /** Arguments of changing calls by stance. */
  readonly stances: Readonly<Record<ProvenanceStance, number>>
  /** Calls that could not be judged. */
  readonly faults: number
  /** The same of conversations whose reward is 1 or more: what was flagged there did no harm, so most of it was flagged wrongly. */
  readonly successful: Pick<ReplayTotals, 'conversations' | 'calls' | 'changing' | 'judged' | 'flagged'>
}

/** What one policy would have done. */
export interface PolicyTotals {
  readonly policy: string
  /** Changing calls by rung. */
  readonly calls: Readonly<Record<Intervention, number>>
  /** Changing calls that would not have run. */
  readonly withheld: number
  /** The same of conversations whose reward is 1 or more. */
  readonly withheldOfSuccessful: number
}

/** The calls of one tool. */
export interface ToolTotals {
  readonly tool: string
  readonly calls: number
  /** Calls by effect of the tool: files may not agree on it. */
  readonly effects: Readonly<Record<ToolEffect, number>>
  /** Calls by what says so; `default` is a guess that leaves the tool unjudged. */
  readonly effectFrom: Readonly<Record<KnownEffect['from'], number>>
  readonly changing: number
  readonly judged: number
  readonly flagged: number
  /** By name, of changing calls. Of more than 200 arguments, the first by name. */
  readonly args: readonly ArgTotals[]
  /** How many values were of arguments that are not listed. */
  readonly valuesOfOtherArgs: number
}

/** The values of one argument of one tool, in changing calls. */
export interface ArgTotals {
  readonly arg: string
  readonly calls: number
  readonly stances: Readonly<Record<ProvenanceStance, number>>
}

/** What problems of no sort are counted under. */
export const OTHER_PROBLEMS = 'other problems'

/** The problems of one sort. */
export interface ProblemTotals {
  /** `'other problems'` for those that are of no sort, and those of more than 100 sorts. */
  readonly kind: string
  readonly times: number
  /** How many of them left something out. */
  readonly lost: number
}
