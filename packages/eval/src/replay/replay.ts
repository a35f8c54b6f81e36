import { type GuardOptions, HandrailError } from '@handrail/core'
import { type MapOptions, mapConversations } from '../work/map-conversations.ts'
import { portablePolicy } from './portable-policy.ts'
import { presetPolicies } from './presets.ts'
import type { ReplaySetup } from './replay-job.ts'
import type { ReplayedCall } from './replayed-call.ts'
import type { ReplayReport } from './report.ts'
import { ReplayTally } from './tally.ts'

/** How far a replay has come. */
export interface ReplayProgress {
  /** Bytes that were read, of `totalBytes`. A shard passes over the bytes of others as well. */
  readonly bytes: number
  readonly totalBytes: number
  readonly conversations: number
  readonly calls: number
}

/** Options of a replay. All may be left out. */
export interface ReplayOptions extends MapOptions {
  /** The policies to compare, by name: options of guards. {@link presetPolicies} by default. */
  readonly policies?: Readonly<Record<string, GuardOptions>>
  /** Which calls `onFinding` gets: those with a value that stands nowhere or a fault (`'flagged'`, the default), or all. */
  readonly findings?: 'flagged' | 'all'
  /** Gets calls one by one, in the order of the input. The replay waits for it. */
  readonly onFinding?: ((finding: ReplayedCall) => unknown) | undefined
  /** Told about every four megabytes, and at the end. */
  readonly onProgress?: ((progress: ReplayProgress) => void) | undefined
}

/**
 * What each policy would have done with every recorded call, without running anything: see `replayConversation`. Files
 * are streamed, so they may be larger than memory; all cores work, and the result does not depend on how many.
 *
 * What cannot be read is told in the report's `problems`, and the rest is replayed all the same.
 *
 * @param files recorded conversations, in any of the formats.
 * @throws HandrailError when an option is wrong. What `onFinding` and `onProgress` throw ends the replay, as does the
 * signal.
 *
 * @example
 * const report = await replay(['runs.jsonl'], { onProgress: ({ bytes, totalBytes }) => console.error(bytes / totalBytes) })
 * for (const { policy, withheld } of report.policies) console.log(policy, withheld)
 */
export async function replay(files: readonly string[], options: ReplayOptions = {}): Promise<ReplayReport> {
  const { policies = presetPolicies(), findings = 'flagged', onFinding, onProgress, ...how } = options
  const named = Object.entries(policies)
  if (named.length === 0)
    throw new HandrailError('INVALID_OPTION', 'Expected `policies` to hold a policy at least, got none.')
  const setup: ReplaySetup = {
    policies: named.map(([name, policy]) => [name, portablePolicy(name, policy)] as const),
    findings: onFinding ? findings : 'none',
  }
  const tally = new ReplayTally(named.map(([name]) => name))
  for await (const part of mapConversations('replay', setup, files, how)) {
    tally.read(part)
    if (part.problem) tally.problem(part.problem)
    if (part.result) {
      tally.add(part.result.report)
      for (const finding of part.result.findings) await onFinding?.(finding)
    }
    const { conversations, calls } = tally.size
    onProgress?.({ bytes: part.bytesRead, totalBytes: part.totalBytes, conversations, calls })
  }
  const { shard } = how
  return shard && shard.of > 1 ? { ...tally.report(), shards: [{ ...shard }] } : tally.report()
}
