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

/** Where in a conversation the model has made its calls. */
export interface Place {
  readonly message: BaseMessage
  /** The message before it. A model with a cache gives the same message object to several conversations. */
  readonly before: BaseMessage | undefined
}

interface DecidedStep {
  readonly before: BaseMessage | undefined
  readonly calls: Map<ToolCall, DecidedCall>
}

/**
 * Carries rulings from the hook behind the model to the run of the tools, so that every call is judged once. An agent
 * hands the same messages to both, though not always the same call; where it does not, such as in another process, the
 * call is judged again.
 */
export class DecidedCalls {
  readonly #steps = new WeakMap<BaseMessage, DecidedStep>()

  set({ message, before }: Place, call: ToolCall, decided: DecidedCall): void {
    const known = this.#steps.get(message)
    const step = known?.before === before ? known : undefined
    const calls = step?.calls ?? new Map<ToolCall, DecidedCall>()
    calls.set(call, decided)
    this.#steps.set(message, { before, calls })
  }

  /** Another message takes the place of one, and of its calls. */
  replace({ message }: Place, other: BaseMessage): void {
    const step = this.#steps.get(message)
    if (step) this.#steps.set(other, step)
  }

  /** A ruling counts once: a call that runs again is another one for the record. */
  take(messages: readonly BaseMessage[], { id, name, args }: ToolCall): DecidedCall | undefined {
    const at = messages.findLastIndex((one) => callsIn(one).some((call) => call.id === id))
    const message = messages[at]
    const step = message && this.#steps.get(message)
    if (!step || step.before !== messages[at - 1]) return undefined
    for (const [call, decided] of step.calls) {
      if (call.id !== id || call.name !== name || !saysSame(call.args, args)) continue
      step.calls.delete(call)
      return decided
    }
    return undefined
  }
}
