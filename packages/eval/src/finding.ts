import type {
  ArgumentOrigin,
  Confidence,
  InterventionDecision,
  KnownEffect,
  ProvenanceVerdict,
} from '@handrail/core'
import type { Place } from './conversation.ts'

/** What one policy would have done with a call. */
export interface WouldBe {
  /** The rung: what the guard decides, with the ceiling of the tool's effect and the rules for repeats. */
  readonly intervention: InterventionDecision['intervention']
  /** Whether the call would have run. */
  readonly dispatched: boolean
  /** One line for people. */
  readonly reason: string
}

/** What was found out about one recorded call. */
export interface CallFinding {
  readonly conversation: string
  /** Where its conversation begins. */
  readonly place: Place
  /** The call's number within its conversation, from 0. */
  readonly call: number
  /** Its message in the recording, from 0. */
  readonly message: number
  /** The number of its entry in {@link Conversation.entries}, from 0. */
  readonly entry: number
  readonly toolCallId: string
  readonly toolName: string
  readonly effect: KnownEffect
  readonly verdict: ProvenanceVerdict
  readonly confidence: Confidence
  /** By name of the policy. */
  readonly policies: Readonly<Record<string, WouldBe>>
  /** What went wrong while judging, when something did: the call counts as observed then. */
  readonly faults?: readonly string[]
  /** Where each judged argument came from. Worked out when it is first read. */
  readonly origins: readonly ArgumentOrigin[]
}
