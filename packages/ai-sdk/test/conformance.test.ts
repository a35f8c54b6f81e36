import { type Scenario, type ScenarioReport, testAdapter } from '@handrail/core/testing'
import { jsonSchema, type ToolSet, tool } from 'ai'
import { test } from 'vitest'
import { guardTools } from '../src/index.ts'
import { appGot, hosts, type Run, readText } from './support/host.ts'

for (const [host, run] of Object.entries(hosts))
  testAdapter({
    name: `@handrail/ai-sdk: ${host}`,
    test,
    appOutputUntouched: true,
    async play({ user, tools, steps, guard }: Scenario): Promise<ScenarioReport> {
      const calls = steps.map((step) =>
        step.map(({ toolCallId, toolName, args }) => ({ id: toolCallId, tool: toolName, args })),
      )
      const set: ToolSet = Object.fromEntries(
        tools.map(({ name, execute }) => [
          name,
          tool({
            inputSchema: jsonSchema<Record<string, unknown>>({ type: 'object' }),
            // Not awaited here: a tool that never settles must not keep the SDK from noticing.
            execute: (args) => execute(args),
          }),
        ]),
      )
      try {
        const messages = [{ role: 'user' as const, content: user }]
        return report(await run(calls, guard ? guardTools(set, guard) : set, { messages }))
      } catch (error) {
        return { modelRead: [], appGot: [], error }
      }
    },
  })

function report(run: Run): ScenarioReport {
  const last = run.prompts.at(-1)
  const answered = (last ?? []).flatMap(({ role, content }) => (role === 'tool' ? content : []))
  const results = run.steps
    .flatMap((step) => step.content)
    .filter((part) => part.type === 'tool-result' || part.type === 'tool-error')
  return {
    modelRead: answered.flatMap((part) =>
      part.type === 'tool-result'
        ? [{ toolCallId: part.toolCallId, text: readText(last, part.toolCallId) ?? '' }]
        : [],
    ),
    appGot: results.map(({ toolCallId }) => {
      const got = appGot(run, toolCallId)
      return { toolCallId, output: 'error' in got ? got.error : got.output }
    }),
  }
}
