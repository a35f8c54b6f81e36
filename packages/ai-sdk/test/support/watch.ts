import { generateText, type ModelMessage, streamText, type ToolSet, tool } from 'ai'
import { z } from 'zod'
import { type Call, scriptedModel } from './host.ts'

const user: ModelMessage = { role: 'user', content: 'Hello' }

/** What a place of the SDK was handed. */
export interface Sight {
  readonly at: string
  readonly id?: string
  readonly messages?: readonly ModelMessage[]
  /** What the messages were when they were handed over. */
  readonly asWas?: readonly string[]
  readonly input?: unknown
  readonly instructions?: unknown
}

const request = { type: 'tool-approval-request', approvalId: 'a_1', toolCallId: 'c_1' } as const
/** A history in which a person has just said yes. */
export const approved: ModelMessage[] = [
  user,
  {
    role: 'assistant',
    content: [
      { type: 'tool-call', toolCallId: 'c_1', toolName: 'get_order', input: { orderId: 'c_1' } },
      request,
    ],
  },
  { role: 'tool', content: [{ type: 'tool-approval-response', approvalId: 'a_1', approved: true }] },
]

/** The functions of the SDK under which all others lie. */
export const bareWays = ['generateText', 'streamText'] as const

/** Plays a conversation without a guard and notes what every place was handed, in order. */
export async function watch(
  way: (typeof bareWays)[number],
  steps: readonly (readonly Call[])[],
  { messages = [user], ...given }: { messages?: ModelMessage[] } & Record<string, unknown> = {},
) {
  const sights: Sight[] = []
  const see = (
    at: string,
    seen: { messages?: ModelMessage[]; input?: unknown; instructions?: unknown },
    id?: string,
  ) => {
    const { messages, input, instructions } = seen
    sights.push({
      at,
      ...(id && { id }),
      ...(messages && { messages, asWas: messages.map((message) => JSON.stringify(message)) }),
      input,
      instructions,
    })
  }
  const get_order = tool({
    inputSchema: z.object({ orderId: z.string() }),
    // How ai 6 asks a person; ai 7 goes by `toolApproval`.
    needsApproval: () => given.approval === 'user-approval',
    async execute(input, { messages, toolCallId }) {
      await new Promise((resolve) => setTimeout(resolve, 1))
      see('execute', { input, messages }, toolCallId)
      return input.orderId
    },
    toModelOutput({ input, output, toolCallId }) {
      see('toModelOutput', { input }, toolCallId)
      return { type: 'text', value: String(output) }
    },
  })
  const telemetry = {
    onStart: (event: Sight) => see('telemetry.onStart', event as never),
    onStepStart: (event: Sight) => see('telemetry.onStepStart', event as never),
    onToolExecutionStart: (event: { toolCall: { input: unknown; toolCallId: string } } & Sight) =>
      see(
        'telemetry.onToolExecutionStart',
        { ...event, input: event.toolCall.input } as never,
        event.toolCall.toolCallId,
      ),
  }
  type Asked = { toolCall: { input: unknown; toolCallId: string }; messages: ModelMessage[] }
  const toolApproval = ({ toolCall, messages }: Asked) => {
    see('toolApproval', { input: toolCall.input, messages }, toolCall.toolCallId)
    return given.approval
  }
  const { model, prompts } = scriptedModel(steps)
  const settings = {
    ...{ model, messages, tools: { get_order } as ToolSet, onError() {} },
    stopWhen: ({ steps }: { steps: readonly unknown[] }) => steps.length === 10,
    prepareStep: ({ messages }: { messages: ModelMessage[] }) => see('prepareStep', { messages }),
    telemetry: { integrations: [telemetry] },
    toolApproval,
    ...given,
  } as never
  const result = way === 'generateText' ? await generateText(settings) : streamText(settings)
  if ('consumeStream' in result) await result.consumeStream()
  const played = await result.steps
  const responses = played.flatMap(({ response }) => response.messages)
  const at = (place: string) => sights.filter((sight) => sight.at === place)
  return { sights, at, prompts, responses, messages }
}
