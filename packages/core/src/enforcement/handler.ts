import type { InterventionDecision } from '../intervention/choose.ts'
import type { InterventionLadder } from '../intervention/ladder.ts'
import type { ProvenanceVerdict } from '../provenance/verdict.ts'
import type { ToolEffect } from '../transcript.ts'
import type { EffectProposal } from './proposal.ts'

/** A tool call as the framework knows it. */
export interface CallToAssess {
  readonly toolCallId: string
  readonly toolName: string
  readonly args: unknown
}

/** What a handler may look at. */
export interface HandlerContext {
  /** The call that is about to run. */
  readonly call: CallToAssess
  /** What was found out about each argument. */
  readonly verdict: ProvenanceVerdict
  /** What the tool does to the world. */
  readonly effect: ToolEffect
  /** How often the model has already read an answer of ours to this very call. */
  readonly earlierAttempts: number
  /** The ladder that the decision was made on. */
  readonly ladder: InterventionLadder
  /** Milliseconds until a handler that has not answered is passed over; `Infinity` waits. 30,000 when absent. */
  readonly timeoutMs?: number
  /** Aborted when the host no longer wants the call. */
  readonly abortSignal?: AbortSignal
}

/**
 * Turns a decision into a proposal. A handler may do I/O: ask on a terminal, send a message, consult a service.
 * It may propose something gentler than the decision, never something harsher; whatever it does wrong, the call runs.
 */
export interface EnforcementHandler {
  /** The name it is selected by. */
  readonly name: string
  /** Milliseconds this handler may take, in place of the guard's setting. */
  readonly timeoutMs?: number
  handle(decision: InterventionDecision, context: HandlerContext): EffectProposal | Promise<EffectProposal>
}
