import type { Ruling } from '@handrail/core'

interface Decision {
  readonly input: unknown
  readonly ruling: Ruling
}

/**
 * Carries a ruling from the SDK's approval of a call to its run, so that every call is judged once. The SDK hands the
 * same list of messages to both; should it ever not, the call is judged again when it runs.
 */
export class Decided {
  readonly #decisions = new WeakMap<object, Map<string, Decision>>()

  set(messages: unknown, toolCallId: string, input: unknown, ruling: Ruling): void {
    if (typeof messages !== 'object' || messages === null) return
    const ofStep = this.#decisions.get(messages) ?? new Map<string, Decision>()
    ofStep.set(toolCallId, { input, ruling })
    this.#decisions.set(messages, ofStep)
  }

  /** The ruling on a call, which counts for one run. */
  take(messages: unknown, toolCallId: string, input: unknown): Ruling | undefined {
    if (typeof messages !== 'object' || messages === null) return undefined
    const ofStep = this.#decisions.get(messages)
    const decision = ofStep?.get(toolCallId)
    if (!decision || !Object.is(decision.input, input)) return undefined
    ofStep?.delete(toolCallId)
    return decision.ruling
  }
}
