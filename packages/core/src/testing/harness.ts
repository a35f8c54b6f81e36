import type { Guard } from '../guard/guard.ts'

/** A tool of a scenario. It takes any object. */
export interface ScenarioTool {
  readonly name: string
  /** What the tool does. Counts as run once it is called, whatever it returns, throws or never settles. */
  readonly execute: (args: Readonly<Record<string, unknown>>) => unknown
}

/** A call that the mock model makes. */
export interface ScenarioCall {
  readonly toolCallId: string
  readonly toolName: string
  readonly args: Readonly<Record<string, unknown>>
}

/** A conversation to play on the real framework. */
export interface Scenario {
  /** What the user says first. */
  readonly user: string
  readonly tools: readonly ScenarioTool[]
  /** The calls of each step of the mock model. After the last step it says a closing text and the run ends. */
  readonly steps: readonly (readonly ScenarioCall[])[]
  /** The guard to put on the tools; `undefined` plays the scenario with the tools as they are. */
  readonly guard: Guard | undefined
}

/** What came of a scenario. */
export interface ScenarioReport {
  /** The text that the model read for each call in the prompt of the last step, in order. */
  readonly modelRead: readonly { readonly toolCallId: string; readonly text: string }[]
  /** What the framework gave the app for each call that has a result, in order. */
  readonly appGot: readonly { readonly toolCallId: string; readonly output: unknown }[]
  /** What the run rejected with, if it did. */
  readonly error?: unknown
}

/** What an adapter's test hands to the kit. */
export interface AdapterHarness {
  /** The adapter's name, for the names of the tests. */
  readonly name: string
  /** Declares a test: `test` of vitest, of `node:test`, or any like them. */
  readonly test: (name: string, run: () => Promise<void>) => unknown
  /** Plays a scenario on the real framework with its own mock model. */
  readonly play: (scenario: Scenario) => Promise<ScenarioReport>
  /**
   * Whether the app's own result stays as the tool returned it when the model reads a note. Where the framework has one
   * result for both, the app sees the note too.
   */
  readonly appOutputUntouched: boolean
  /**
   * Whether DEFER asks a person in this host, and so blocks in a scenario, where nobody can be asked. `false` by default:
   * the model is sent back.
   */
  readonly blocksOnDefer?: boolean
}
