import type { Guard } from '../../src/index.ts'
import type {
  AdapterHarness,
  Scenario,
  ScenarioCall,
  ScenarioReport,
  ScenarioTool,
} from '../../src/testing.ts'

/** What the framework keeps of a conversation. */
export type Message =
  | { readonly role: 'user'; readonly text: string }
  | { readonly role: 'call'; readonly call: ScenarioCall }
  | { readonly role: 'tool'; readonly call: ScenarioCall; readonly text: string; readonly failed: boolean }

/** What comes of a call: what the model reads, and what the app gets. */
export interface Answer {
  readonly text: string
  readonly output: unknown
  readonly failed: boolean
}

/** What an adapter of this framework does in place of running a tool. */
export type Adapter = (
  guard: Guard,
  call: ScenarioCall,
  seen: readonly Message[],
  run: (args?: ScenarioCall['args']) => Promise<Answer>,
) => Promise<Answer>

/** Runs a tool. What it throws is read by the model; a result that is no JSON ends the run, as in real frameworks. */
async function runTool(tool: ScenarioTool, args: ScenarioCall['args']): Promise<Answer> {
  let output: unknown
  try {
    output = await tool.execute(args)
  } catch (error) {
    return { text: String(error), output: String(error), failed: true }
  }
  const text = typeof output === 'string' ? output : (JSON.stringify(output) ?? String(output))
  return { text, output, failed: false }
}

/**
 * A framework that fits on a page, with an adapter in it.
 *
 * @param parallel `false` hands an adapter the results of the same step too, and not the calls of that step, by which a
 * guard could tell.
 */
export function fakeHarness(test: AdapterHarness['test'], adapter: Adapter, parallel = true): AdapterHarness {
  const play = async ({ user, tools, steps, guard }: Scenario): Promise<ScenarioReport> => {
    const messages: Message[] = [{ role: 'user', text: user }]
    const modelRead: { toolCallId: string; text: string }[] = []
    const appGot: { toolCallId: string; output: unknown }[] = []
    const answer = (call: ScenarioCall, seen: readonly Message[]): Promise<Answer> => {
      const tool = tools.find(({ name }) => name === call.toolName)
      if (!tool) throw new Error(`there is no tool ${call.toolName}`)
      const copy: ScenarioCall = { ...call, args: JSON.parse(JSON.stringify(call.args)) }
      const run = (args = copy.args) => runTool(tool, args)
      return guard ? adapter(guard, copy, seen, run) : run()
    }
    const take = (call: ScenarioCall, { text, output, failed }: Answer) => {
      messages.push({ role: 'tool', call, text, failed })
      modelRead.push({ toolCallId: call.toolCallId, text })
      appGot.push({ toolCallId: call.toolCallId, output })
    }
    try {
      for (const step of steps) {
        const seen = [...messages]
        messages.push(...step.map((call) => ({ role: 'call' as const, call })))
        if (parallel) {
          const answers = await Promise.all(step.map((call) => answer(call, seen)))
          for (const [index, call] of step.entries()) take(call, answers[index] as Answer)
        } else
          for (const call of step) {
            const isOfStep = (message: Message) => message.role === 'call' && step.includes(message.call)
            const known = messages.filter((message) => !isOfStep(message))
            take(call, await answer(call, known))
          }
      }
    } catch (error) {
      return { modelRead, appGot, error }
    }
    return { modelRead, appGot }
  }
  return { name: 'fake', test, appOutputUntouched: true, play }
}
