import {
  type Guard,
  type GuardedCall,
  observeCall,
  type RulingRequest,
  type ToolAnnotations,
} from '@handrail/core'
import type { BaseMessage } from '@langchain/core/messages'
import { type Conversation, withoutEvidence } from '../evidence/conversation.ts'
import { evidenceIn } from '../evidence/evidence.ts'
import { enterTool } from '../evidence/nesting.ts'
import { entriesOfMessage } from '../evidence/transcript.ts'
import { writtenByModel } from '../evidence/written.ts'
import type { Found, RunMemory } from './run-memory.ts'
import type { HandrailSummary } from './summary.ts'
import { Tally } from './tally.ts'

/** What LangChain tells of a run of a tool. */
export interface HeardCall {
  readonly toolCallId: string
  /** Absent where LangChain does not tell it. */
  readonly toolName: string | undefined
  /** The class of the tool: its name in the record when nothing better is known. */
  readonly className: string
  /** The arguments as JSON, or the text that they are. Absent where LangChain could not write them. */
  readonly input: string | undefined
  readonly parentRunId: string | undefined
  /** The metadata of the run. */
  readonly metadata?: { readonly annotations?: unknown } | undefined
}

/** Judges, records and counts the runs of tools that a handler hears of. */
export class ToolRecorder {
  readonly #guard: Guard
  /** The same guard, which counts what it records. */
  readonly #counting: Guard
  readonly #memory: RunMemory
  readonly #tally = new Tally()

  constructor(guard: Guard, memory: RunMemory) {
    this.#guard = guard
    this.#memory = memory
    this.#counting = {
      ...guard,
      record: (...given) => {
        const record = guard.record(...given)
        this.#tally.add(record)
        return record
      },
    }
  }

  /**
   * Never throws.
   *
   * @returns what to call when the tool has ended: until then, runs within it are judged by what this model had read.
   */
  record(heard: HeardCall): () => void {
    const { toolCallId, toolName = heard.className, input, metadata } = heard
    const unread = { toolCallId, toolName, args: input }
    const before = this.#tally.calls
    let seen: Conversation['seen'] = []
    observeCall(this.#counting, unread, () => {
      const found = this.#conversationOf(heard)
      if (typeof found !== 'string') seen = found.seen
      return this.#requestOf(heard, found)
    })
    if (this.#tally.calls === before) this.#tally.addUnrecorded(toolName)
    return enterTool({ metadata }, () => seen)
  }

  summary(): HandrailSummary {
    return this.#tally.summary()
  }

  #conversationOf({ toolCallId, toolName, input, parentRunId }: HeardCall): Found | string {
    return this.#memory.conversation({ toolCallId, toolName, args: argsOf(input) }, parentRunId)
  }

  #requestOf(heard: HeardCall, found: Found | string): RulingRequest {
    const { toolCallId, toolName, className, input, metadata } = heard
    const args = argsOf(input)
    const written = typeof found === 'string' ? undefined : found.call
    if (input === undefined && !written) throw new Error('LangChain could not tell the arguments')
    const call: GuardedCall = {
      // An app may have kept the arguments alone.
      toolCallId: toolCallId || (written?.id ?? ''),
      // Only some classes of tools tell their name; the model's own call always does.
      toolName: toolName ?? written?.name ?? className,
      args: input === undefined ? written?.args : args,
      annotations: metadata?.annotations as ToolAnnotations | undefined,
    }
    if (typeof found === 'string') return withoutEvidence(call, found)
    if (input === undefined && !written)
      return withoutEvidence(call, 'LangChain could not tell the arguments')
    return {
      call: {
        ...call,
        judgedArgs: writtenByModel(call.args, written?.args),
        extraEvidence: () => found.instructions().map(textOf),
      },
      evidence: () => evidenceIn(found.seen, this.#guard, { metadata }),
    }
  }
}

/** What a system message says, as the guard reads it. */
function textOf(message: BaseMessage): string {
  return entriesOfMessage(message)
    .map((entry) => (entry.kind === 'task' ? entry.text : ''))
    .join('\n')
}

function argsOf(input: string | undefined): unknown {
  if (input === undefined) return undefined
  try {
    return JSON.parse(input)
  } catch {
    return input
  }
}
