import type { LanguageModelV4CallOptions, LanguageModelV4StreamPart } from '@ai-sdk/provider'
import {
  generateText,
  type ModelMessage,
  readUIMessageStream,
  type StepResult,
  simulateReadableStream,
  streamText,
  ToolLoopAgent,
  type ToolSet,
  type UIMessage,
} from 'ai'
import { agentSettings, callSettings, isStepCount, mockModel, responseMessagesOf } from './sdk.ts'

export { major } from './sdk.ts'

/** A call that the mock model makes. */
export interface Call {
  readonly id: string
  readonly tool: string
  readonly args: unknown
  /** The input as the model wrote it, where it is no JSON. */
  readonly input?: string
  /** Set for a tool that the provider runs: its result comes in the same answer. */
  readonly providerResult?: unknown
}

type Content = Exclude<LanguageModelV4StreamPart, { type: 'stream-start' }>

const usage = {
  inputTokens: { total: 1, noCache: 1, cacheRead: undefined, cacheWrite: undefined },
  outputTokens: { total: 1, text: 1, reasoning: undefined },
}

/** A model that makes the given calls step by step and then says `done`. */
export function scriptedModel(steps: readonly (readonly Call[])[]) {
  const prompts: LanguageModelV4CallOptions['prompt'][] = []
  const answer = (options: LanguageModelV4CallOptions) => {
    prompts.push(options.prompt)
    const calls = steps[prompts.length - 1] ?? []
    const content = calls.flatMap(({ id, tool, args, ...call }): Content[] => {
      const common = { toolCallId: id, toolName: tool }
      const input = call.input ?? JSON.stringify(args)
      if (!('providerResult' in call)) return [{ type: 'tool-call', ...common, input }]
      return [
        { type: 'tool-call', ...common, input, providerExecuted: true },
        { type: 'tool-result', ...common, result: call.providerResult as never },
      ]
    })
    const finishReason = {
      unified: calls.some((call) => !('providerResult' in call)) ? 'tool-calls' : 'stop',
      raw: undefined,
    } as const
    return { content, finishReason }
  }
  const model = mockModel({
    doGenerate: async (options) => {
      const { content, finishReason } = answer(options)
      const text = { type: 'text', text: 'done' } as const
      return { content: (content.length > 0 ? content : [text]) as never, finishReason, usage, warnings: [] }
    },
    doStream: async (options) => {
      const { content, finishReason } = answer(options)
      const text = [
        { type: 'text-start', id: '0' },
        { type: 'text-delta', id: '0', delta: 'done' },
        { type: 'text-end', id: '0' },
      ] as const
      return {
        stream: simulateReadableStream<LanguageModelV4StreamPart>({
          initialDelayInMs: null,
          chunkDelayInMs: null,
          chunks: [
            { type: 'stream-start', warnings: [] },
            ...(content.length > 0 ? content : text),
            { type: 'finish', finishReason, usage },
          ],
        }),
      }
    },
  })
  return { model, prompts }
}

export interface RunOptions {
  readonly messages?: readonly ModelMessage[]
  readonly abortSignal?: AbortSignal
  /** More settings of the call. */
  readonly settings?: object
}

export interface Run {
  /** What the model read in each step. */
  readonly prompts: readonly LanguageModelV4CallOptions['prompt'][]
  readonly steps: readonly StepResult<ToolSet, never>[]
  /** The messages that an app would store. */
  readonly messages: readonly ModelMessage[]
  /** The message that a chat would show; only where the host streams. */
  readonly ui?: UIMessage | undefined
}

type Host = (steps: readonly (readonly Call[])[], tools: ToolSet, options?: RunOptions) => Promise<Run>

const user: ModelMessage[] = [{ role: 'user', content: 'Hello' }]
const allowSystem = { allowSystemInMessages: true, stopWhen: isStepCount(50) }

/** The hosts of the SDK that run tools. */
export const hosts: Readonly<
  Record<'generateText' | 'streamText' | 'ToolLoopAgent' | 'ToolLoopAgent.stream', Host>
> = {
  async generateText(steps, tools, options = {}) {
    const { model, prompts } = scriptedModel(steps)
    const result = await generateText({ model, tools, ...allowSystem, ...callSettings(base(options)) })
    return { prompts, steps: result.steps as never, messages: await responseMessagesOf(result) }
  },
  async streamText(steps, tools, options = {}) {
    const { model, prompts } = scriptedModel(steps)
    const result = streamText({ model, tools, ...allowSystem, onError() {}, ...callSettings(base(options)) })
    return collect(result as never, prompts)
  },
  async ToolLoopAgent(steps, tools, options = {}) {
    const { model, prompts } = scriptedModel(steps)
    const agent = new ToolLoopAgent({
      model,
      tools,
      ...allowSystem,
      ...agentSettings(options.settings ?? {}),
    })
    const result = await agent.generate(base({ ...options, settings: {} }))
    return { prompts, steps: result.steps as never, messages: await responseMessagesOf(result) }
  },
  async 'ToolLoopAgent.stream'(steps, tools, options = {}) {
    const { model, prompts } = scriptedModel(steps)
    const agent = new ToolLoopAgent({
      model,
      tools,
      ...allowSystem,
      ...agentSettings(options.settings ?? {}),
    })
    const result = await agent.stream(base({ ...options, settings: {} }))
    return collect(result as never, prompts)
  },
}

function base({ messages = user, abortSignal, settings }: RunOptions) {
  return { messages: [...messages], ...(abortSignal && { abortSignal }), ...settings }
}

async function collect(
  result: ReturnType<typeof streamText>,
  prompts: LanguageModelV4CallOptions['prompt'][],
): Promise<Run> {
  let ui: UIMessage | undefined
  for await (const message of readUIMessageStream({ stream: result.toUIMessageStream() })) ui = message
  return { prompts, steps: (await result.steps) as never, messages: await responseMessagesOf(result), ui }
}

/** The text that the model read for a call in a prompt; `undefined` when there is none. */
export function readText(
  prompt: LanguageModelV4CallOptions['prompt'] | undefined,
  id: string,
): string | undefined {
  const output = readOutput(prompt, id)
  switch (output?.type) {
    case 'text':
    case 'error-text':
      return output.value
    case 'json':
    case 'error-json':
      return JSON.stringify(output.value)
    case 'content':
      return output.value.map((part) => (part.type === 'text' ? part.text : `<${part.type}>`)).join('\n')
    case 'execution-denied':
      return output.reason ?? 'Tool call execution denied.'
    default:
      return undefined
  }
}

/** The output that the model read for a call in a prompt. */
export function readOutput(prompt: LanguageModelV4CallOptions['prompt'] | undefined, id: string) {
  type Part = Exclude<LanguageModelV4CallOptions['prompt'][number]['content'], string>[number]
  const parts = (prompt ?? []).flatMap(({ content }): readonly Part[] =>
    typeof content === 'string' ? [] : content,
  )
  const results = parts.filter((part) => part.type === 'tool-result')
  return results.findLast((part) => part.toolCallId === id)?.output
}

/** What the app got for a call: the output, or the error. */
export function appGot(run: Run, id: string): { output?: unknown; error?: unknown } {
  const parts = run.steps.flatMap((step) => step.content)
  const part = parts.findLast(
    (part) => (part.type === 'tool-result' || part.type === 'tool-error') && part.toolCallId === id,
  )
  if (part?.type === 'tool-error') return { error: part.error }
  return part?.type === 'tool-result' ? { output: part.output } : {}
}
