import { type Guard, type Ruling, type RulingRequest, ruleOn, type ToolAnnotations } from '@handrail/core'
import type { ToolCall } from '@langchain/core/messages/tool'
import { ensureConfig } from '@langchain/core/runnables'
import type { DynamicTool, StructuredToolInterface } from '@langchain/core/tools'
import { errorWithNote, withheldAnswer, withNote } from './answer.ts'
import { type Conversation, conversationOf, evidenceIn, messagesOf } from './conversation.ts'

/** A tool that a guard can be put on. `DynamicTool` is named because strict options keep it out of the interface. */
export type GuardableTool = StructuredToolInterface | DynamicTool

/** What we read of the second argument of `invoke`, whatever it is. */
interface Config {
  readonly state?: unknown
  readonly toolCall?: { readonly id?: unknown } | null
  readonly signal?: AbortSignal
  readonly configurable?: Readonly<Record<string, unknown>>
}

/**
 * Runs a tool as its guard rules. The tool's own run stands outside of everything that we catch, or a fault of ours
 * could run it twice.
 */
export async function runGuarded(
  tool: GuardableTool,
  guard: Guard,
  input: unknown,
  given: unknown,
  run: () => Promise<unknown>,
): Promise<unknown> {
  const config = (typeof given === 'object' && given !== null ? given : {}) as Config
  const ruling = await rule(tool, guard, input, config)
  if (ruling.kind === 'abort') throw ruling.reason
  if (ruling.kind === 'withhold') return withheldAnswer(ruling.proposal, ruling.assessment)
  const { note, assessment } = ruling
  if (note === undefined || !assessment) return run()
  let result: unknown
  try {
    result = await run()
  } catch (error) {
    throw config.signal?.aborted ? error : errorWithNote(error, note)
  }
  return withNote(result, note, assessment)
}

function rule(tool: GuardableTool, guard: Guard, input: unknown, config: Config): Ruling | Promise<Ruling> {
  return ruleOn(guard, { toolName: '', toolCallId: '', args: input }, (): RulingRequest => {
    const isCall = isRecord(input) && input.type === 'tool_call'
    const id = isCall ? input.id : config.toolCall?.id
    const toolName = tool.name
    const toolCallId = typeof id === 'string' ? id : ''
    const args = isCall ? input.args : input
    const found = find(toolName, toolCallId, config)
    const call = { toolName, toolCallId, args, annotations: annotationsOf(tool) }
    if (typeof found === 'string')
      return {
        call,
        evidence: () => {
          throw new Error(found)
        },
      }
    return {
      call: { ...call, args: writtenByModel(args, found.call) },
      evidence: () => evidenceIn(found.seen, guard),
      abortSignal: config.signal,
    }
  })
}

/** The conversation that the call came out of, or why there is none to judge it by. */
function find(toolName: string, toolCallId: string, config: Config): Conversation | string {
  const given = messagesOf(config.state)
  // A node that calls its tools itself hands no state over, but LangGraph keeps the input of the node at hand.
  const messages = given ?? messagesOf(taskInputOf(config))
  if (!messages) return 'there was no conversation to judge by'
  const found = conversationOf(messages, toolCallId)
  if (!found.call && !given) return 'the conversation at hand does not hold the call'
  if (found.call && found.call.name !== toolName) return 'the call came from another tool, not from the model'
  return found
}

function taskInputOf(config: Config): unknown {
  const configurable = config.configurable ?? ensureConfig().configurable
  const scratchpad = configurable?.__pregel_scratchpad as { currentTaskInput?: unknown } | undefined
  return scratchpad?.currentTaskInput
}

/** The arguments that are as the model wrote them: what a middleware put in or changed is not the model's. */
function writtenByModel(args: unknown, call: ToolCall | undefined): unknown {
  const written = call?.args
  if (args === written || !isRecord(args) || !isRecord(written)) return args
  const same = ([name, value]: [string, unknown]) =>
    Object.hasOwn(written, name) && JSON.stringify(value) === JSON.stringify(written[name])
  return Object.fromEntries(Object.entries(args).filter(same))
}

/** What a Model Context Protocol server says about its tool: the MCP adapters keep it in the metadata. */
function annotationsOf(tool: GuardableTool): ToolAnnotations | undefined {
  const { metadata } = tool as { readonly metadata?: unknown }
  return isRecord(metadata) && isRecord(metadata.annotations) ? metadata.annotations : undefined
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
