import { decideOn, type RulingRequest } from '@handrail/core'
import type { RunnableToolLike } from '@langchain/core/runnables'
import type { DynamicTool, StructuredToolInterface } from '@langchain/core/tools'
import { errorForModel, refusedAnswer, withheldAnswer, withNote } from '../answer/answer.ts'
import {
  type CallAtHand,
  type Conversation,
  conversationOf,
  evidenceIn,
  messagesOf,
  withoutEvidence,
} from '../evidence/conversation.ts'
import { asMessage } from '../evidence/message-like.ts'
import { enterTool } from '../evidence/nesting.ts'
import { annotationsOf, schemaOf, textsOf } from '../evidence/tool-texts.ts'
import { isRecord, writtenByModel } from '../evidence/written.ts'
import { withConsent } from '../person/consent.ts'
import { stopperOf } from '../stop.ts'
import { type Reviewed, ruleOrAsk } from './ask-person.ts'
import type { ToolSettings } from './options.ts'
import { checkpointed, personIn, type ToolConfig, taskInputOf } from './tool-config.ts'

/** A tool that a guard can be put on. `DynamicTool` is named because strict options keep it out of the interface. */
export type GuardableTool = StructuredToolInterface | DynamicTool | RunnableToolLike

/** A tool, its guard, and the tools that the model can choose from. */
export interface Guarding extends ToolSettings {
  readonly tool: GuardableTool
  readonly tools: readonly GuardableTool[]
}

/**
 * Runs a tool as its guard rules. The tool's own run stands outside of everything that we catch, or a fault of ours
 * could run it twice.
 */
export async function runGuarded(
  guarding: Guarding,
  input: unknown,
  given: unknown,
  run: (input: unknown) => Promise<unknown>,
): Promise<unknown> {
  const config = (typeof given === 'object' && given !== null ? given : {}) as ToolConfig
  const ruling = await rule(guarding, input, config)
  if (ruling.kind === 'abort') throw ruling.reason
  if (ruling.kind === 'withhold') return withheldAnswer(ruling.proposal, ruling.assessment)
  if (ruling.kind === 'refuse') return refusedAnswer(ruling.message, ruling.assessment)
  const { note, assessment, args } = ruling
  const used = args ? withArgs(input, args) : input
  const state = stateAtHand(config) // Within the tool, another one is at hand.
  // Where the conversation is not known, something stands for it that cannot be read.
  const leave = enterTool(config, () => (state ?? [undefined]).map(asMessage))
  let result: unknown
  try {
    result = await run(used)
  } catch (error) {
    throw note === undefined || !assessment || config.signal?.aborted ? error : errorForModel(error, note)
  } finally {
    leave()
  }
  return note === undefined || !assessment ? result : withNote(result, note, assessment)
}

/** The input of a call whose arguments a person changed. */
function withArgs(input: unknown, args: Record<string, unknown>): unknown {
  return isToolCall(input) ? { ...input, args } : args
}

function isToolCall(input: unknown): input is Record<string, unknown> {
  return isRecord(input) && input.type === 'tool_call'
}

async function rule(guarding: Guarding, input: unknown, config: ToolConfig): Promise<Reviewed> {
  const { tool, guard, defer } = guarding
  const person = defer === 'interrupt' && guard.mayDefer ? personIn(config) : undefined
  const stop = stopperOf(config.signal)
  const decide = async () => {
    const unread = { toolName: '', toolCallId: '', args: input }
    const ruling = await decideOn(guard, unread, () =>
      requestOf(guarding, input, config, person !== undefined),
    )
    if (ruling.kind === 'abort') return ruling
    return withConsent(stop(guard, ruling), () => ({
      messages: stateIn(config),
      configurable: checkpointed(config),
    }))
  }
  if (person) return ruleOrAsk(guard, decide, person, schemaOf(tool))
  const ruling = await decide()
  return ruling.kind === 'open' ? ruling.carryOut() : ruling
}

function requestOf(
  { tool, guard, tools }: Guarding,
  input: unknown,
  config: ToolConfig,
  asksPerson: boolean,
): RulingRequest {
  const isCall = isToolCall(input)
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
    asksPerson,
  }
  const found = find(atHand, config)
  if (typeof found === 'string') return withoutEvidence(call, found)
  return {
    call: { ...call, judgedArgs: writtenByModel(call.args, found.call?.args) },
    evidence: () => evidenceIn(found.seen, guard, config),
    abortSignal: config.signal,
  }
}

/** The conversation that the call came out of, or why there is none to judge it by. */
function find(call: CallAtHand, config: ToolConfig): Conversation | string {
  const given = messagesOf(config.state)
  const messages = stateIn(config)
  if (!messages) return 'there was no conversation to judge by'
  const found = conversationOf(messages, call)
  if (typeof found === 'string' || found.holdsCall || given) return found
  return 'the conversation at hand does not hold the call'
}

/** A node that calls its tools itself hands no state over, but LangGraph keeps the input of the node at hand. */
function stateIn(config: ToolConfig): readonly unknown[] | undefined {
  return messagesOf(config.state) ?? messagesOf(taskInputOf(config))
}

function stateAtHand(config: ToolConfig): readonly unknown[] | undefined {
  try {
    return stateIn(config)
  } catch {
    return undefined
  }
}
