import type { GuardedToolApproval } from '@handrail/ai-sdk'
import { generateText, isStepCount, simulateReadableStream, streamText, type ToolSet } from 'ai'
import { MockLanguageModelV4 } from 'ai/test'

/** One call of a tool in every step, until all were made. */
export interface Script {
  readonly prompt: string
  readonly calls: readonly { readonly toolName: string; readonly args: unknown }[]
}

/** What a guard is put on by. */
export interface Guarded {
  readonly tools: ToolSet
  readonly toolApproval?: GuardedToolApproval
}

/** Runs a script. */
export type Host = (script: Script, guarded: Guarded) => PromiseLike<unknown>

const usage = {
  inputTokens: { total: 1, noCache: 1, cacheRead: undefined, cacheWrite: undefined },
  outputTokens: { total: 1, text: 1, reasoning: undefined },
}

/** What the model answers in a step. */
function answerTo(script: Script, step: number) {
  const call = script.calls[step]
  const content = call
    ? ([
        {
          type: 'tool-call',
          toolCallId: `call_${step}`,
          toolName: call.toolName,
          input: JSON.stringify(call.args),
        },
      ] as const)
    : ([] as const)
  const finishReason = { unified: call ? 'tool-calls' : 'stop', raw: undefined } as const
  return { content, finishReason }
}

/** A model that follows the script, with no delays. */
function modelOf(script: Script): MockLanguageModelV4 {
  let step = 0
  const model = new MockLanguageModelV4({
    doGenerate: async () => {
      // The mock keeps every prompt, and garbage collection would go through all of them again and again.
      model.doGenerateCalls.length = 0
      const { content, finishReason } = answerTo(script, step++)
      return { content: [...content], finishReason, usage, warnings: [] }
    },
    doStream: async () => {
      model.doStreamCalls.length = 0
      const { content, finishReason } = answerTo(script, step++)
      return {
        stream: simulateReadableStream({
          // The default delays would be all that is measured.
          ...{ initialDelayInMs: null, chunkDelayInMs: null },
          chunks: [
            { type: 'stream-start', warnings: [] },
            ...content,
            { type: 'finish', finishReason, usage },
          ],
        }),
      }
    },
  })
  return model
}

const settingsOf = (script: Script, guarded: Guarded) => ({
  ...guarded,
  model: modelOf(script),
  prompt: script.prompt,
  stopWhen: isStepCount(script.calls.length + 1),
})

/** The ways of the SDK to run a loop of tool calls. */
export const hosts = {
  generateText: (script, guarded) => generateText(settingsOf(script, guarded)),
  streamText: (script, guarded) => streamText(settingsOf(script, guarded)).consumeStream(),
} satisfies Readonly<Record<string, Host>>

/** The name of a host. */
export type HostName = keyof typeof hosts
