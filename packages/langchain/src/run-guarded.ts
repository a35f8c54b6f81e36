import { type Guard, type Ruling, type RulingRequest, ruleOn } from '@handrail/core'
import { ensureConfig, type RunnableToolLike } from '@langchain/core/runnables'
import type { DynamicTool, StructuredToolInterface } from '@langchain/core/tools'
import { errorForModel, withheldAnswer, withNote } from './answer.ts'
import {
  type CallAtHand,
  type Conversation,
  conversationOf,
  evidenceIn,
  messagesOf,
  withoutEvidence,
} from './conversation.ts'
import { annotationsOf, schemaOf, textsOf } from './tool-texts.ts'
import { isRecord, writtenByModel } from './written.ts'

/** A tool that a guard can be put on. `DynamicTool` is named because strict options keep it out of the interface. */
export type GuardableTool = StructuredToolInterface | DynamicTool | RunnableToolLike

/** A tool, its guard, and the tools that the model can choose from. */
export interface Guarding {
  readonly tool: GuardableTool
  readonly guard: Guard
  readonly tools: readonly GuardableTool[]
}

/** What we read of the second argument of `invoke`, whatever it is. */
interface Config {
  readonly state?: unknown
  readonly toolCall?: { readonly id?: unknown } | null
  readonly signal?: AbortSignal
  readonly configurable?: Scratch
}

/** Where LangGraph keeps the input of a node. */
type Scratch = { readonly __pregel_scratchpad?: { readonly currentTaskInput?: unknown } } | undefined

/**
 * Runs a tool as its guard rules. The tool's own run stands outside of everything that we catch, or a fault of ours
 * could run it twice.
 */
export async function runGuarded(
  guarding: Guarding,
  input: unknown,
  given: unknown,
  run: () => Promise<unknown>,
): Promise<unknown> {
  const config = (typeof given === 'object' && given !== null ? given : {}) as Config
  const ruling = await rule(guarding, input, config)
  if (ruling.kind === 'abort') throw ruling.reason
  if (ruling.kind === 'withhold') return withheldAnswer(ruling.proposal, ruling.assessment)
  const { note, assessment } = ruling
  if (note === undefined || !assessment) return run()
  let result: unknown
  try {
    result = await run()
  } catch (error) {
    throw config.signal?.aborted ? error : errorForModel(error, note)
  }
  return withNote(result, note, assessment)
}

function rule({ tool, guard, tools }: Guarding, input: unknown, config: Config): Ruling | Promise<Ruling> {
  return ruleOn(guard, { toolName: '', toolCallId: '', args: input }, (): RulingRequest => {
    const isCall = isRecord(input) && input.type === 'tool_call'
    const id = isCall ? input.id : config.toolCall?.id
    const atHand = {
      toolName: tool.name,
      toolCallId: typeof id === 'string' ? id : '',
      args: isCall ? input.args : input,
    }
    const call = {
      ...atHand,
      annotations: annotationsOf(tool),
      inputSchema: schemaOf(tool),
      extraEvidence: () => textsOf(tools, tool),
    }
    const found = find(atHand, config)
    if (typeof found === 'string') return withoutEvidence(call, found)
    return {
      call: { ...call, judgedArgs: writtenByModel(call.args, found.call?.args) },
      evidence: () => evidenceIn(found.seen, guard),
      abortSignal: config.signal,
    }
  })
}

/** The conversation that the call came out of, or why there is none to judge it by. */
function find(call: CallAtHand, config: Config): Conversation | string {
  const given = messagesOf(config.state)
  // A node that calls its tools itself hands no state over, but LangGraph keeps the input of the node at hand.
  const messages = given ?? messagesOf(taskInputOf(config))
  if (!messages) return 'there was no conversation to judge by'
  const found = conversationOf(messages, call)
  if (typeof found === 'string' || found.holdsCall || given) return found
  return 'the conversation at hand does not hold the call'
}

function taskInputOf({ configurable }: Config): unknown {
  // A node that passes a `configurable` of its own leaves LangGraph's out.
  const scratchpad =
    configurable?.__pregel_scratchpad ?? (ensureConfig().configurable as Scratch)?.__pregel_scratchpad
  return scratchpad?.currentTaskInput
}
