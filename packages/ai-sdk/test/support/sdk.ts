import type { LanguageModelV4 } from '@ai-sdk/provider'
import * as ai from 'ai'
import manifest from 'ai/package.json' with { type: 'json' }
import * as mocks from 'ai/test'

// What the versions of the SDK call differently, so that the tests are written once, in the words of ai 7.

/** The version of the SDK that the tests run on. */
export const version: string = manifest.version

/** Its major version: 6 or 7. */
export const major = Number.parseInt(version, 10)

const six = major < 7

/** `stepCountIs` in ai 6. */
export const isStepCount: typeof ai.isStepCount = six
  ? (ai as unknown as { stepCountIs: typeof ai.isStepCount }).stepCountIs
  : ai.isStepCount

type Answers = Partial<Pick<LanguageModelV4, 'doGenerate' | 'doStream'>>

/** A model of the SDK's own mock class. The shapes that we use are the same in both of its versions. */
export function mockModel(answers: Answers = {}): LanguageModelV4 {
  return six
    ? (new mocks.MockLanguageModelV3(answers as never) as unknown as LanguageModelV4)
    : new mocks.MockLanguageModelV4(answers)
}

/** Settings of `generateText` and `streamText`; those of `ToolLoopAgent` are called the same in both versions. */
export function callSettings<T extends object>(settings: T): T {
  if (!six || !('instructions' in settings)) return settings
  const { instructions: system, ...rest } = settings
  return { ...rest, system } as unknown as T
}

interface Result6 {
  readonly response: PromiseLike<{ readonly messages: ai.ModelMessage[] }>
}

/** The messages that an app would store: `response.messages` in ai 6. */
export async function responseMessagesOf(result: {
  readonly responseMessages: ai.ModelMessage[] | PromiseLike<ai.ModelMessage[]>
}): Promise<ai.ModelMessage[]> {
  return six ? (await (result as unknown as Result6).response).messages : result.responseMessages
}

/** The tools, each of which asks a person first: in ai 6 the only way to ask. */
export function askingFirst<T extends ai.ToolSet>(tools: T): T {
  const asking = Object.entries(tools).map(([name, tool]) => [name, { ...tool, needsApproval: true }])
  return Object.fromEntries(asking) as T
}
