import type { EffectProposal } from '../enforcement/proposal.ts'
import type { Corpus } from '../evidence/corpus.ts'
import type { Assessment } from './assessment.ts'
import type { GuardedCall } from './guard.ts'

/** What an adapter says about one call. The functions are only called when their answer matters. */
export interface RulingRequest {
  /** The call as it is to be judged, with what the host knows of its tool. */
  readonly call: GuardedCall
  /** The evidence that the model had when it made the call. One that cannot be had is an error that says why. */
  readonly evidence: () => Corpus
  /** Whether a person approved the call in the host. Such a call is never withheld. */
  readonly approved?: () => boolean
  /** Aborted when the host no longer wants the call. */
  readonly abortSignal?: AbortSignal | undefined
  /** Whether the model can be shown a note with the result. `true` by default; otherwise a WARN is only recorded. */
  readonly canNote?: boolean
  /** Stores the note of a call that will run, where the host loses it. Not waited for longer than a second. */
  readonly storeNote?: ((note: string) => void | PromiseLike<void>) | undefined
}

/** What is to become of a call. It is recorded already. */
export type Ruling =
  /** Run the tool; the model reads the note, when there is one, with what comes of it. */
  | { readonly kind: 'run'; readonly note?: string; readonly assessment?: Assessment }
  /** Do not run the tool; the model reads the note in place of a result. */
  | { readonly kind: 'withhold'; readonly proposal: EffectProposal; readonly assessment: Assessment }
  /** Do not run the tool: the host gave up while the handler was asked. End as the host does when it aborts. */
  | { readonly kind: 'abort'; readonly reason: unknown }

/** A place where a host asks, before a call runs, whether it may. */
export interface Gate {
  /** Whether a person is to be asked where the guard defers. */
  readonly canSuspend: boolean
  /**
   * What the host's own rules make of a call that the guard lets run. Asked about no other call, and at most once. A host
   * whose rules fail keeps the error and refuses.
   */
  readonly rule: () => HostRule | PromiseLike<HostRule>
}

/** What the rules of a host say about a call: go on, do not, or ask a person first. */
export type HostRule = 'run' | 'refuse' | 'suspend'

/** What is to become of a call at a gate. It is recorded already, but for one that may run. */
export type GatedRuling =
  /** It may run. Once it does, `begin` records it and gives what else there is to do. Never throws and never rejects. */
  | { readonly kind: 'pass'; begin(): RunRuling | Promise<RunRuling> }
  /** Do not run the tool yet: a person is to be asked, for the guard or by a rule of the host. */
  | { readonly kind: 'suspend'; readonly proposal: EffectProposal; readonly assessment: Assessment }
  /** Do not run the tool: a rule of the host refused it. */
  | { readonly kind: 'refuse'; readonly assessment: Assessment }
  | Exclude<Ruling, RunRuling>

/** A ruling by which the host ends the call as it does when it aborts. */
export type AbortRuling = Extract<Ruling, { readonly kind: 'abort' }>

/** A ruling by which the tool runs. */
export type RunRuling = Extract<Ruling, { readonly kind: 'run' }>
