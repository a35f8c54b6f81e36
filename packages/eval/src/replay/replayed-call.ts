import type { ArgProvenance, ArgumentOrigin } from '@handrail/core'
import type { CallFinding } from '../finding.ts'

/**
 * A finding as plain JSON, to be stored or sent: without the values, but for those in the origins of arguments, and with
 * at most 100 arguments. Every {@link CallFinding} can stand in its place.
 */
export interface ReplayedCall extends Omit<CallFinding, 'verdict'> {
  readonly verdict: {
    /** `true` means only that nothing was minted. */
    readonly believe: boolean
    /** Names of the unsupported arguments. */
    readonly unsupported: readonly string[]
    /** One line for people. */
    readonly reason: string
    readonly args: readonly Pick<ArgProvenance, 'argName' | 'stance' | 'how' | 'reason'>[]
  }
}

/** Hostile calls have millions of arguments, and arguments of millions of parts. */
const MOST_ARGS = 100
const MOST_PARTS = 32
/** Names are written by models too. In UTF-16 units. */
const LONGEST_NAME = 200
const LONGEST_REASON = 500

/** Makes a finding plain. Works the origins out. */
export function replayedCall(finding: CallFinding): ReplayedCall {
  const { conversation, place, call, message, entry, toolCallId, toolName } = finding
  const { effect, verdict, confidence, policies, faults, origins } = finding
  const decided = Object.entries(policies).map(([name, would]) => [
    name,
    { ...would, reason: shortReason(would.reason) },
  ])
  return {
    ...{ conversation: shortName(conversation), place, call, message, entry },
    ...{ toolCallId: shortName(toolCallId), toolName: shortName(toolName), effect },
    verdict: {
      believe: verdict.believe,
      unsupported: verdict.unsupported.slice(0, MOST_ARGS).map(shortName),
      reason: shortReason(verdict.reason),
      args: verdict.args.slice(0, MOST_ARGS).map(({ argName, stance, how, reason }) => ({
        argName: shortName(argName),
        stance,
        ...(how && { how }),
        reason: shortReason(reason),
      })),
    },
    confidence,
    policies: Object.fromEntries(decided),
    ...(faults && faults.length > 0 && { faults: faults.slice(0, MOST_PARTS).map(shortReason) }),
    origins: origins.slice(0, MOST_ARGS).map(shortOrigin),
  }
}

function shortOrigin(origin: ArgumentOrigin): ArgumentOrigin {
  return { ...origin, argName: shortName(origin.argName), unseen: origin.unseen.slice(0, MOST_PARTS) }
}

/** A name at a length that can be printed and kept. */
export function shortName(name: string): string {
  return cut(name, LONGEST_NAME)
}

function shortReason(reason: string): string {
  return cut(reason, LONGEST_REASON)
}

function cut(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text
}
