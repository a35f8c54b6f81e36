import { readFile } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { extname } from 'node:path'

const folder = new URL('../dist/', import.meta.url)

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
}

/** Sends a file of the built page. */
export async function sendFile(response: ServerResponse, path: string): Promise<void> {
  try {
    const file = new URL(`.${path === '/' ? '/index.html' : path}`, folder)
    const type = types[extname(file.pathname)]
    if (!type || !file.href.startsWith(folder.href)) throw new Error('not a file of the page')
    const content = await readFile(file)
    response.writeHead(200, { 'content-type': type }).end(content)
  } catch {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found.')
  }
}
