import { createGuard, type Guard } from '@handrail/core'
import { convertToModelMessages, generateText, type ToolSet, tool, type UIMessage } from 'ai'
import { describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { guardTools, withHandrail } from '../src/index.ts'
import { appGot, hosts, type Run, readText } from './support/host.ts'
import { major, mockModel } from './support/sdk.ts'

const minted = 'ORD-77310942'
const schema = z.object({ orderId: z.string() })
const call = (tool: string, args: unknown = { orderId: minted }, id = 'call_1') => ({ id, tool, args })
const enforce = { handler: 'enforce' } as const
const outcomes = (guard: Guard) => guard.records().map(({ outcome }) => outcome)

function shop(ran: string[] = []) {
  const execute = async ({ orderId }: { orderId: string }) => ran.push(orderId)
  const tools = {
    update_order: tool({ inputSchema: schema, execute }),
    cancel_order: tool({ inputSchema: schema, execute }),
  }
  return { ran, tools }
}

// ai 6 has no `toolApproval`.
describe.runIf(major >= 7).each(Object.entries(hosts))('at the gate of %s', (_, play) => {
  test('contexts are checked for rules that read them, and for nothing else', async () => {
    const contextSchema = z.object({ desk: z.string() })
    const tools: ToolSet = {
      confirm_order: tool({ inputSchema: schema, outputSchema: z.string(), contextSchema }),
    }
    const shown = (run: Run) => run.steps.map((step) => step.content.map((part) => part.type))
    const plain = await play([[call('confirm_order')]], tools)
    const { tools: guarded, ...settings } = withHandrail({ tools })
    expect(shown(await play([[call('confirm_order')]], guarded, { settings }))).toEqual(shown(plain))
    const seen: unknown[] = []
    const toolApproval = {
      confirm_order: (_input: unknown, { toolContext }: { toolContext: unknown }) => {
        seen.push(toolContext)
        return undefined
      },
    }
    const ruled = withHandrail({ tools, toolApproval })
    const given = {
      toolApproval: ruled.toolApproval,
      toolsContext: { confirm_order: { desk: 'north', more: 1 } },
    }
    await play([[call('confirm_order')]], ruled.tools, { settings: given })
    expect(seen).toEqual([{ desk: 'north' }])
    const wrong = { ...given, toolsContext: { confirm_order: { desk: 1 } } }
    await play([[call('confirm_order')]], ruled.tools, { settings: wrong }).catch(() => {})
    expect(seen).toHaveLength(1)
  })

  test('what a provider ran is left to it, whatever tool of ours has the name', async () => {
    const { tools, ran } = shop()
    const guard = createGuard(enforce)
    const { tools: guarded, ...settings } = withHandrail({ tools }, guard)
    const found = { ...call('cancel_order'), providerResult: 'done' }
    const run = await play([[found]], guarded, { settings })
    expect(guard.records()).toEqual([])
    expect(ran).toEqual([])
    expect(JSON.stringify(run.messages)).not.toContain('handrail')
  })

  test('a broken guard leaves it to the app, and the record tells what came of it', async () => {
    for (const [said, dispatched] of [
      ['denied', false],
      ['user-approval', false],
      [undefined, true],
    ] as const) {
      const { tools, ran } = shop()
      const sound = createGuard(enforce)
      const broken = {
        ...sound,
        propose() {
          throw new Error('guard is broken')
        },
      }
      const guard = Object.defineProperty(broken, Symbol.for('handrail.guard'), { value: true })
      const toolApproval = vi.fn(() => said)
      const { tools: guarded, ...settings } = withHandrail({ tools, toolApproval }, guard)
      await play([[call('cancel_order')]], guarded, { settings })
      expect(ran).toHaveLength(dispatched ? 1 : 0)
      expect(toolApproval).toHaveBeenCalledTimes(1)
      expect(sound.records()).toMatchObject([
        { outcome: { dispatched }, faults: [expect.stringContaining('guard is broken')] },
      ])
    }
  })

  test('two calls of one id are two calls', async () => {
    const { tools, ran } = shop()
    const guard = createGuard(enforce)
    const { tools: guarded, ...settings } = withHandrail({ tools }, guard)
    const steps = [[call('update_order'), call('update_order', { orderId: 'ORD-5551234' })]]
    const messages = [{ role: 'user' as const, content: 'Update ORD-5551234.' }]
    await play(steps, guarded, { settings, messages })
    expect(ran).toEqual([minted, 'ORD-5551234'])
    expect(outcomes(guard)).toEqual([
      { intervention: 'WARN', dispatched: true },
      { intervention: 'OBSERVE', dispatched: true },
    ])
  })

  test('hostile inputs go where they go without us', async () => {
    const seen: unknown[] = []
    const tools = {
      update_order: tool({ inputSchema: z.any(), execute: async (input) => seen.push(typeof input) }),
    }
    const inputs = [
      'ORD-77310942',
      7,
      null,
      [],
      { __proto__: { orderId: minted } },
      { orderId: 'x7'.repeat(1e6) },
    ]
    for (const input of inputs) {
      const guard = createGuard(enforce)
      const { tools: guarded, ...settings } = withHandrail({ tools }, guard)
      await play([[call('update_order', input)]], guarded, { settings })
      expect(guard.records()).toHaveLength(1)
    }
    expect(seen).toHaveLength(inputs.length)
  })
})

test.runIf(major >= 7)(
  'a call that passed the gate and never runs is not recorded as one that did',
  async () => {
    const { tools, ran } = shop()
    const guard = createGuard(enforce)
    const set = vi.fn()
    const notes = { get: () => undefined, set }
    const usage = { inputTokens: { total: 1 }, outputTokens: { total: 1 } }
    const model = mockModel({
      doGenerate: async () =>
        ({
          content: [
            {
              type: 'tool-call',
              toolCallId: 'c',
              toolName: 'update_order',
              input: JSON.stringify({ orderId: minted }),
            },
          ],
          finishReason: { unified: 'length', raw: undefined },
          usage,
          warnings: [],
        }) as never,
    })
    await generateText({ model, prompt: 'Hello', ...withHandrail({ tools }, { guard, notes }) })
    expect(ran).toEqual([])
    expect(guard.records()).toEqual([])
    expect(set).not.toHaveBeenCalled()
  },
)

test('a gate that is handed less than today keeps nothing from running', async () => {
  const { tools, ran } = shop()
  const guard = createGuard(enforce)
  const guarded = withHandrail({ tools }, guard)
  const input = { orderId: minted }
  const toolCall = { toolCallId: 'c', toolName: 'cancel_order', input }
  for (const messages of [undefined, null, 'none']) {
    expect(await guarded.toolApproval({ toolCall, messages: messages as never })).toBeUndefined()
    await guarded.tools.cancel_order.execute?.(input, {
      toolCallId: 'c',
      messages: messages as never,
    } as never)
  }
  expect(ran).toEqual([minted, minted, minted])
  for (const { faults } of guard.records()) expect(faults).toEqual([expect.stringContaining('no messages')])
})

test('a verdict that cannot be told of asks the person all the same', async () => {
  const { tools } = shop()
  const sound = createGuard({ ...enforce, policy: { onHighConfidence: 'DEFER', ceiling: 'DEFER' } })
  const odd = {
    ...sound,
    assess: (...given: Parameters<Guard['assess']>) => {
      const assessment = sound.assess(...given)
      const { verdict } = assessment
      const origin = {
        get parts(): never {
          throw new Error('no parts for you')
        },
      }
      const other = { ...verdict.args[0], argName: 'other', stance: 'SUPPORTED', origin }
      return { ...assessment, verdict: { ...verdict, args: [...verdict.args, other] } }
    },
  }
  const guard = Object.defineProperty(odd, Symbol.for('handrail.guard'), { value: true }) as unknown as Guard
  const guarded = withHandrail({ tools }, { guard, defer: 'approval' })
  const toolCall = { toolCallId: 'c', toolName: 'cancel_order', input: { orderId: minted } }
  const messages = [{ role: 'user' as const, content: 'Cancel my order.' }]
  const status = await guarded.toolApproval({ toolCall, messages })
  expect(guard.records()[0]?.faults).toEqual([])
  expect(status).toEqual({ type: 'user-approval' })
})

test('a note never shows in another conversation, not even for inputs that are no objects', async () => {
  const tools = { update_order: tool({ inputSchema: z.string(), execute: async () => 'updated' }) }
  const guarded = guardTools(tools, enforce)
  const run = await hosts.generateText([[call('update_order', minted)]], guarded)
  expect(readText(run.prompts[1], 'call_1')).toMatch(/^updated\n\n\[handrail\] WARN: /)
  expect(appGot(run, 'call_1')).toEqual({ output: 'updated' })
  const other = {
    id: 'm',
    role: 'assistant',
    parts: [
      {
        type: 'tool-update_order',
        toolCallId: 'call_1',
        state: 'output-available',
        input: 'ORD-5551234',
        output: 'updated',
      },
    ],
  } satisfies UIMessage
  const prompt = await convertToModelMessages([other], { tools: guarded })
  expect(readText(prompt as never, 'call_1')).toBe('updated')
})

test('a misspelt rule of the app is not left out in silence', () => {
  const { tools } = shop()
  // @ts-expect-error there is no such field
  expect(() => withHandrail({ tools, toolAproval: () => 'denied' })).toThrow(/toolAproval/)
  for (const nothing of [undefined, null])
    expect(() => withHandrail(nothing as never)).toThrow('Expected `tools` to be an object of tools')
  expect(() => withHandrail({ tools }, null as never)).toThrow(/Expected `options`/)
})
