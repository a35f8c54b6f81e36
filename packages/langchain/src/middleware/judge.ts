import {
  type AbortRuling,
  type Assessment,
  type CallToAssess,
  decideOn,
  type Guard,
  type OpenRuling,
  observeCall,
  type RulingRequest,
} from '@handrail/core'
import type { ToolCall } from '@langchain/core/messages/tool'
import { conversationOf, withoutEvidence } from '../evidence/conversation.ts'
import { evidenceIn } from '../evidence/evidence.ts'
import { remembered } from '../evidence/ledger.ts'
import { annotationsOf, type Described, schemaOf, textsOf } from '../evidence/tool-texts.ts'
import { writtenByModel } from '../evidence/written.ts'

/** What the agent tells of a call beside the call itself. */
export interface Circumstances {
  readonly messages: readonly unknown[] | undefined
  /** What was kept of messages that may be gone by now. */
  readonly ledger?: unknown
  /** The runtime of the middleware, which tells whose run this is. */
  readonly runtime?: object | undefined
  /** The tool, where the agent says which one it is. */
  readonly tool?: object | undefined
  /** Whether a person can be asked about the call. */
  readonly canAsk?: boolean
  readonly signal?: AbortSignal | undefined
}

/** More tools than an agent has: what comes beyond is told again with every call. */
const MOST_TOOLS = 1_000

/** Judges the calls of an agent by the messages in its state. */
export class Judge {
  readonly guard: Guard
  /** Hooks behind the model are not told the tools: they know those that were called before. */
  readonly #tools = new Map<string, Described>()

  constructor(guard: Guard) {
    this.guard = guard
  }

  /** The tool of that name, once it was told. */
  known(toolName: string): Described | undefined {
    return this.#tools.get(toolName)
  }

  /** Judges a call and asks the handler, and records nothing yet. Never throws and never rejects. */
  decide(call: ToolCall, given: Circumstances): OpenRuling | AbortRuling | Promise<OpenRuling | AbortRuling> {
    const raw = rawCall(call)
    return decideOn(this.guard, raw, () => this.#request(raw, given))
  }

  /**
   * What the guard makes of a call, without a word to the handler or the record. Never throws.
   *
   * What was learned of the tools does not count: where LangChain asks a person, the answer is held against what would
   * be asked by then, and the process in which it arrives may have learned less. A call that was refused would run.
   */
  assess(call: ToolCall, given: Circumstances): Assessment {
    const raw = rawCall(call)
    let request: RulingRequest
    try {
      request = this.#request(raw, given, new Map())
    } catch (error) {
      request = withoutEvidence(raw, String(error))
    }
    return this.guard.assess(request.call, request.evidence)
  }

  /** Records a call that runs whatever we make of it. Never throws. */
  observe(call: ToolCall, given: Circumstances): void {
    const raw = rawCall(call)
    observeCall(this.guard, raw, () => this.#request(raw, given))
  }

  #request(raw: CallToAssess, given: Circumstances, tools = this.#tools): RulingRequest {
    const { messages, ledger, runtime, tool, canAsk, signal } = given
    if (tool && (tools.size < MOST_TOOLS || tools.has(raw.toolName))) tools.set(raw.toolName, tool)
    const described: Described = tool ?? tools.get(raw.toolName) ?? {}
    const call = {
      ...raw,
      annotations: annotationsOf(described),
      inputSchema: schemaOf(described),
      extraEvidence: () => textsOf([...tools.values()], described),
      asksPerson: canAsk,
    }
    const found = messages ? conversationOf(messages, raw) : 'there was no conversation to judge by'
    if (typeof found === 'string') return withoutEvidence(call, found)
    return {
      call: { ...call, judgedArgs: writtenByModel(call.args, found.call?.args) },
      evidence: () => evidenceIn(remembered(ledger, found.seen), this.guard, runtime),
      abortSignal: signal,
    }
  }
}

function rawCall(call: ToolCall): CallToAssess {
  const { name = '', id = '', args } = call ?? {}
  return { toolName: String(name), toolCallId: id, args }
}

const judges = new WeakMap<Guard, Judge>()

/** One for a guard, whichever part of the adapter asks. */
export function judgeOf(guard: Guard): Judge {
  const judge = judges.get(guard) ?? new Judge(guard)
  judges.set(guard, judge)
  return judge
}
