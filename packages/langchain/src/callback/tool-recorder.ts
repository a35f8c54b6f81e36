import {
  type Guard,
  type GuardedCall,
  observeCall,
  type RulingRequest,
  type ToolAnnotations,
} from '@handrail/core'
import type { BaseMessage } from '@langchain/core/messages'
import { withoutEvidence } from '../evidence/conversation.ts'
import { evidenceIn } from '../evidence/evidence.ts'
import { entriesOfMessage } from '../evidence/transcript.ts'
import { writtenByModel } from '../evidence/written.ts'
import type { RunMemory } from './run-memory.ts'
import type { HandrailSummary } from './summary.ts'
import { Tally } from './tally.ts'

/** What LangChain tells of a run of a tool. */
export interface HeardCall {
  /** The run of the tool. */
  readonly runId: string
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

  /** Never throws. */
  record(heard: HeardCall): void {
    const { toolCallId, toolName = heard.className, input } = heard
    const unread = { toolCallId, toolName, args: input }
    const before = this.#tally.calls
    observeCall(this.#counting, unread, () => this.#requestOf(heard))
    if (this.#tally.calls === before) this.#tally.addUnrecorded(toolName)
  }

  summary(): HandrailSummary {
    return this.#tally.summary()
  }

  #requestOf(heard: HeardCall): RulingRequest {
    const { runId, toolCallId, toolName, className, input, parentRunId, metadata } = heard
    const args = argsOf(input)
    const found = this.#memory.conversation({ toolCallId, toolName, args }, parentRunId)
    this.#memory.startTool(runId, parentRunId, found, metadata)
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
      // LangChain hides the config of the run from callbacks.
      evidence: () => evidenceIn(found.seen, this.#guard, { metadata }, found.around),
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
