import type { OpenRuling } from '@handrail/core'
import type { BaseMessage } from '@langchain/core/messages'
import type { ToolCall } from '@langchain/core/messages/tool'
import { callsIn } from '../evidence/conversation.ts'
import { saysSame } from '../evidence/written.ts'

/** A call that was judged when the model had made it, before any tool of its step ran. */
export interface DecidedCall {
  readonly open: OpenRuling
  /** What was known of the tool then. */
  readonly tool?: object | undefined
  /** Whether a person was asked, and answered. */
  readonly isAnswered: boolean
}

/**
 * Carries rulings from the hook behind the model to the run of the tools, so that every call is judged once. An agent
 * hands the same message to both, though not always the same call; where it does not, such as in another process, the
 * call is judged again.
 */
export class DecidedCalls {
  readonly #calls = new WeakMap<BaseMessage, Map<ToolCall, DecidedCall>>()

  /** @param message the model's, that holds the call. */
  set(message: BaseMessage, call: ToolCall, decided: DecidedCall): void {
    const ofMessage = this.#calls.get(message) ?? new Map<ToolCall, DecidedCall>()
    ofMessage.set(call, decided)
    this.#calls.set(message, ofMessage)
  }

  /** Another message takes the place of one, and of its calls. */
  replace(message: BaseMessage, other: BaseMessage): void {
    const ofMessage = this.#calls.get(message)
    if (ofMessage) this.#calls.set(other, ofMessage)
  }

  /** A ruling counts once: a call that runs again is another one for the record. */
  take(messages: readonly BaseMessage[], { id, name, args }: ToolCall): DecidedCall | undefined {
    const message = messages.findLast((one) => callsIn(one).some((call) => call.id === id))
    const ofMessage = message && this.#calls.get(message)
    for (const [call, decided] of ofMessage ?? []) {
      if (call.id !== id || call.name !== name || !saysSame(call.args, args)) continue
      ofMessage?.delete(call)
      return decided
    }
    return undefined
  }
}
