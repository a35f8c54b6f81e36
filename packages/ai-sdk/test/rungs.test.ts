import { createGuard, type GuardOptions, NOTE_MARKER } from '@handrail/core'
import { type ToolSet, tool } from 'ai'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { guardTools, HandrailWithheldError } from '../src/index.ts'
import { appGot, hosts, readOutput, readText } from './support/host.ts'

const minted = 'ORD-77310942'
const real = 'ORD-10058831'
const schema = z.object({ orderId: z.string() })

/** A shop whose tools say what they were called with. */
function shop() {
  const ran: string[] = []
  const tools = {
    find_orders: tool({
      inputSchema: z.object({}),
      execute: async () => ({ orders: [{ orderId: real, total: 12 }] }),
    }),
    update_order: tool({
      inputSchema: schema,
      execute: async ({ orderId }) => {
        ran.push(orderId)
        return { updated: true, revision: 3 }
      },
    }),
    cancel_order: tool({
      inputSchema: schema,
      execute: async ({ orderId }) => {
        ran.push(orderId)
        return 'cancelled'
      },
    }),
  } satisfies ToolSet
  return { tools, ran }
}

const call = (tool: string, orderId = minted, id = 'call_1') => ({ id, tool, args: { orderId } })
const enforce: GuardOptions = { handler: 'enforce' }
const defer: GuardOptions = {
  handler: 'enforce',
  policy: { onHighConfidence: 'DEFER', ceiling: 'DEFER' },
}

