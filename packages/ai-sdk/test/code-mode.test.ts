import { createGuard } from '@handrail/core'
import type { ModelMessage, Tool, ToolSet } from 'ai'
import * as ai from 'ai'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { guardTools } from '../src/index.ts'
import { appGot, hosts, readText } from './support/host.ts'

const minted = 'ORD-77310942'
const real = 'ORD-20117754'
const messages: ModelMessage[] = [{ role: 'user', content: `Cancel ${real}.` }]

/** A tool that calls others, in the words of the SDK: the model sends a list of calls instead of a program. */
function scriptTool(): Tool {
  const inputSchema = z.object({ calls: z.array(z.object({ tool: z.string(), orderId: z.string() })) })
  const bind = (tools: ToolSet) =>
    ai.tool({
      inputSchema,
      // As `@ai-sdk/code-mode` does it: the options of the outer call, with an id of its own for each inner one.
      async execute({ calls }, options) {
        const answers: unknown[] = []
        for (const [at, { tool, orderId }] of calls.entries()) {
          const inner = { ...options, toolCallId: `${options.toolCallId}.${at}` }
          const run = async () => tools[tool]?.execute?.({ orderId }, inner as never)
          answers.push(await run().catch(String))
        }
        return answers
      },
    })
  return ai.experimental_toolCaller(bind({}), { type: 'local', bind: bind as never })
}

function shop() {
  const ran: string[] = []
  const inputSchema = z.object({ orderId: z.string() })
  const order = (name: string) =>
    ai.tool({ inputSchema, execute: async ({ orderId }) => ran.push(`${name} ${orderId}`) && `${name} done` })
  const tools: ToolSet = {
    script: scriptTool(),
    update_order: order('update_order'),
    cancel_order: order('cancel_order'),
  }
  const guard = createGuard({ handler: 'enforce' })
  const experimental_toolCallers = { update_order: ['script'], cancel_order: ['script'] }
  return { ran, guard, tools, guarded: guardTools(tools, guard), settings: { experimental_toolCallers } }
}

const scripted = (...calls: { tool: string; orderId: string }[]) => [
  [{ id: 'call_1', tool: 'script', args: { calls } }],
]

// Tools that call others came with ai 7.
describe.runIf('experimental_toolCaller' in ai).each(Object.entries(hosts))('%s', (_, play) => {
  test('calls that a program makes are judged one by one, on what the model had read', async () => {
    const { ran, guard, guarded, settings } = shop()
    const steps = scripted(
      { tool: 'cancel_order', orderId: minted },
      { tool: 'cancel_order', orderId: real },
      { tool: 'update_order', orderId: minted },
    )
    const run = await play(steps, guarded, { messages, settings })
    expect(ran).toEqual([`cancel_order ${real}`, `update_order ${minted}`])
    const answers = [expect.stringMatching(/^\[handrail\] BLOCK: /), 'cancel_order done', 'update_order done']
    expect(appGot(run, 'call_1')).toEqual({ output: answers })
    expect(JSON.parse(readText(run.prompts[1], 'call_1') ?? '')).toEqual(answers)
    const records = guard.records().filter(({ assessment }) => assessment.call.toolName !== 'script')
    expect(
      records.map(({ assessment, outcome }) => [assessment.call.toolCallId, outcome.intervention]),
    ).toEqual([
      ['call_1.0', 'BLOCK'],
      ['call_1.1', 'OBSERVE'],
      ['call_1.2', 'WARN'],
    ])
  })

  test('observed, the tool that calls others works as without a guard', async () => {
    const steps = scripted({ tool: 'cancel_order', orderId: minted })
    const [bare, observed] = [shop(), shop()]
    const plain = await play(steps, bare.tools, { messages, settings: bare.settings })
    const run = await play(steps, guardTools(observed.tools), { messages, settings: observed.settings })
    expect(run.prompts).toEqual(plain.prompts)
    expect(observed.ran).toEqual(bare.ran)
    expect(bare.ran).toEqual([`cancel_order ${minted}`])
  })
})
