import {
  createGuard,
  type EffectProposal,
  type GuardOptions,
  type GuardOutcome,
  type GuardRecord,
} from '@handrail/core'

interface Case {
  readonly toolName?: string
  readonly toolCallId?: string
  readonly args?: unknown
  readonly options?: GuardOptions
  readonly outcome?: Partial<GuardOutcome>
  readonly sink?: (record: GuardRecord) => void
}

/** Lets a real guard decide on a call, carry the proposal out as an adapter does, and record it. */
export function decide({
  toolName = 'cancel_order',
  toolCallId = 'call_1',
  args,
  options,
  outcome,
  sink,
}: Case = {}): GuardRecord {
  const guard = createGuard({ handler: 'enforce', ...options, ...(sink && { onRecord: sink }) })
  const corpus = guard.corpus()
  corpus.append({ kind: 'task', text: 'Cancel my order W7304918.' })
  const assessment = guard.assess({ toolCallId, toolName, args: args ?? { order_id: 'W9999999' } }, corpus)
  const proposal = guard.propose(assessment) as EffectProposal
  const { intervention, dispatchCall: dispatched } = proposal
  return guard.record(assessment, proposal, { intervention, dispatched, ...outcome })
}

/** A call in which nothing was made up. */
export const GROUNDED = { order_id: 'W7304918' }
