import type { CallToAssess, EnforcementHandler } from '../enforcement/handler.ts'
import type { EffectProposal } from '../enforcement/proposal.ts'
import type { HandlerRegistry } from '../enforcement/registry.ts'
import type { Corpus } from '../evidence/corpus.ts'
import type { JsonSchema, ToolTraits, TranscriptEntry } from '../transcript.ts'
import type { Assessment } from './assessment.ts'
import type { GuardOutcome, GuardRecord } from './record.ts'
import type { ToolAnnotations } from './tool-effect.ts'

/** A call as an adapter hands it over for judgement. */
export interface GuardedCall extends CallToAssess {
  /** The part of the arguments that the model wrote, where the host put in or changed some; all of them by default. */
  readonly judgedArgs?: unknown
  /** What the tool's server says about it. */
  readonly annotations?: ToolAnnotations | undefined
  /** The tool's JSON Schema, where the guard's options hold none. */
  readonly inputSchema?: JsonSchema | undefined
  /** Whether a DEFER asks a person. Asking is no arguing with the model: repeats and `maxActuations` do not ease it then. */
  readonly asksPerson?: boolean | undefined
  /** Text that the model has read beside the conversation, such as descriptions of tools. Asked for only when it matters. */
  readonly extraEvidence?: (() => readonly string[]) | undefined
  /**
   * What a guard that knows the same (`tools`, `provenance`, `extraEvidence`) made of this very call on this evidence: it
   * is not judged again, only decided. For comparing policies.
   */
  readonly judged?: Assessment | undefined
}

/**
 * Decides about tool calls. An adapter asks it three things for every call: what to make of it ({@link assess}), what
 * to do ({@link propose}), and to remember what was done ({@link record}). None of the three ever throws or rejects.
 */
export interface Guard {
  /** The handlers it can choose from. */
  readonly handlers: HandlerRegistry
  /** The one that it asks. */
  readonly handler: EnforcementHandler
  /**
   * Whether it may defer a call at all, as its handler, policy, ladder and ceilings stand: hold it back with nothing in
   * the place of its result. A host that asks a person then can leave out what it needs for that otherwise.
   */
  readonly mayDefer: boolean
  /**
   * A corpus to append a conversation to. It begins with the evidence the guard was given.
   *
   * @param toolsOfHost traits of tools that the framework brings along. The guard's own option `tools` outweighs them,
   * trait by trait. They count for evidence alone.
   */
  corpus(toolsOfHost?: Readonly<Record<string, ToolTraits>>): Corpus
  /**
   * Judges a call against the evidence that the model had when it made it. Synchronous.
   *
   * @param evidence the evidence, or what builds it; a call that only reads is not judged and needs none.
   */
  assess(call: GuardedCall, evidence: Corpus | (() => Corpus)): Assessment
  /**
   * Asks the handler. A promise only when the handler is asynchronous. Every proposal but OBSERVE comes with a note
   * for the model: one line that begins with the marker.
   */
  propose(
    assessment: Assessment,
    options?: { readonly abortSignal?: AbortSignal | undefined },
  ): EffectProposal | Promise<EffectProposal>
  /** Notes what took effect, and tells `onRecord`. */
  record(assessment: Assessment, proposal: EffectProposal, outcome: GuardOutcome): GuardRecord
  /** The last 1,000 records, the oldest first. */
  records(): readonly GuardRecord[]
  /**
   * A guard of the same settings and records whose evidence begins with these entries.
   *
   * @param options.nested for a run within a run, whose prompt an outer model wrote: what the inner run takes for the
   * user's words is no evidence then. `false` by default.
   */
  withEvidence(entries: Iterable<TranscriptEntry>, options?: { readonly nested?: boolean }): Guard
}

const marker = Symbol.for('handrail.guard')

/** Marks an object as a guard. */
export function markGuard(guard: Guard): Guard {
  return Object.freeze(Object.defineProperty(guard, marker, { value: true }))
}

/** Whether a value is a guard, of this copy of the package or another. */
export function isGuard(value: unknown): value is Guard {
  return typeof value === 'object' && value !== null && marker in value
}
