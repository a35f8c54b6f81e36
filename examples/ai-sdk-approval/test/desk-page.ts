import { existsSync } from 'node:fs'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { build } from 'vite'
import type { Tables } from '../server/desk.ts'
import { createDeskServer } from '../server/http.ts'
import { scriptedModel } from '../server/scripted-model.ts'

const candidates = process.env.CHROMIUM_PATH
  ? [process.env.CHROMIUM_PATH]
  : ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** The browser to test in, if this machine has one. */
export const browserPath = candidates.find((path) => existsSync(path))

/** The built page, served to a browser. */
export class DeskPage {
  readonly #server: Server
  readonly #browser: Browser
  readonly url: string

  private constructor(server: Server, browser: Browser) {
    this.#server = server
    this.#browser = browser
    this.url = `http://localhost:${(server.address() as AddressInfo).port}`
  }

  static async start(): Promise<DeskPage> {
    await build({ root: fileURLToPath(new URL('..', import.meta.url)), logLevel: 'error' })
    const server = createDeskServer({ model: scriptedModel({ pace: 1 }), secret: crypto.randomUUID() })
    await new Promise<void>((done) => server.listen(0, 'localhost', done))
    const browser = await chromium.launch({
      executablePath: browserPath as string,
      // Chromium has no sandbox for root, and containers have little shared memory.
      args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-dev-shm-usage'],
    })
    return new DeskPage(server, browser)
  }

  async stop(): Promise<void> {
    await this.#browser.close()
    this.#server.closeAllConnections()
    this.#server.close()
  }

  /** A page of somebody who was never here, at a fresh desk. */
  async open(options: BrowserContextOptions = {}): Promise<Page> {
    await fetch(`${this.url}/api/start-over`, { method: 'POST' })
    const context = await this.#browser.newContext({ reducedMotion: 'reduce', ...options })
    context.setDefaultTimeout(20_000)
    const page = await context.newPage()
    await page.goto(this.url)
    return page
  }

  /** What the database holds. */
  async tables(): Promise<Tables> {
    return (await (await fetch(`${this.url}/api/desk`)).json()).tables
  }
}
