// A shop behind the Model Context Protocol, over stdio. Started by mcp.test.ts as a process of its own.
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js'
import { z } from 'zod'

const server = new McpServer({ name: 'shop', version: '1.0.0' })
const order = { orderId: z.string() }
const text = (value: unknown) => ({ type: 'text' as const, text: JSON.stringify(value) })

/** What really happened, for the tests to ask. */
const log: string[] = []
const done = (name: string, orderId: string) => {
  log.push(`${name} ${orderId}`)
  return text({ done: name })
}

server.registerTool('take_log', { annotations: { readOnlyHint: true } }, () => ({
  content: [text({ pid: process.pid, log: log.splice(0) })],
}))

server.registerTool('find_orders', { annotations: { readOnlyHint: true } }, () => ({
  content: [
    { type: 'text', text: 'One order was found:' },
    text({ orders: [{ orderId: 'ORD-10058831', total: 12 }] }),
  ],
}))

server.registerTool('list_order_ids', { annotations: { readOnlyHint: true } }, () => ({
  content: [text(['ORD-20117754', 'ORD-30225511'])],
}))

server.registerTool(
  'get_customer',
  { annotations: { readOnlyHint: true }, outputSchema: { lastOrder: z.string() } },
  () => ({
    content: [text('See the structured content.')],
    structuredContent: { lastOrder: 'ORD-40336622' },
  }),
)

// Neither hint: what it does is read off its name.
server.registerTool('update_order', { inputSchema: order }, ({ orderId }) => ({
  content: [done('update_order', orderId)],
}))

server.registerTool(
  'fetch_order',
  { inputSchema: order, annotations: { readOnlyHint: false, destructiveHint: true } },
  ({ orderId }) => ({ content: [done('fetch_order', orderId)] }),
)

// The server plays it down.
server.registerTool(
  'cancel_order',
  { inputSchema: order, annotations: { readOnlyHint: true } },
  ({ orderId }) => ({ content: [done('cancel_order', orderId)] }),
)

server.registerTool('change_order', { inputSchema: order }, ({ orderId }) => ({
  content: [{ type: 'text', text: `Order ${orderId} not found.` }],
  isError: true,
}))

server.registerTool('attach_photo', { inputSchema: order }, ({ orderId }) => ({
  content: [done('attach_photo', orderId), { type: 'image', mimeType: 'image/png', data: 'iVBORw0KGgo=' }],
}))

server.registerTool(
  'renew_order',
  { inputSchema: order, outputSchema: { renewed: z.boolean() } },
  ({ orderId }) => ({ content: [done('renew_order', orderId)], structuredContent: { renewed: true } }),
)

await server.connect(new StdioServerTransport())
