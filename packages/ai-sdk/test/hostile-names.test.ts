import { createGuard } from '@handrail/core'
import { type ModelMessage, type ToolSet, tool } from 'ai'
import { describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { guardTools, transcriptFromMessages } from '../src/index.ts'
import { type Call, hosts, readText } from './support/host.ts'
import { isSeven } from './support/sdk.ts'
import { visibleOf, ways } from './support/visible.ts'

// Names of what every object inherits. They come from the model, or from a client that sends the history.
const names = ['constructor', 'toString', '__proto__', 'hasOwnProperty', 'valueOf', '']
const minted = 'ORD-77310942'
const real = 'ORD-20117754'
const args = { orderId: minted }
const user: ModelMessage = { role: 'user', content: 'Hello' }
const schema = z.object({ orderId: z.string() })

function shop() {
  const cancel = vi.fn(async () => 'cancelled')
  const tools: ToolSet = { cancel_order: tool({ inputSchema: schema, execute: cancel }) }
  const guard = createGuard({ handler: 'enforce', tools: { cancel_order: { effect: 'destructive' } } })
  return { cancel, tools, guard, guarded: guardTools(tools, guard) }
}

/** The part of a history in which a tool of that name answered a call of that id. */
function answered(toolName: string, toolCallId: string, value: string): ModelMessage[] {
  const call = { type: 'tool-call', toolCallId, toolName, input: {} } as const
  const result = { type: 'tool-result', toolCallId, toolName, output: { type: 'text', value } } as const
  return [user, { role: 'assistant', content: [call] }, { role: 'tool', content: [result] }, user]
}

describe.each(names)('a tool that the model calls %j', (name) => {
  const steps: Call[][] = [
    [{ id: 'call_1', tool: name, args }],
    [{ id: 'call_2', tool: 'cancel_order', args }],
  ]

  test.each(ways)('%s: there is none, as without a guard', async (way) => {
    const { tools } = shop()
    expect(await visibleOf(way, steps, guardTools(tools))).toEqual(await visibleOf(way, steps, tools))
  })

  test.each(ways)('%s: there is none in a set that inherits nothing', async (way) => {
    const tools = Object.assign(Object.create(null), shop().tools)
    expect(await visibleOf(way, steps, guardTools(tools))).toEqual(await visibleOf(way, steps, tools))
  })

  // ai 6 takes what every object inherits for a tool, and fails.
  const playable = isSeven || name === '' ? Object.entries(hosts) : []
  test.each(playable)('%s: what is said about it is no evidence', async (_, play) => {
    const { guard, guarded, cancel } = shop()
    const run = await play(steps, guarded)
    expect(readText(run.prompts[2], 'call_2')).toMatch(/^\[handrail\] BLOCK: /)
    expect(cancel).not.toHaveBeenCalled()
    expect(guard.records().map(({ assessment }) => assessment.call.toolCallId)).toEqual(['call_2'])
  })
})

describe.each(names)('a tool of the history that was called %j', (name) => {
  test('is one like any other', () => {
    expect(transcriptFromMessages(answered(name, 'call_0', real))).toEqual([
      { kind: 'task', role: 'user', text: 'Hello' },
      { kind: 'call', toolCallId: 'call_0', toolName: name, args: {} },
      { kind: 'result', toolCallId: 'call_0', toolName: name, content: real },
      { kind: 'task', role: 'user', text: 'Hello' },
    ])
  })

  test.each(Object.entries(hosts))(
    '%s: its answer is evidence, of that and of nothing else',
    async (_, play) => {
      const { guarded, cancel } = shop()
      const steps = [
        [{ id: 'call_1', tool: 'cancel_order', args: { orderId: real } }],
        [{ id: 'call_2', tool: 'cancel_order', args }],
      ]
      const run = await play(steps, guarded, { messages: answered(name, name || 'call_0', real) })
      expect(readText(run.prompts[1], 'call_1')).toBe('cancelled')
      expect(readText(run.prompts[2], 'call_2')).toMatch(/^\[handrail\] BLOCK: /)
      expect(cancel).toHaveBeenCalledTimes(1)
    },
  )
})

describe.each(names.filter((name) => name !== ''))('a tool of the app that is called %j', (name) => {
  test.each(Object.entries(hosts))('%s: runs, and no trait is found that nobody gave', async (_, play) => {
    const execute = vi.fn(async () => 'ran')
    const guard = createGuard({ handler: 'enforce', tools: { cancel_order: { effect: 'destructive' } } })
    const guarded = guardTools(Object.fromEntries([[name, tool({ inputSchema: schema, execute })]]), guard)
    const run = await play([[{ id: 'call_1', tool: name, args }]], guarded)
    expect(execute).toHaveBeenCalledTimes(1)
    expect(readText(run.prompts[1], 'call_1')).toBe('ran')
    expect(guard.records().map(({ assessment, faults }) => [assessment.effect, faults])).toEqual([
      [{ effect: 'read', from: 'default' }, []],
    ])
  })

  test('obeys the trait that somebody gave', async () => {
    const execute = vi.fn(async () => 'ran')
    const traits = Object.fromEntries([[name, { effect: 'destructive' as const }]])
    const guarded = guardTools(Object.fromEntries([[name, tool({ inputSchema: schema, execute })]]), {
      handler: 'enforce',
      tools: traits,
    })
    const run = await hosts.generateText([[{ id: 'call_1', tool: name, args }]], guarded)
    expect(readText(run.prompts[1], 'call_1')).toMatch(/^\[handrail\] BLOCK: /)
    expect(execute).not.toHaveBeenCalled()
  })
})

// ai 6 loses the answers to calls of such ids.
test.each(isSeven ? names : [''])('a call whose id is %j gets its own note', async (id) => {
  const tools = { update_order: tool({ inputSchema: schema, execute: async () => 'done' }) }
  for (const play of Object.values(hosts)) {
    const run = await play([[{ id, tool: 'update_order', args }]], guardTools(tools, { handler: 'enforce' }))
    expect(readText(run.prompts[1], id)).toMatch(/^done\n\n\[handrail\] WARN: /)
  }
})

test.each(['constructor', 'toString', 'hasOwnProperty'])('arguments may be called %s', async (key) => {
  const inputSchema = z.object({ [key]: z.string() })
  const tools = { cancel_order: tool({ inputSchema, execute: async () => 'done' }) }
  const run = await hosts.generateText(
    [[{ id: 'call_1', tool: 'cancel_order', args: { [key]: minted } }]],
    guardTools(tools, { handler: 'enforce', tools: { cancel_order: { args: { [key]: 'reference' } } } }),
  )
  expect(readText(run.prompts[1], 'call_1')).toMatch(/^\[handrail\] BLOCK: /)
})
