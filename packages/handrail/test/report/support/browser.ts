import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'

const candidates = process.env.CHROMIUM_PATH
  ? [process.env.CHROMIUM_PATH]
  : ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** The browser to test in, if this machine has one. */
export const browserPath = candidates.find((path) => existsSync(path))

/** Opens pages from files, without a network, and notes what they complain about. */
export class PageOpener {
  readonly #folder = mkdtempSync(join(tmpdir(), 'handrail-report-'))
  readonly #browser: Browser
  /** What pages wrote to the console, what they threw, and what they asked for beside themselves. */
  readonly complaints: string[] = []

  private constructor(browser: Browser) {
    this.#browser = browser
  }

  static async start(): Promise<PageOpener> {
    const browser = await chromium.launch({
      executablePath: browserPath as string,
      // Chromium has no sandbox for root, and containers have little shared memory.
      args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-dev-shm-usage'],
    })
    return new PageOpener(browser)
  }

  async stop(): Promise<void> {
    await this.#browser.close()
    rmSync(this.#folder, { recursive: true })
  }

  async open(markup: string, options: BrowserContextOptions = {}): Promise<Page> {
    const file = join(this.#folder, `${crypto.randomUUID()}.html`)
    writeFileSync(file, markup)
    const url = pathToFileURL(file).href
    const context = await this.#browser.newContext({ offline: true, reducedMotion: 'reduce', ...options })
    context.setDefaultTimeout(20_000)
    const page = await context.newPage()
    page.on('console', (message) => this.complaints.push(message.text()))
    page.on('pageerror', (error) => this.complaints.push(String(error)))
    page.on('requestfinished', (request) => {
      if (request.url().split('#')[0] !== url) this.complaints.push(`loaded ${request.url()}`)
    })
    page.on('requestfailed', (request) => {
      const why = request.failure()?.errorText === 'csp' ? 'was refused' : 'asked for'
      this.complaints.push(`${why} ${request.url()}`)
    })
    page.on('dialog', (dialog) => {
      this.complaints.push(`said ${dialog.message()}`)
      void dialog.dismiss()
    })
    await page.goto(url)
    return page
  }
}
