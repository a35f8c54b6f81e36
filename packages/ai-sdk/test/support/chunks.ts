import { type ModelMessage, streamText, type ToolSet } from 'ai'
import { type Call, scriptedModel } from './host.ts'
import { callSettings } from './sdk.ts'

export interface Chunks {
  /** What `fullStream` says about tools. */
  readonly parts: readonly Record<string, unknown>[]
  /** All that a chat is sent. */
  readonly ui: readonly Record<string, unknown>[]
  /** What the model read in each step. */
  readonly prompts: ReturnType<typeof scriptedModel>['prompts']
}

/** Plays a conversation with `streamText` and keeps every chunk, in order. */
export async function chunksOf(
  steps: readonly (readonly Call[])[],
  tools: ToolSet,
  settings: object = {},
): Promise<Chunks> {
  const { model, prompts } = scriptedModel(steps)
  const messages: ModelMessage[] = [{ role: 'user', content: 'Hello' }]
  const result = streamText({
    ...{ model, tools, messages, onError() {} },
    stopWhen: ({ steps }) => steps.length === 20,
    ...callSettings(settings),
  })
  const [parts, ui] = await Promise.all([all(result.fullStream), all(result.toUIMessageStream())])
  return {
    parts: parts.filter(({ type }) => type.startsWith('tool-')) as never,
    ui: ui as never,
    prompts,
  }
}

async function all<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const chunks: T[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return chunks
}