describe.each(Object.entries(hosts))('%s', (_, play) => {
  test('without options every call runs, nobody notices, and the verdict is recorded', async () => {
    const plain = shop()
    const guarded = shop()
    const guard = createGuard()
    const steps = [[call('update_order')], [call('cancel_order', minted, 'call_2')]]
    const before = await play(steps, plain.tools)
    const after = await play(steps, guardTools(guarded.tools, guard))
    expect(guarded.ran).toEqual([minted, minted])
    expect(after.prompts).toEqual(before.prompts)
    expect(appGot(after, 'call_1')).toEqual({ output: { updated: true, revision: 3 } })
    expect(
      guard.records().map(({ assessment, outcome }) => [assessment.decision.intervention, outcome]),
    ).toEqual([
      ['WARN', { intervention: 'OBSERVE', dispatched: true }],
      ['BLOCK', { intervention: 'OBSERVE', dispatched: true }],
    ])
  })

  test('WARN: the tool runs, the model reads a note, the app does not', async () => {
    const { tools, ran } = shop()
    const guard = createGuard(enforce)
    const run = await play([[call('update_order')]], guardTools(tools, guard))
    expect(ran).toEqual([minted])
    const text = readText(run.prompts[1], 'call_1')
    expect(text).toMatch(/^\{"updated":true,"revision":3\}\n\n\[handrail\] WARN: .*orderId/)
    expect(text).not.toContain(minted)
    expect(appGot(run, 'call_1')).toEqual({ output: { updated: true, revision: 3 } })
    if (run.ui) expect(JSON.stringify(run.ui)).not.toContain(NOTE_MARKER)
    expect(guard.records().map((record) => record.outcome)).toEqual([
      { intervention: 'WARN', dispatched: true },
    ])
  })

  test('BLOCK: the tool does not run, the model reads the note alone, the app gets the error', async () => {
    const { tools, ran } = shop()
    const guard = createGuard(enforce)
    const run = await play([[call('cancel_order')]], guardTools(tools, guard))
    expect(ran).toEqual([])
    expect(readOutput(run.prompts[1], 'call_1')).toMatchObject({ type: 'error-text' })
    expect(readText(run.prompts[1], 'call_1')).toMatch(/^\[handrail\] BLOCK: .*NOT executed.*$/)
    expect(readText(run.prompts[1], 'call_1')).not.toContain(minted)
    const { error } = appGot(run, 'call_1')
    if (!HandrailWithheldError.isInstance(error)) throw new Error('expected a HandrailWithheldError')
    expect(error).toBeInstanceOf(Error)
    expect(error).toMatchObject({
      name: 'HandrailWithheldError',
      toolCallId: 'call_1',
      toolName: 'cancel_order',
      intervention: 'BLOCK',
      result: { handrail_blocked: true, unresolved: [{ arg: 'orderId' }] },
    })
    expect(run.prompts).toHaveLength(2)
    expect(guard.records().map((record) => record.outcome)).toEqual([
      { intervention: 'BLOCK', dispatched: false },
    ])
  })

  test('DEFER: the tool does not run and the model is asked to look the value up', async () => {
    const { tools, ran } = shop()
    const guard = createGuard(defer)
    const steps = [
      [call('cancel_order')],
      [{ id: 'call_2', tool: 'find_orders', args: {} }],
      [call('cancel_order', real, 'call_3')],
    ]
    const run = await play(steps, guardTools(tools, guard))
    expect(ran).toEqual([real])
    expect(readText(run.prompts[1], 'call_1')).toMatch(/^\[handrail\] DEFER: .*Look the value up.*$/)
    expect(readText(run.prompts[3], 'call_3')).toBe('cancelled')
    expect(appGot(run, 'call_1').error).toMatchObject({ intervention: 'DEFER', result: null })
    expect(guard.records().map((record) => record.outcome.intervention)).toEqual([
      'DEFER',
      'OBSERVE',
      'OBSERVE',
    ])
  })

  test('a value from a tool result or from the user is left alone', async () => {
    const { tools, ran } = shop()
    const guard = createGuard(enforce)
    const steps = [
      [{ id: 'call_1', tool: 'find_orders', args: {} }],
      [call('cancel_order', real, 'call_2'), call('update_order', 'ORD-20117754', 'call_3')],
    ]
    const messages = [{ role: 'user' as const, content: 'Cancel my last order and update ORD-20117754.' }]
    const run = await play(steps, guardTools(tools, guard), { messages })
    expect(ran).toEqual([real, 'ORD-20117754'])
    expect(readText(run.prompts[2], 'call_2')).toBe('cancelled')
    expect(JSON.stringify(run.prompts)).not.toContain(NOTE_MARKER)
  })

  test('a call is judged on what the model had read: results of the same step come too late', async () => {
    const { tools, ran } = shop()
    const steps = [[{ id: 'call_1', tool: 'find_orders', args: {} }, call('cancel_order', real, 'call_2')]]
    await play(steps, guardTools(tools, enforce))
    expect(ran).toEqual([])
  })

  test('our own notes and answers never become evidence, and a repeat is held', async () => {
    const { tools, ran } = shop()
    const guard = createGuard(enforce)
    const steps = [
      [call('cancel_order')],
      [call('cancel_order', minted, 'call_2')],
      [call('cancel_order', minted, 'call_3')],
    ]
    const run = await play(steps, guardTools(tools, guard))
    expect(ran).toEqual([])
    expect(guard.records().map((record) => record.assessment.earlierAttempts)).toEqual([0, 1, 2])
    expect(readText(run.prompts[3], 'call_3')).toContain('Stop retrying')
  })

  test('a write that was warned about runs without another note', async () => {
    const { tools, ran } = shop()
    const guard = createGuard(enforce)
    const run = await play(
      [[call('update_order')], [call('update_order', minted, 'call_2')]],
      guardTools(tools, guard),
    )
    expect(ran).toEqual([minted, minted])
    expect(readText(run.prompts[2], 'call_1')).toContain(NOTE_MARKER)
    expect(readText(run.prompts[2], 'call_2')).not.toContain(NOTE_MARKER)
    expect(guard.records().map((record) => record.outcome.intervention)).toEqual(['WARN', 'OBSERVE'])
  })
})
