import { join } from 'node:path'
import type { StructuredToolInterface } from '@langchain/core/tools'
import { type ClientConfig, type Connection, MultiServerMCPClient } from '@langchain/mcp-adapters'
import type { Call } from './hosts.ts'

type Settings = Omit<ClientConfig, 'mcpServers'>

/** How to start the shop's server as a process of its own. */
const start: Connection = {
  transport: 'stdio',
  command: process.execPath,
  args: [join(import.meta.dirname, 'mcp-shop.ts')],
}

/** Starts a server under each of the names, and loads their tools as an app does. */
export async function connect(settings: Settings = {}, names: readonly string[] = ['shop']) {
  const mcpServers: Record<string, Connection> = Object.fromEntries(names.map((name) => [name, start]))
  const client = new MultiServerMCPClient({ mcpServers, ...settings })
  const tools: StructuredToolInterface[] = await client.getTools()
  return {
    tools,
    /** The calls that reached a server since it was last asked. */
    async takeLog(name = 'shop'): Promise<string[]> {
      const server = await client.getClient(name)
      if (!server) throw new Error(`no server ${name}`)
      const { content } = (await server.callTool({ name: 'take_log' })) as { content: { text: string }[] }
      return JSON.parse(content[0]?.text ?? '')
    },
    close: () => client.close(),
  }
}

/** No server knows it. */
export const MINTED = 'ORD-77310942'
export const user = 'Please see to my order.'
export const look = (name: string): Call => ({ id: 'look', name, args: {} })
export const call = (name: string, orderId = MINTED, id = 'c'): Call => ({ id, name, args: { orderId } })
