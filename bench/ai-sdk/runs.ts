import { type CallAtGate, guardTools, withHandrail } from '@handrail/ai-sdk'
import { Corpus, createGuard, type Guard, type GuardOptions } from '@handrail/core'
import { type ToolExecutionOptions, type ToolSet, tool } from 'ai'
import { z } from 'zod'
import { consume } from '../measure/sink.ts'
import { GuardTimer } from './guard-timer.ts'
import type { Guarded, Host } from './hosts.ts'
import { TOOL, type Workload } from './workload.ts'

/** A run of a workload. */
export interface Run {
  /** How long it took, in milliseconds. */
  readonly total: number
  /** How long each call took to reach its tool, in milliseconds since the one before did, or since the run began. */
  readonly steps: readonly number[]
}

/** The ways to put a guard on tools. */
export const ways = {
  guardTools: (tools, guard) => ({ tools: guardTools(tools, guard) }),
  withHandrail: (tools, guard) => withHandrail({ tools }, guard),
} satisfies Readonly<Record<string, (tools: ToolSet, guard: Guard) => Guarded>>

/** The name of a way. */
export type Way = keyof typeof ways

/** It acts, and never tires. */
const options: GuardOptions = { handler: 'enforce', maxActuations: Number.MAX_SAFE_INTEGER }

/** Runs a workload without a guard. */
export function runPlain(host: Host, workload: Workload): Promise<Run> {
  return run(host, workload, (answer) => ({ tools: toolsOf(answer) }))
}

/** Runs a workload with a guard. */
export function runGuarded(host: Host, workload: Workload, way: Way): Promise<Run> {
  return run(host, workload, (answer) => ways[way](toolsOf(answer), createGuard(options)))
}

/** Runs a workload without a guard, and indexes each result as it comes. Gives how many milliseconds that took. */
export async function runIndexing(host: Host, workload: Workload): Promise<number> {
  const corpus = new Corpus()
  let elapsed = 0
  const index = (content: unknown, { toolCallId }: Called) => {
    const start = performance.now()
    corpus.append({ kind: 'result', toolCallId, toolName: TOOL, content })
    // Without that a corpus may never learn it.
    consume(corpus.footprint.tokens)
    elapsed += performance.now() - start
    return content
  }
  await run(host, workload, (answer) => ({
    tools: toolsOf((input, called) => index(answer(input, called), called)),
  }))
  return elapsed
}

/** Runs a workload with a guard and measures what the guard adds. */
export async function runTimed(
  host: Host,
  workload: Workload,
  way: Way,
): Promise<Run & { readonly guard: GuardTimer }> {
  const timer = new GuardTimer(workload.answers.length)
  const guard = createGuard(options)
  const made = await run(host, workload, (answer) => {
    const answered = timer.hosts((_, input: unknown, called: Called) => answer(input, called))
    // What the SDK does itself where a tool has no `toModelOutput` is not ours.
    const rendered = timer.hosts((_, output: unknown) => ({
      type: 'json',
      value: JSON.parse(JSON.stringify(output)),
    }))
    const [inner] = Object.values(toolsOf((input, called) => answered(callOf(called), input, called)))
    const render = (rendering: Rendering) => rendered(callOf(rendering), rendering.output)
    const guarded = timer.setUp(() => ways[way](toolSet({ ...inner, toModelOutput: render }), guard))
    return timed(guarded, timer)
  })
  check(guard, workload)
  return { ...made, guard: timer }
}

/** What the SDK calls of a guard, with a watch on it. */
function timed({ tools, toolApproval }: Guarded, timer: GuardTimer): Guarded {
  const { execute, toModelOutput } = tools[TOOL] as unknown as TimedTool
  const run = timer.guards((_, input: unknown, called: Called) => execute(input, called))
  const render = timer.guards((_, rendering: Rendering) => toModelOutput(rendering))
  const watched = toolSet({
    ...tools[TOOL],
    execute: (input: unknown, called: Called) => run(callOf(called), input, called),
    toModelOutput: (rendering: Rendering) => render(callOf(rendering), rendering),
  })
  if (toolApproval === undefined) return { tools: watched }
  const ask = timer.guardsLater((_, options: CallAtGate) => toolApproval(options))
  return { tools: watched, toolApproval: (options) => ask(callOf(options.toolCall), options) }
}

type Called = Pick<ToolExecutionOptions<never>, 'toolCallId'>
type Execute = (input: unknown, called: Called) => unknown
interface Rendering {
  readonly toolCallId: string
  readonly output: unknown
}
interface TimedTool {
  readonly execute: Execute
  readonly toModelOutput: (rendering: Rendering) => unknown
}

async function run(
  host: Host,
  { script, answers }: Workload,
  guardedBy: (answer: Execute) => Guarded,
): Promise<Run> {
  const steps: number[] = []
  const start = performance.now()
  let last = start
  const guarded = guardedBy(() => {
    const now = performance.now()
    steps.push(now - last)
    last = now
    return answers[steps.length - 1]
  })
  await host(script, guarded)
  const total = performance.now() - start
  if (steps.length !== answers.length)
    throw new Error(`${steps.length} of ${answers.length} calls reached their tool`)
  return { total, steps }
}

function toolsOf(answer: Execute): ToolSet {
  return {
    [TOOL]: tool({
      description: 'Brings a record up to date.',
      inputSchema: z.object({ record_id: z.string() }),
      execute: async (input, called) => answer(input, called),
    }),
  }
}

/** A tool with members that are typed more loosely than the SDK's. */
function toolSet(changed: object): ToolSet {
  return { [TOOL]: changed as ToolSet[string] }
}

/** The number of a call, from the id that the model gave it. */
function callOf({ toolCallId }: Called): number {
  return Number(toolCallId.slice('call_'.length))
}

/** What is measured must be what is claimed: every call judged once, and warned about where its id is made up. */
function check(guard: Guard, { ids, answers }: Workload): void {
  const [stance, rung] = ids === 'minted' ? ['UNSUPPORTED', 'WARN'] : ['SUPPORTED', 'OBSERVE']
  const records = guard.records()
  const right = records.filter(
    ({ assessment, outcome, faults }) =>
      assessment.verdict.args[0]?.stance === stance && outcome.intervention === rung && faults.length === 0,
  )
  if (right.length !== answers.length || records.length !== answers.length)
    throw new Error(
      `${right.length} of ${records.length} records of ${answers.length} calls with ids ${ids} are ${stance} and ${rung}`,
    )
}
