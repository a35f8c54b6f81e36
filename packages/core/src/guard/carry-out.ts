import type { EffectProposal } from '../enforcement/proposal.ts'
import { isThenable } from '../enforcement/thenable.ts'
import { Intervention } from '../intervention/vocabulary.ts'
import type { Assessment } from './assessment.ts'
import type { Guard } from './guard.ts'
import type { GuardOutcome } from './record.ts'
import type { Gate, GatedRuling, HostRule, Ruling, RulingRequest, RunRuling } from './ruling.ts'
import { storeNote } from './store-note.ts'

/** A call that was judged, with what the handler proposes. */
export interface Decided {
  readonly guard: Guard
  /** Absent where the adapter could not even say what it asks. */
  readonly request?: RulingRequest | undefined
  readonly assessment: Assessment
  readonly proposal: EffectProposal
  /** What of ours went wrong on the way here. */
  readonly fault?: string | undefined
}

/** What a person who was asked about a call said to it. */
export interface Consent {
  readonly approved: true
  /** Whether the person changed the call. Then nothing of it is held against the model. */
  readonly edited?: boolean
}

/** Carries out a proposal for a call that runs now, unless it is withheld. */
export function carryOut(decided: Decided, consent?: Consent): Ruling | Promise<Ruling> {
  const { assessment, proposal } = decided
  if (consent) return run(decided, consent)
  // A person's yes in the host outweighs a guard's no.
  const approved = assessment.effect.effect !== 'read' && isApproved(decided)
  if (proposal.dispatchCall || approved) return run(decided, { approved })
  return withhold(decided, proposal)
}

/** Withholds a call, with the answer of a proposal that need not be the handler's own. */
export function withhold(decided: Decided, answer: EffectProposal): Ruling {
  record(decided, { intervention: answer.intervention, dispatched: false })
  return { kind: 'withhold', proposal: answer, assessment: decided.assessment }
}

/** Carries out a proposal for a call at a gate. A no of the host's own rules outweighs a person's yes. */
export function carryOutAtGate(decided: Decided, gate: Gate): GatedRuling | Promise<GatedRuling> {
  const { assessment, proposal } = decided
  const approved = assessment.effect.effect !== 'read' && isApproved(decided)
  if (!proposal.dispatchCall && !approved) {
    // What holds a call back and puts nothing in the place of its result is a DEFER, whatever the rung is called.
    const suspended = gate.canSuspend && proposal.syntheticResult === null
    record(decided, {
      intervention: proposal.intervention,
      dispatched: false,
      ...(suspended && { suspended }),
    })
    return { kind: suspended ? 'suspend' : 'withhold', proposal, assessment }
  }
  const obey = (rule: HostRule): GatedRuling => {
    if (rule === 'refuse') {
      record(decided, {
        intervention: Intervention.OBSERVE,
        dispatched: false,
        ...(approved && { approved }),
      })
      return { kind: 'refuse', assessment }
    }
    const answered = approved || (rule === 'suspend' && isApproved(decided))
    if (rule === 'suspend' && !answered) {
      record(decided, { intervention: Intervention.OBSERVE, dispatched: false, suspended: true })
      return { kind: 'suspend', proposal, assessment }
    }
    return { kind: 'pass', begin: () => begin(decided, answered) }
  }
  const rule = gate.rule()
  return isThenable(rule) ? Promise.resolve(rule).then(obey) : obey(rule)
}

function begin(decided: Decided, approved: boolean): RunRuling | Promise<RunRuling> {
  try {
    const ruling = run(decided, { approved })
    return isThenable(ruling) ? ruling.catch(() => ({ kind: 'run' })) : ruling
  } catch {
    // A guard that cannot even record must not keep a tool from running.
    return { kind: 'run' }
  }
}

function run(
  decided: Decided,
  { approved, edited }: { readonly approved: boolean; readonly edited?: boolean },
): RunRuling | Promise<RunRuling> {
  const { request, assessment, proposal } = decided
  const { intervention, dispatchCall, note } = proposal
  const noted = dispatchCall && !edited && intervention !== Intervention.OBSERVE && request?.canNote !== false
  const finish = (notStored?: string): RunRuling => {
    record(decided, {
      intervention: noted ? Intervention.WARN : Intervention.OBSERVE,
      dispatched: true,
      ...(approved && { approved }),
      ...(edited && { edited }),
      ...(notStored !== undefined && { fault: notStored }),
    })
    return noted ? { kind: 'run', note, assessment } : { kind: 'run', assessment }
  }
  const stored = noted && request ? storeNote(request, note) : undefined
  return isThenable(stored) ? stored.then(finish) : finish(stored)
}

/** Records what takes effect. */
export function record({ guard, assessment, proposal, fault }: Decided, outcome: GuardOutcome): void {
  guard.record(assessment, proposal, fault === undefined ? outcome : { ...outcome, fault })
}

function isApproved({ request }: Decided): boolean {
  return request?.approved?.() ?? false
}
