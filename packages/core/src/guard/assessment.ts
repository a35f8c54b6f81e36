import type { CallToAssess } from '../enforcement/handler.ts'
import type { InterventionDecision } from '../intervention/choose.ts'
import type { ProvenanceVerdict } from '../provenance/verdict.ts'
import type { KnownEffect } from './tool-effect.ts'

/** What a guard makes of a call before anything happens. */
export interface Assessment {
  readonly call: CallToAssess
  /** What the tool does to the world, and how we know. */
  readonly effect: KnownEffect
  readonly verdict: ProvenanceVerdict
  /** The rung, after the ceiling of the effect and the rules for repeats. */
  readonly decision: InterventionDecision
  /** How often the model has already read an answer of ours to this very call. */
  readonly earlierAttempts: number
  /** Milliseconds that judging took; 0 where it was not begun, or the runtime's clock stands still while it computes. */
  readonly durationMs: number
  /** What went wrong while judging. The call is observed then. */
  readonly faults: readonly string[]
}
