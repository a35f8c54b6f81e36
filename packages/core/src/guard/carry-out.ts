import type { EffectProposal } from '../enforcement/proposal.ts'
import { isThenable } from '../enforcement/thenable.ts'
import { Intervention } from '../intervention/vocabulary.ts'
import type { Assessment } from './assessment.ts'
import type { Guard } from './guard.ts'
import type { GuardOutcome } from './record.ts'
import type { GatedRequest, GatedRuling, HostRule, RulingRequest } from './ruling.ts'
import { storeNote } from './store-note.ts'

/**
 * Turns a proposal into a ruling, and records it. A person's yes in the host outweighs a guard's no, and a no of the
 * host's own rules outweighs everything.
 */
export function carryOut(
  guard: Guard,
  request: RulingRequest & Partial<Pick<GatedRequest, 'gate'>>,
  assessment: Assessment,
  proposal: EffectProposal,
): GatedRuling | Promise<GatedRuling> {
  const { intervention, dispatchCall, note } = proposal
  const { gate } = request
  const isApproved = () => request.approved?.() ?? false
  const approved = assessment.effect.effect !== 'read' && isApproved()
  const record = (outcome: GuardOutcome) =>
    guard.record(assessment, proposal, approved ? { ...outcome, approved } : outcome)

  if (!dispatchCall && !approved) {
    // What holds a call back and puts nothing in the place of its result is a DEFER, whatever the rung is called.
    const suspended = (gate?.canSuspend ?? false) && proposal.syntheticResult === null
    record({ intervention, dispatched: false, ...(suspended && { suspended }) })
    return { kind: suspended ? 'suspend' : 'withhold', proposal, assessment }
  }

  const noted = dispatchCall && intervention !== Intervention.OBSERVE && request.canNote !== false
  const run = (fault?: string): GatedRuling => {
    const rung = noted ? Intervention.WARN : Intervention.OBSERVE
    record({ intervention: rung, dispatched: true, ...(fault !== undefined && { fault }) })
    return noted ? { kind: 'run', note, assessment } : { kind: 'run', assessment }
  }
  const obey = (rule: HostRule): GatedRuling | Promise<GatedRuling> => {
    if (rule === 'refuse') {
      record({ intervention: Intervention.OBSERVE, dispatched: false })
      return { kind: 'refuse', assessment }
    }
    if (rule === 'suspend' && !approved && !isApproved()) {
      record({ intervention: Intervention.OBSERVE, dispatched: false, suspended: true })
      return { kind: 'suspend', proposal, assessment }
    }
    const stored = noted ? storeNote(request, note) : undefined
    return isThenable(stored) ? stored.then(run) : run(stored)
  }
  const rule = gate ? gate.rule() : 'run'
  return isThenable(rule) ? Promise.resolve(rule).then(obey) : obey(rule)
}
