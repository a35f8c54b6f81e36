import type { Consent, OpenRuling } from '@handrail/core'
import type { ToolCall } from '@langchain/core/messages/tool'

/** A call that was judged when the model had made it, before any tool of its step ran. */
export interface DecidedCall {
  readonly toolCallId: string | undefined
  readonly open: OpenRuling
  /** What was known of the tool then. */
  readonly tool: object | undefined
  /** What a person said who was asked. */
  readonly consent?: Consent | undefined
}

/**
 * Carries rulings from the hook behind the model to the run of the tools, so that every call is judged once. An agent
 * hands the same arguments to both; where it does not, such as in another process, the call is judged again.
 */
export class DecidedCalls {
  readonly #calls = new WeakMap<object, DecidedCall>()

  set({ args }: ToolCall, decided: DecidedCall): void {
    if (typeof args === 'object' && args !== null) this.#calls.set(args, decided)
  }

  /** A ruling counts once: a call that runs again is another one for the record. */
  take({ args, id }: ToolCall): DecidedCall | undefined {
    const decided = this.#calls.get(args)
    if (decided?.toolCallId !== id) return undefined
    this.#calls.delete(args)
    return decided
  }
}
