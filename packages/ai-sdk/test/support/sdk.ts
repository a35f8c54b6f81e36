import type { LanguageModelV4 } from '@ai-sdk/provider'
import * as ai from 'ai'
import manifest from 'ai/package.json' with { type: 'json' }
import * as mocks from 'ai/test'

// What the versions of the SDK call differently, so that the tests are written once, in the words of ai 7.

/** The version of the SDK that the tests run on. */
export const version: string = manifest.version

/** Its major version: 6 or 7. */
export const major = Number.parseInt(version, 10)

/** Whether they run on this version or a later one. */
export function isAtLeast(other: string): boolean {
  return version.localeCompare(other, 'en', { numeric: true }) >= 0
}

/** Whether it is ai 7 or later, which can do more than ai 6. */
export const isSeven = major >= 7

/** Whether it is one of the first versions of ai 6, which check less and end less often. */
export const isEarlySix = !('InvalidToolApprovalSignatureError' in ai)

const six = major < 7

/** `stepCountIs` in ai 6. */
export const isStepCount = exported(six ? 'stepCountIs' : 'isStepCount') as typeof ai.isStepCount

type Answers = Partial<Pick<LanguageModelV4, 'doGenerate' | 'doStream'>>

/** A model of the SDK's own mock class. The shapes that we use are the same in both of its versions. */
export function mockModel(answers: Answers = {}): LanguageModelV4 {
  return six
    ? (new mocks.MockLanguageModelV3(answers as never) as unknown as LanguageModelV4)
    : new mocks.MockLanguageModelV4(answers)
}

/** What ai 6 calls the settings of ai 7, in every host. Those that it does not know at all, it ignores. */
const settingsOf6: Readonly<Record<string, string>> = {
  telemetry: 'experimental_telemetry',
  repairToolCall: 'experimental_repairToolCall',
}

/** Settings of `generateText` and `streamText`. */
export function callSettings<T extends object>(settings: T): T {
  return six ? renamed(settings, { ...settingsOf6, instructions: 'system' }) : settings
}

/** Settings of `ToolLoopAgent`. */
export function agentSettings<T extends object>(settings: T): T {
  return six ? renamed(settings, settingsOf6) : settings
}

function renamed<T extends object>(settings: T, names: Readonly<Record<string, string>>): T {
  return Object.fromEntries(Object.entries(settings).map(([key, value]) => [names[key] ?? key, value])) as T
}

type Register = typeof ai.registerTelemetry

/** Registers a telemetry integration for all calls; `undefined` where the SDK has no such thing, as in ai 6.0.0. */
export const registerTelemetry: Register | undefined = exported(
  six ? 'registerTelemetryIntegration' : 'registerTelemetry',
)

function exported<T>(name: string): T | undefined {
  return name in ai ? ((ai as Readonly<Record<string, unknown>>)[name] as T) : undefined
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
