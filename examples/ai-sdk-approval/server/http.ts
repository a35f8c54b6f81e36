import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { json } from 'node:stream/consumers'
import { pipeUIMessageStreamToResponse, safeValidateUIMessages } from 'ai'
import { answer, type Settings } from './chat.ts'
import { Desk } from './desk.ts'
import type { DeskMessage } from './message.ts'
import { sendFile } from './send-file.ts'
import { deskTools } from './tools.ts'

/** The server of the example: the built page, the chat, and a desk whose rows the page shows. */
export function createDeskServer(settings: Settings): Server {
  let desk = new Desk()

  const routes: Record<string, (request: IncomingMessage, response: ServerResponse) => unknown> = {
    'GET /api/desk': (_, response) => sendJson(response, 200, { id: desk.id, tables: desk.tables() }),
    'POST /api/start-over': (_, response) => {
      desk = new Desk()
      sendJson(response, 200, { id: desk.id, tables: desk.tables() })
    },
    'POST /api/chat': async (request, response) => {
      const body = await json(request).catch(() => undefined)
      const { id, messages } = (body ?? {}) as { id?: unknown; messages?: unknown }
      const valid = await safeValidateUIMessages<DeskMessage>({ messages, tools: deskTools(desk) })
      if (!valid.success) return sendJson(response, 400, { error: 'These are no messages of this chat.' })
      if (id !== desk.id) return sendJson(response, 409, { error: 'This conversation is over. Start anew.' })
      await pipeUIMessageStreamToResponse({ response, stream: answer(desk, valid.data, settings) })
    },
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [path = '/'] = (request.url ?? '/').split('?')
    const route = routes[`${request.method} ${path}`]
    await (route ? route(request, response) : sendFile(response, path))
  }

  return createServer((request, response) => {
    handle(request, response).catch((error) => {
      console.error(error)
      if (response.headersSent) response.destroy()
      else sendJson(response, 500, { error: 'The server failed. Its terminal says why.' })
    })
  })
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))
}
