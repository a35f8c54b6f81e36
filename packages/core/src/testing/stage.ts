import { describeError } from '../errors.ts'
import type { Guard } from '../guard/guard.ts'
import type { GuardRecord } from '../guard/record.ts'
import { NOTE_MARKER } from '../note-marker.ts'
import { check, checkSame } from './assert.ts'
import type { AdapterHarness, Scenario, ScenarioCall, ScenarioReport } from './harness.ts'

/** A rule that every adapter keeps. */
export interface Law {
  readonly name: string
  /** Throws a plain error when the adapter breaks it. */
  readonly holds: (harness: AdapterHarness) => Promise<void>
}

/** A scenario without its guard: what the user says, what the tools do, what the model calls step by step. */
export interface Plot {
  readonly user: string
  /** What each tool does, by name. */
  readonly tools: Readonly<Record<string, (args: Readonly<Record<string, unknown>>) => unknown>>
  readonly steps: Scenario['steps']
}

/** What came of a plot. */
export interface Played {
  readonly report: ScenarioReport
  /** How often a tool ran. */
  ran(toolName: string): number
  /** The text that the model read for a call. Fails the law when there is none. */
  read(toolCallId: string): string
  /** The guard's records of this run. */
  records(): readonly GuardRecord[]
  /** The guard's record of a call. Fails the law unless there is exactly one. */
  record(toolCallId: string): GuardRecord
}

/** A call of the mock model. */
export function call(toolCallId: string, toolName: string, args: Record<string, unknown>): ScenarioCall {
  return { toolCallId, toolName, args }
}

/** Plays a plot on the real framework, with a guard or without, and counts how often each tool runs. */
export async function play(harness: AdapterHarness, plot: Plot, guard: Guard | undefined): Promise<Played> {
  const runs = new Map<string, number>()
  const tools = Object.entries(plot.tools).map(([name, execute]) => ({
    name,
    execute: (args: Readonly<Record<string, unknown>>) => {
      runs.set(name, (runs.get(name) ?? 0) + 1)
      return execute(args)
    },
  }))
  const before = guard?.records().at(-1)?.sequence ?? 0
  const report = await harness.play({ user: plot.user, tools, steps: plot.steps, guard })
  const records = () => guard?.records().filter(({ sequence }) => sequence > before) ?? []
  return {
    report,
    ran: (toolName) => runs.get(toolName) ?? 0,
    records,
    read(toolCallId) {
      const texts = report.modelRead.filter((each) => each.toolCallId === toolCallId)
      check(
        texts.length === 1,
        `the model reads ${texts.length} results for call ${toolCallId}${failure(report)}`,
      )
      return texts[0]?.text ?? ''
    },
    record(toolCallId) {
      const found = records().filter(({ assessment }) => assessment.call.toolCallId === toolCallId)
      check(found.length === 1, `there are ${found.length} records of call ${toolCallId}, not one`)
      return found[0] as GuardRecord
    },
  }
}

/** Fails the law unless a guarded run is the unguarded one to the last letter, for the model and the app. */
export function checkUntouched(guarded: Played, unguarded: Played, plot: Plot): void {
  checkSame(guarded.report.error, unguarded.report.error, 'the error of the run')
  checkSame(guarded.report.modelRead, unguarded.report.modelRead, 'what the model reads')
  checkSame(guarded.report.appGot, unguarded.report.appGot, 'what the app gets')
  for (const name of Object.keys(plot.tools))
    checkSame(guarded.ran(name), unguarded.ran(name), `how often \`${name}\` ran`)
}

/** Fails the law when the run ended with an error. */
export function checkWentOn({ report }: Played): void {
  check(!('error' in report) || report.error === undefined, `the run failed${failure(report)}`)
}

/** Fails the law unless there is one record of each call, and its outcome says whether the tool ran. */
export function checkRecords(played: Played, plot: Plot, dispatched: (call: ScenarioCall) => boolean): void {
  checkSame(played.records().length, plot.steps.flat().length, 'how many records there are')
  for (const each of plot.steps.flat()) {
    const { outcome } = played.record(each.toolCallId)
    checkSame(outcome.dispatched, dispatched(each), `whether the record of ${each.toolCallId} says it ran`)
  }
}

/** The lines of ours in a text. */
export function notesIn(text: string): readonly string[] {
  return text.split('\n').filter((line) => line.startsWith(NOTE_MARKER))
}

/** Everything that a record says about what went wrong. */
export function faultsOf({ faults, assessment, proposal }: GuardRecord): string {
  return [...faults, assessment.decision.reason, proposal.reason].join('\n')
}

function failure({ error }: ScenarioReport): string {
  return error === undefined ? '' : ` (${describeError(error)})`
}
