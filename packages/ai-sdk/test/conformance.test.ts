import type { Guard } from '@handrail/core'
import { type Scenario, type ScenarioReport, testAdapter } from '@handrail/core/testing'
import { jsonSchema, type ToolSet, tool } from 'ai'
import { test } from 'vitest'
import { guardTools, withHandrail } from '../src/index.ts'
import { appGot, hosts, type Run, readText } from './support/host.ts'
import { major } from './support/sdk.ts'

/** How the guard is put on the tools, and what else the SDK is given. */
const ways = {
  guardTools: (tools: ToolSet, guard: Guard) => ({ tools: guardTools(tools, guard) }),
  ...(major >= 7 && { withHandrail: (tools: ToolSet, guard: Guard) => withHandrail({ tools }, guard) }),
}
const plays = Object.entries(ways).flatMap(([way, put]) =>
  Object.entries(hosts).map(([host, run]) => ({ name: `${way}, ${host}`, put, run })),
)

for (const { name, put, run } of plays)
  testAdapter({
    name: `@handrail/ai-sdk: ${name}`,
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
        if (!guard) return report(await run(calls, set, { messages }))
        const { tools: guarded, ...settings } = put(set, guard)
        return report(await run(calls, guarded, { messages, settings }))
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
