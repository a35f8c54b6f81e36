import type { Guard } from '@handrail/core'
import type { Canary } from './canary.ts'
import type { KnownTool } from './tools.ts'
import { type FoundVersion, GUARDING } from './versions.ts'

/** A guard, and what it made of calls that were made up. */
export interface TriedGuard {
  readonly guard: Guard
  readonly canaries: readonly Canary[]
}

/** Why a made-up id in a call of the app would not be acted on, a sentence each; empty when it would be. */
export function whyNotArmed(
  tried: readonly TriedGuard[],
  tools: readonly KnownTool[],
  versions: readonly FoundVersion[],
): string[] {
  const whose = tried.length > 1 ? ' of a guard of your tools' : ''
  return [
    ...new Set([
      ...whyMissing(versions),
      ...tried.flatMap(({ guard, canaries }) => [
        ...whyIdle(guard, whose),
        ...whyUnseen(canaries),
        ...whyGentle(canaries, whose),
      ]),
      ...whyUnguarded(tools),
      ...whyUnjudged(tools),
    ]),
  ]
}

function whyMissing(versions: readonly FoundVersion[]): string[] {
  if (versions.some(({ name }) => GUARDING.includes(name))) return []
  return [`None of ${GUARDING.join(', ')} is installed for this folder: no tool here can have a guard.`]
}

function whyIdle({ handler }: Guard, whose: string): string[] {
  if (handler.name !== 'observe') return []
  return [
    `The handler${whose} is observe: every call runs and is recorded, whatever is found. To act, set handler = "enforce".`,
  ]
}

function whyUnseen(canaries: readonly Canary[]): string[] {
  return canaries
    .filter(({ ok }) => !ok)
    .map(({ minted, tool }) =>
      minted
        ? `The made-up id in a call of ${tool} was not flagged: the settings under [provenance] or [tools] let it pass.`
        : `The id that the user had named was flagged in a call of ${tool}: the guard would act on good calls.`,
    )
}

function whyGentle(canaries: readonly Canary[], whose: string): string[] {
  const flagged = canaries.filter((canary) => canary.flagged)
  if (flagged.length === 0 || flagged.some(({ rung }) => rung !== 'OBSERVE')) return []
  return [
    `Every flagged call${whose} gets OBSERVE: the policy, the ceilings or max_actuations let nothing more happen.`,
  ]
}

function whyUnguarded(tools: readonly KnownTool[]): string[] {
  const names = tools.filter(({ guarded }) => guarded === 'no').map(({ name }) => name)
  if (names.length === 0) return []
  return [`Tools without a guard: ${names.join(', ')}. Wrap them with guardTools.`]
}

/** Tools that only the settings name are those that somebody wanted to correct: they say nothing about the others. */
function whyUnjudged(tools: readonly KnownTool[]): string[] {
  const seen = tools.filter(({ guarded, calls }) => guarded !== null || calls > 0)
  if (seen.length === 0 || seen.some(({ effect }) => effect !== 'read')) return []
  return [
    'No call is ever judged: every tool that was looked at counts as one that only reads. Say what the others do with effect under [tools.*].',
  ]
}
