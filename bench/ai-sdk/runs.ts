import { guardTools } from '@handrail/ai-sdk'
import { createGuard, type Guard, type GuardOptions } from '@handrail/core'
import { type ModelMessage, type ToolExecutionOptions, type ToolSet, tool } from 'ai'
import { z } from 'zod'
import { GuardTimer } from './guard-timer.ts'
import type { Host } from './hosts.ts'
import { TOOL, type Workload } from './workload.ts'

/** A run of a workload. */
export interface Run {
  /** How long it took, in milliseconds. */
  readonly total: number
  /** How long each call took to reach its tool, in milliseconds since the one before did, or since the run began. */
  readonly steps: readonly number[]
  /** What the model was shown. */
  readonly messages: readonly ModelMessage[]
}

/** What the guard was told in a way that measures it: it acts, and never tires. */
const options: GuardOptions = { handler: 'enforce', maxActuations: Number.MAX_SAFE_INTEGER }

type Execute = (input: unknown, options: ToolExecutionOptions<never>) => unknown
interface Rendering {
  readonly toolCallId: string
  readonly output: unknown
}
type Render = (rendering: Rendering) => unknown

/** Runs a workload without a guard. */
export function runPlain(host: Host, workload: Workload): Promise<Run> {
  return run(host, workload, (answer) => ({ [TOOL]: toolOf(answer) }))
}

/** Runs a workload with a guard. */
export async function runGuarded(host: Host, workload: Workload): Promise<Run> {
  return run(host, workload, (answer) => guardTools({ [TOOL]: toolOf(answer) }, createGuard(options)))
}

/** Runs a workload with a guard and measures what the guard adds. */
export async function runTimed(
  host: Host,
  workload: Workload,
): Promise<Run & { readonly guard: GuardTimer }> {
  const timer = new GuardTimer(workload.answers.length)
  let guard: Guard | undefined
  const made = await run(host, workload, (answer) => {
    const answered = timer.hosts((_: number, ...args: Parameters<Execute>) => answer(...args))
    // What the SDK does itself where a tool has no `toModelOutput` is not ours.
    const rendered = timer.hosts((_: number, output: unknown) => ({
      type: 'json',
      value: JSON.parse(JSON.stringify(output)),
    }))
    const inner = {
      ...toolOf((input, options) => answered(callOf(options), input, options)),
      toModelOutput: (rendering: Rendering) => rendered(callOf(rendering), rendering.output),
    } as ToolSet[string]
    const guarded = timer.setUp(() => {
      guard = createGuard(options)
      return guardTools({ [TOOL]: inner }, guard)
    })[TOOL] as unknown as { execute: Execute; toModelOutput: Render }
    const { execute, toModelOutput } = guarded
    const judged = timer.guards((_: number, ...args: Parameters<Execute>) => execute(...args))
    const shown = timer.guards((_: number, rendering: Rendering) => toModelOutput(rendering))
    return {
      [TOOL]: {
        ...guarded,
        execute: (input: unknown, options: ToolExecutionOptions<never>) =>
          judged(callOf(options), input, options),
        toModelOutput: (rendering: Rendering) => shown(callOf(rendering), rendering),
      } as unknown as ToolSet[string],
    }
  })
  check(guard, workload)
  return { ...made, guard: timer }
}

async function run(host: Host, workload: Workload, toolsOf: (answer: Execute) => ToolSet): Promise<Run> {
  const steps: number[] = []
  const start = performance.now()
  let last = start
  const tools = toolsOf(async () => {
    const now = performance.now()
    steps.push(now - last)
    last = now
    return workload.answers[steps.length - 1]
  })
  const messages = await host(workload.script, tools)
  const total = performance.now() - start
  if (steps.length !== workload.answers.length)
    throw new Error(`${steps.length} of ${workload.answers.length} calls reached their tool`)
  return { total, steps, messages }
}

function toolOf(execute: Execute): ToolSet[string] {
  return tool({
    description: 'Brings a record up to date.',
    inputSchema: z.object({ record_id: z.string() }),
    execute: execute as (input: { record_id: string }) => unknown,
  })
}

/** The number of a call, from the id that the model gave it. */
function callOf({ toolCallId }: { readonly toolCallId: string }): number {
  return Number(toolCallId.slice('call_'.length))
}

/** What is measured must be what is claimed: every call judged, and warned about where its id is made up. */
function check(guard: Guard | undefined, { ids, answers }: Workload): void {
  const expected = ids === 'minted' ? 'WARN' : 'OBSERVE'
  const right = (guard?.records() ?? []).filter(
    ({ assessment, outcome, faults }) =>
      assessment.verdict.args[0]?.stance === (ids === 'minted' ? 'UNSUPPORTED' : 'SUPPORTED') &&
      outcome.intervention === expected &&
      faults.length === 0,
  )
  if (right.length !== answers.length)
    throw new Error(`${right.length} of ${answers.length} calls with ids ${ids} ended in ${expected}`)
}
