import type { EffectProposal } from '../enforcement/proposal.ts'
import { isThenable } from '../enforcement/thenable.ts'
import type { Assessment } from './assessment.ts'
import { blockInstead } from './block-instead.ts'
import { type Consent, carryOut, type Decided, record, withhold } from './carry-out.ts'
import { recordFault } from './record-fault.ts'
import type { Ruling } from './ruling.ts'

/**
 * A call that was judged, and that nothing has been done about yet: for a host that judges calls before it knows whether
 * they will run. Nothing is recorded until one of the functions is called. None of them throws or rejects.
 */
export interface OpenRuling {
  readonly kind: 'open'
  readonly assessment: Assessment
  readonly proposal: EffectProposal
  /** Whether a person should be asked: the call is held back, and nothing is put in the place of its result. */
  readonly suspends: boolean
  /**
   * Records that the host waits for a person.
   *
   * @param fault why the person is asked once more.
   */
  suspend(fault?: string): void
  /** Records that a person refused. The tool does not run, and the host says what the model reads. */
  refuse(): void
  /** What is to become of the call that runs now, unless it is withheld. With a person's consent it always runs. */
  carryOut(consent?: Consent): Ruling | Promise<Ruling>
  /**
   * The same where nobody can be asked and the model must not be sent back to call again as it did: a call that a person
   * should be asked about is withheld as on BLOCK, the harshest rung below.
   */
  carryOutUnasked(): Ruling | Promise<Ruling>
}

/** Leaves a decided call open. */
export function openRuling(decided: Decided): OpenRuling {
  const { assessment, proposal } = decided
  // What holds a call back and puts nothing in the place of its result is a DEFER, whatever the rung is called.
  const suspends = !proposal.dispatchCall && proposal.syntheticResult === null
  return {
    kind: 'open',
    assessment,
    proposal,
    suspends,
    suspend: (fault) =>
      quietly(() =>
        record(decided, {
          intervention: proposal.intervention,
          dispatched: false,
          suspended: true,
          ...(fault !== undefined && { fault }),
        }),
      ),
    refuse: () =>
      quietly(() =>
        record(decided, { intervention: proposal.intervention, dispatched: false, approved: false }),
      ),
    carryOut: (consent) => safely(decided, () => carryOut(decided, consent)),
    carryOutUnasked: () =>
      safely(decided, () =>
        suspends ? withhold(decided, blockInstead(assessment, proposal)) : carryOut(decided),
      ),
  }
}

/** Whatever fails on our side, the tool runs. */
function safely(
  { guard, assessment }: Decided,
  rule: () => Ruling | Promise<Ruling>,
): Ruling | Promise<Ruling> {
  const fail = (error: unknown): Ruling => {
    recordFault(guard, assessment, error)
    return { kind: 'run' }
  }
  try {
    const ruling = rule()
    return isThenable(ruling) ? ruling.catch(fail) : ruling
  } catch (error) {
    return fail(error)
  }
}

function quietly(note: () => void): void {
  try {
    note()
  } catch {}
}
