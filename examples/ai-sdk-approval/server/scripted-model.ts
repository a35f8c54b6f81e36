import { type ModelMessage, simulateReadableStream } from 'ai'
import { MockLanguageModelV4 } from 'ai/test'
import { type Call, nextStep } from './script.ts'

/** Between two words, in milliseconds: as fast as a model writes. */
const PACE = 25

const usage = {
  inputTokens: { total: undefined, noCache: undefined, cacheRead: undefined, cacheWrite: undefined },
  outputTokens: { total: undefined, text: undefined, reasoning: undefined },
}

/** A model that plays the script, with no API key. */
export function scriptedModel({ pace = PACE } = {}) {
  return new MockLanguageModelV4({
    doStream: async ({ prompt }) => {
      const { says, call } = nextStep(prompt as ModelMessage[])
      return {
        stream: simulateReadableStream({
          initialDelayInMs: pace * 10,
          chunkDelayInMs: pace,
          chunks: [
            { type: 'stream-start', warnings: [] },
            { type: 'text-start', id: 'text' },
            ...says.split(/(?<= )/).map((delta) => ({ type: 'text-delta', id: 'text', delta }) as const),
            { type: 'text-end', id: 'text' },
            ...(call ? [toolCall(call)] : []),
            {
              type: 'finish',
              finishReason: { unified: call ? 'tool-calls' : 'stop', raw: undefined },
              usage,
            },
          ],
        }),
      }
    },
  })
}

function toolCall({ toolName, input }: Call) {
  return {
    type: 'tool-call',
    toolCallId: crypto.randomUUID(),
    toolName,
    input: JSON.stringify(input),
  } as const
}
