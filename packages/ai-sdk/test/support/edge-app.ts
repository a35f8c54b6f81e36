import { createGuard } from '@handrail/core'
import { tool } from 'ai'
import { z } from 'zod'
import { guardTools, HandrailWithheldError, withHandrail } from '../../src/index.ts'
import { appGot, hosts, readText } from './host.ts'

// A program of its own, which edge.test.ts bundles and runs where there is nothing of Node.

const orderId = 'ORD-77310942'
const steps = [
  [{ id: 'call_1', tool: 'update_order', args: { orderId } }],
  [{ id: 'call_2', tool: 'cancel_order', args: { orderId } }],
]

/** What came of it in one host of the SDK: the calls that ran, what the model read, whether the app got our error. */
export async function play(host: keyof typeof hosts, approval: boolean) {
  const ran: string[] = []
  const inputSchema = z.object({ orderId: z.string() })
  const tools = {
    update_order: tool({ inputSchema, execute: async () => ran.push('update_order') }),
    cancel_order: tool({ inputSchema, execute: async () => ran.push('cancel_order') }),
  }
  const guard = createGuard({ handler: 'enforce' })
  const { tools: guarded, ...settings } = approval
    ? withHandrail({ tools }, guard)
    : { tools: guardTools(tools, guard) }
  // A text file, so that its bytes are decoded as well.
  const file = { type: 'file', mediaType: 'text/plain', data: btoa('No order here.') } as const
  const messages = [{ role: 'user' as const, content: [file] }]
  const run = await hosts[host](steps, guarded, { messages, settings })
  const read = ['call_1', 'call_2'].map((id) => readText(run.prompts.at(-1), id))
  return { ran, read, withheld: HandrailWithheldError.isInstance(appGot(run, 'call_2').error) }
}
