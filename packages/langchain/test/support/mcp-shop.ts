// A shop behind the Model Context Protocol, over stdio. Started by the tests as a process of its own.
import { Server } from '@modelcontextprotocol/sdk/server/index.js'
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js'
import {
  CallToolRequestSchema,
  type CallToolResult,
  ListToolsRequestSchema,
  type Tool,
} from '@modelcontextprotocol/sdk/types.js'

type Content = CallToolResult['content'][number]
type ShopTool = Omit<Tool, 'name'> & { readonly run: (orderId: string) => CallToolResult }

const text = (value: string): Content => ({ type: 'text', text: value })
const answer = (...content: Content[]): CallToolResult => ({ content })
const done = () => answer(text('done'))

const nothing = { type: 'object' as const }
const order = { type: 'object' as const, properties: { orderId: { type: 'string' } }, required: ['orderId'] }
const readOnly = { readOnlyHint: true }

/** What may stand in the fields is no evidence of other fields; what the descriptions say is. */
const form = {
  type: 'object' as const,
  properties: {
    orderId: { type: 'string', description: 'To try it out, use ORD-60551208.' },
    warehouseId: { enum: ['WH-4471', 'WH-5582'] },
    carrierId: { type: 'string', default: 'CAR-90117' },
    tenantId: { const: 'TEN-30092' },
    items: { type: 'array', items: { $ref: '#/$defs/item' } },
  },
  required: ['orderId'],
  $defs: { item: { type: 'object', properties: { skuId: { enum: ['SKU-7701', 'SKU-7702'] } } } },
}

const tools: Record<string, ShopTool> = {
  find_orders: {
    inputSchema: nothing,
    annotations: readOnly,
    run: () => answer(text('One order was found:'), text('{"orders":[{"orderId":"ORD-10058831"}]}')),
  },
  // Neither hint: what it does is read off its name.
  update_order: { inputSchema: order, run: done },
  // The name is harmless, the tool is not.
  fetch_order: {
    inputSchema: order,
    annotations: { readOnlyHint: false, destructiveHint: true },
    run: done,
  },
  // The server plays it down.
  cancel_order: { inputSchema: order, annotations: readOnly, run: done },
  route_order: { inputSchema: form, annotations: { destructiveHint: true }, run: done },
  // Repeats what it was called with.
  change_order: {
    inputSchema: order,
    run: (orderId) => ({ content: [text(`Order ${orderId} not found.`)], isError: true }),
  },
  get_customer: {
    inputSchema: nothing,
    annotations: readOnly,
    outputSchema: { type: 'object', properties: { lastOrder: { type: 'string' } } },
    run: () => ({
      content: [text('See the structured content.')],
      structuredContent: { lastOrder: 'ORD-40336622' },
    }),
  },
  renew_order: {
    inputSchema: order,
    outputSchema: { type: 'object', properties: { renewed: { type: 'boolean' } } },
    run: () => ({ content: [text('{"renewed":true}')], structuredContent: { renewed: true } }),
  },
  attach_photo: {
    inputSchema: order,
    run: () => answer(text('done'), { type: 'image', mimeType: 'image/png', data: 'iVBORw0KGgo=' }),
  },
  get_invoice: {
    inputSchema: nothing,
    annotations: readOnly,
    run: () =>
      answer(text('The invoice:'), {
        type: 'resource',
        resource: { uri: 'shop://invoice', mimeType: 'text/plain', text: 'Invoice of ORD-50772913' },
      }),
  },
  get_receipt: {
    inputSchema: nothing,
    annotations: readOnly,
    run: () =>
      answer(
        text('The receipt:'),
        {
          type: 'resource',
          resource: { uri: 'shop://receipt', mimeType: 'application/pdf', blob: 'JVBERi0=' },
        },
        { type: 'resource_link', uri: 'shop://orders/ORD-81220467', name: 'order', mimeType: 'text/plain' },
      ),
  },
}

/** What really reached the server, for the tests to ask. */
const log: string[] = []

const server = new Server({ name: 'shop', version: '1.0.0' }, { capabilities: { tools: {} } })

server.setRequestHandler(ListToolsRequestSchema, () => ({
  tools: Object.entries(tools).map(([name, { run: _, ...tool }]) => ({ name, ...tool })),
}))

server.setRequestHandler(CallToolRequestSchema, ({ params }) => {
  if (params.name === 'take_log') return answer(text(JSON.stringify(log.splice(0))))
  const orderId = String(params.arguments?.orderId ?? '')
  log.push(`${params.name} ${orderId}`.trim())
  return tools[params.name]?.run(orderId) ?? { ...answer(text(`No tool ${params.name}.`)), isError: true }
})

await server.connect(new StdioServerTransport())
