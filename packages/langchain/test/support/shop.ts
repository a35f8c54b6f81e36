import type { BaseMessage, ToolMessage } from '@langchain/core/messages'
import { type StructuredToolInterface, tool } from '@langchain/core/tools'
import { z } from 'zod'
import type { Call } from './hosts.ts'

export const REAL = 'ORD-1001'
export const MINTED = 'ORD-9999'

/** A shop: one tool that reads, one that writes, one that cannot be undone, and a log of what they did. */
export function shop() {
  const ran: string[] = []
  const order = z.object({ order_id: z.string() })
  const act = (name: string, answer: (id: string) => string) =>
    tool(
      async ({ order_id }) => {
        ran.push(`${name} ${order_id}`)
        return answer(order_id)
      },
      { name, description: name, schema: order },
    )
  const find = tool(
    async () => {
      ran.push('find_orders')
      return JSON.stringify([{ order_id: REAL, customer: 'Ada Quill' }])
    },
    { name: 'find_orders', description: 'find', schema: z.object({}) },
  )
  const update = act('update_order', () => 'updated')
  const cancel = act('cancel_order', () => 'cancelled')
  const other: StructuredToolInterface = tool(
    async () => {
      ran.push('other')
      return 'The shop is open from nine to five, and closed on Sundays.'
    },
    { name: 'other', description: 'other', schema: z.object({}) },
  )
  return { ran, find, update, cancel, other, tools: [find, update, cancel] as StructuredToolInterface[] }
}

export const user = 'Please cancel my order.'
export const findCall: Call = { id: 'c-find', name: 'find_orders', args: {} }
export const updateCall = (id: string, order_id: string): Call => ({
  id,
  name: 'update_order',
  args: { order_id },
})
export const cancelCall = (id: string, order_id: string): Call => ({
  id,
  name: 'cancel_order',
  args: { order_id },
})

/** The answer to a call among messages. */
export function answerTo(messages: readonly BaseMessage[], id: string): ToolMessage {
  const found = messages.find((message) => (message as ToolMessage).tool_call_id === id)
  if (!found) throw new Error(`no answer to ${id}`)
  return found as ToolMessage
}
