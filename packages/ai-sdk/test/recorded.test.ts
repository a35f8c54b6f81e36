import { createGuard, type GuardOptions, type GuardRecord } from '@handrail/core'
import { type ToolSet, tool } from 'ai'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { conversationsOfRecord, isProblem, replayConversation } from '../../eval/src/index.ts'
import { guardTools } from '../src/index.ts'
import { type Call, hosts } from './support/host.ts'

const description = 'Changes an order, such as ORD-55550000.'
const find = tool({
  inputSchema: z.object({ q: z.string() }),
  execute: async () => [{ id: 'ORD-10058831' }, { id: 'ORD-10058832' }],
})
const change = tool({
  description,
  inputSchema: z.object({ orderId: z.string() }),
  execute: async ({ orderId }) => {
    if (orderId === 'ORD-10058832') throw new Error('Try ORD-66660000.')
    return { orderId, receipt: `RCP-9912-${orderId.slice(-2)}` }
  },
})
const tools: ToolSet = {
  find_orders: find,
  update_order: change,
  cancel_order: change,
  refund_order: change,
}

const call = (id: string, tool: string, orderId: string): Call => ({ id, tool, args: { orderId } })
const steps: Call[][] = [
  [
    { id: 'l', tool: 'find_orders', args: { q: 'x' } },
    call('of no step before', 'update_order', 'ORD-10058831'),
  ],
  [call('found', 'update_order', 'ORD-10058831'), call('minted', 'cancel_order', 'ORD-77310942')],
  [call('minted again', 'cancel_order', 'ORD-77310942')],
  [call('fails', 'cancel_order', 'ORD-10058832')],
  [call('of an error', 'cancel_order', 'ORD-66660000'), call('described', 'cancel_order', 'ORD-55550000')],
  [call('of a result', 'refund_order', 'RCP-9912-31'), call('of the user', 'cancel_order', 'ORD-12120000')],
]
const policies: Record<string, GuardOptions> = {
  default: { handler: 'enforce' },
  ask: {
    handler: 'enforce',
    policy: { onHighConfidence: 'DEFER', onLowConfidence: 'DEFER', ceiling: 'DEFER' },
  },
  warn: { handler: 'enforce', policy: { onHighConfidence: 'WARN', onLowConfidence: 'WARN' } },
}

const cases = Object.keys(hosts).flatMap((host) => Object.keys(policies).map((policy) => [host, policy]))

describe.each(cases as [keyof typeof hosts, string][])('what %s leaves behind under %s', (host, policy) => {
  test('replays as it was judged, from every place that keeps it', async () => {
    const live: string[] = []
    const note = ({ assessment: { call, verdict, decision }, outcome }: GuardRecord) =>
      live.push(line(call.toolCallId, verdict.believe, decision.intervention, outcome.dispatched))
    const guard = createGuard({ ...policies[policy], onRecord: note })
    const asked = { role: 'user' as const, content: 'My order is ORD-12120000.' }
    const run = await hosts[host](steps, guardTools(tools, guard), { messages: [asked] })

    const shown = { id: 'u', role: 'user', parts: [{ type: 'text', text: asked.content }] }
    const kept = {
      messages: [asked, ...run.messages],
      prompt: run.prompts.at(-1),
      ...(run.ui && { chat: [shown, run.ui] }),
    }
    for (const [where, messages] of Object.entries(kept)) {
      const found = replayed({ messages, tools: { cancel_order: { description } } }, policy)
      const isMasked = JSON.stringify(messages).includes('An error occurred.')
      const told = (lines: readonly string[]) => (isMasked ? withoutErrors(lines) : lines).toSorted()
      expect(told(found), where).toEqual(told(live))
    }
    expect(live.filter((one) => one.includes('false'))).not.toEqual([])
  })
})

/** In the chat that ai 6 shows, no error says what it was: what it held is not known, and no flag after it is sure. */
function withoutErrors(lines: readonly string[]): string[] {
  return lines.filter((one) => !one.startsWith('of an error')).map((one) => one.replace(/, .*/, ''))
}

function line(id: string, believe: boolean, rung: string, dispatched: boolean): string {
  return `${id}: ${believe}, ${rung}, ${dispatched}`
}

function replayed(record: unknown, policy: string): string[] {
  const read = conversationsOfRecord(JSON.parse(JSON.stringify(record)), { file: 'runs.jsonl', line: 1 })
  return read
    .flatMap((one) => (isProblem(one) ? [] : replayConversation(one, { it: policies[policy] ?? {} })))
    .map(({ toolCallId, verdict, policies: { it } }) =>
      line(toolCallId, verdict.believe, it?.intervention ?? '', it?.dispatched ?? false),
    )
}
