import type { EffectProposal, Intervention } from '@handrail/core'

const marker = Symbol.for('handrail.ai-sdk.withheld-error')

/**
 * What a guarded tool throws in place of running: how a call is withheld in every version of the SDK. The model reads
 * the note and nothing else; the app finds the error in the `tool-error` part.
 */
export class HandrailWithheldError extends Error {
  override readonly name = 'HandrailWithheldError'
  /** The call that did not run. */
  readonly toolCallId: string
  /** The tool it was for. */
  readonly toolName: string
  /** The rung that withheld it: BLOCK or DEFER. */
  readonly intervention: Intervention
  /** What stands in for the result, as data; `null` when nothing does. */
  readonly result: EffectProposal['syntheticResult']

  constructor(
    call: { readonly toolCallId: string; readonly toolName: string },
    { intervention, note, syntheticResult }: EffectProposal,
  ) {
    super(note)
    this.toolCallId = call.toolCallId
    this.toolName = call.toolName
    this.intervention = intervention
    this.result = syntheticResult
    Object.defineProperty(this, marker, { value: true })
  }

  /** Recognises the error across duplicate copies of this package, where `instanceof` fails. */
  static isInstance(error: unknown): error is HandrailWithheldError {
    return typeof error === 'object' && error !== null && marker in error
  }

  /** Just the note: the SDK shows the model what an error's `toString` says. */
  override toString(): string {
    return this.message
  }
}
