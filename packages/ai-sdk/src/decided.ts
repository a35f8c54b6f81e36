import type { GatedRuling, Ruling } from '@handrail/core'

/** A call that the gate let pass. */
type Pass = Extract<GatedRuling, { readonly kind: 'pass' }>

/**
 * Carries a ruling from the SDK's approval of a call to its run, so that every call is judged once and recorded when it
 * runs. The SDK hands the same list of messages and the same input to both; should it ever not, the call is judged again
 * when it runs.
 */
export class Decided {
  readonly #passes = new WeakMap<object, Map<unknown, Pass>>()

  set(messages: unknown, toolCallId: string, input: unknown, pass: Pass): void {
    if (typeof messages !== 'object' || messages === null) return
    const ofStep = this.#passes.get(messages) ?? new Map<unknown, Pass>()
    ofStep.set(keyOf(toolCallId, input), pass)
    this.#passes.set(messages, ofStep)
  }

  /** Begins a call that passed. A pass counts once. */
  begin(messages: unknown, toolCallId: string, input: unknown): Ruling | Promise<Ruling> | undefined {
    if (typeof messages !== 'object' || messages === null) return undefined
    const ofStep = this.#passes.get(messages)
    const key = keyOf(toolCallId, input)
    const pass = ofStep?.get(key)
    ofStep?.delete(key)
    return pass?.begin()
  }
}

/** An input object is a call of its own, even where a provider gives two calls one id. */
function keyOf(toolCallId: string, input: unknown): unknown {
  return typeof input === 'object' && input !== null ? input : toolCallId
}
