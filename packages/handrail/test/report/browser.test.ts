import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { renderReport } from '../../src/report/index.ts'
import { browserPath, PageOpener } from './support/browser.ts'
import { calibration } from './support/calibration.ts'
import { clean, desk } from './support/desk.ts'
import { attacks, hostile } from './support/hostile.ts'
import { judged } from './support/recorded.ts'

const mustRun = !['', 'false'].includes(process.env.CI ?? '') && process.platform === 'linux'

const missing =
  'The report page is not tested: no Chromium at /usr/bin/chromium; CHROMIUM_PATH can name another.'
if (!browserPath && !mustRun) console.warn(missing)

it.runIf(mustRun)('has a browser in CI', () => {
  expect(browserPath, missing).toBeDefined()
})

describe.skipIf(!browserPath)('the report page in a browser', () => {
  const markup = renderReport({ title: 'Week 38', ...judged([clean, desk]), calibration: calibration() })
  let opener: PageOpener
  beforeAll(async () => {
    opener = await PageOpener.start()
  })
  afterAll(() => opener?.stop())
  afterEach(() => {
    expect(opener.complaints.splice(0)).toEqual([])
  })

  it('shows where an argument came from when it is pointed at', async () => {
    const page = await opener.open(markup)
    expect(await active(page)).toEqual([])
    await page.getByRole('link', { name: /from get_orders/ }).hover()
    expect(await active(page)).toEqual(['W7000021'])
    await page
      .getByRole('link', { name: /from the user/ })
      .first()
      .hover()
    expect(await active(page)).toEqual(['yara_silva_4417'])
    await page.getByRole('heading', { level: 1 }).hover()
    expect(await active(page)).toEqual([])
    // The other way around: a source shows who took it.
    await page.locator('mark', { hasText: 'W7000021' }).hover()
    expect(await active(page)).toEqual(['↖ from get_orders $.orders[21].order_id'])
    expect(await page.locator('.call .nowhere').allTextContents()).toEqual(['✕ found nowhere'])
  })

  it('shows an excerpt of a source that is out of sight, which Escape puts away', async () => {
    const page = await opener.open(markup, { viewport: { width: 1000, height: 260 } })
    const link = page.getByRole('link', { name: /from the user/ }).first()
    const excerpt = page.locator('.excerpt', { hasText: 'my kettle' })
    await link.focus()
    await expect.poll(() => excerpt.isVisible()).toBe(true)
    expect(await isWithin(page, '.excerpt:not([hidden])', 'article')).toBe(true)
    await page.keyboard.press('Escape')
    expect(await excerpt.isVisible()).toBe(false)
  })

  it('can be used with the keyboard alone', async () => {
    const page = await opener.open(markup)
    await page.keyboard.press('Tab')
    expect(await focused(page)).toBe('To the content')
    await page.keyboard.press('Enter')
    await expect.poll(() => page.evaluate('document.activeElement.id')).toBe('main')

    await tabTo(page, /from get_orders/)
    expect(await active(page)).toEqual(['W7000021'])
    await page.keyboard.press('Enter')
    await expect.poll(() => focused(page)).toBe('W7000021')
    expect(await page.locator('mark:target').textContent()).toBe('W7000021')
    await page.keyboard.press('Escape')
    expect(await focused(page)).toContain('from get_orders')

    // A flagged call is reached from the list of all of them.
    await page.locator('#flagged-calls a').first().focus()
    await page.keyboard.press('Enter')
    await expect.poll(() => page.evaluate('document.activeElement.dataset.state')).toBe('flagged')
  })

  it('opens what a link leads to', async () => {
    const page = await opener.open(markup)
    const article = page.getByRole('article', { name: 'desk/cancel' })
    expect(await article.getByText('Cancel order').first().isVisible()).toBe(false)
    await page
      .getByRole('navigation', { name: 'Contents' })
      .getByRole('link', { name: 'desk/cancel' })
      .click()
    await article.getByText('Cancel order').first().waitFor()
  })

  it('sorts tables', async () => {
    const page = await opener.open(markup)
    const tools = () => page.locator('#tools-table tbody th').allTextContents()
    expect(await tools()).toEqual(['refund_payment', 'cancel_order', 'get_orders'])
    const name = page.getByRole('columnheader', { name: 'Tool' })
    await name.getByRole('button').click()
    expect(await tools()).toEqual(['cancel_order', 'get_orders', 'refund_payment'])
    expect(await name.getAttribute('aria-sort')).toBe('ascending')
    await name.getByRole('button').press('Enter')
    expect(await tools()).toEqual(['refund_payment', 'get_orders', 'cancel_order'])
    expect(await name.getAttribute('aria-sort')).toBe('descending')
    await page.getByRole('columnheader', { name: 'Judged' }).getByRole('button').first().click()
    expect((await tools())[2]).toBe('get_orders')
    expect(await name.getAttribute('aria-sort')).toBeNull()
  })

  it('draws charts that are read out, with their data beside', async () => {
    const page = await opener.open(markup)
    const chart = page.getByRole('img', { name: 'Recall by family of made-up values, with intervals' })
    expect(await chart.count()).toBe(1)
    expect((await chart.boundingBox())?.width).toBeGreaterThan(600)
    const figure = page.locator('figure').filter({ has: chart })
    await figure.getByText('Data of this chart').click()
    await figure.getByRole('table', { name: 'Recall by family' }).waitFor()
  })

  it.each([
    ['light', 'rgb(246, 245, 241)'],
    ['dark', 'rgb(21, 21, 19)'],
  ] as const)('is %s where that is preferred', async (colorScheme, ground) => {
    const page = await opener.open(markup, { colorScheme })
    expect(await page.evaluate('getComputedStyle(document.documentElement).backgroundColor')).toBe(ground)
    // What SVG says in variables is a colour there too.
    const dot = await page.evaluate("getComputedStyle(document.querySelector('.chart circle')).fill")
    expect(dot).toBe(colorScheme === 'dark' ? 'rgb(108, 210, 184)' : 'rgb(13, 107, 91)')
  })

  it.each([320, 390, 768, 1280])('is never wider than a screen of %i px', async (width) => {
    const page = await opener.open(markup, { viewport: { width, height: 800 } })
    await page.evaluate("for (const details of document.querySelectorAll('details')) details.open = true")
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width)
    const hostilePage = await opener.open(renderReport({ title: attacks.join(''), ...judged([hostile]) }), {
      viewport: { width, height: 800 },
    })
    expect(await hostilePage.evaluate('document.documentElement.scrollWidth')).toBe(width)
  })

  it('moves nothing by itself where motion is not wanted', async () => {
    const behaviour = 'getComputedStyle(document.documentElement).scrollBehavior'
    expect(await (await opener.open(markup)).evaluate(behaviour)).toBe('auto')
    const moving = await opener.open(markup, { reducedMotion: 'no-preference' })
    expect(await moving.evaluate(behaviour)).toBe('smooth')
  })

  it('prints without what is only for the screen, and with the data of the charts', async () => {
    const page = await opener.open(markup, { colorScheme: 'dark' })
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
    expect(await page.getByRole('navigation', { name: 'Contents' }).isVisible()).toBe(false)
    expect(await page.evaluate('getComputedStyle(document.body).color')).toBe('rgb(31, 30, 27)')
    const table = page.getByRole('table', { name: 'Recall by family' })
    expect(await table.isVisible()).toBe(false)
    await page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(await table.isVisible()).toBe(true)
    expect(await page.locator('mark', { hasText: 'W7000021' }).isVisible()).toBe(true)
    await page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(await table.isVisible()).toBe(false)
    expect((await page.pdf({ format: 'A4' })).subarray(0, 5).toString()).toBe('%PDF-')
  })

  it('runs nothing of what a recording holds', async () => {
    const page = await opener.open(
      renderReport({
        title: attacks.join(' '),
        ...judged([hostile, desk]),
        calibration: calibration({ tool: attacks.join(''), family: attacks.join('') }),
      }),
    )
    await page.evaluate("for (const details of document.querySelectorAll('details')) details.open = true")
    for (const link of await page.locator('.origin a').all()) await link.hover()
    expect(await page.evaluate('window.hacked')).toBeUndefined()
    expect(
      await page.evaluate('document.querySelectorAll("iframe, img, form, base, foreignObject").length'),
    ).toBe(0)
    expect(await page.evaluate('document.scripts.length')).toBe(1)
    await page.getByRole('heading', { level: 1, name: /<\/script><script>/ }).waitFor()
  })

  it('would run nothing even if markup came in', async () => {
    const attack = `<img src="https://example.com/x" onerror="window.hacked = 1"><script>window.hacked = 2</script>`
    const page = await opener.open(markup.replace('<h1>', `<h1>${attack}`))
    await page.waitForLoadState('load')
    expect(await page.evaluate('window.hacked')).toBeUndefined()
    const refused = opener.complaints.splice(0)
    expect(refused.filter((each) => /content security policy/i.test(each)).length).toBeGreaterThanOrEqual(2)
    expect(refused.filter((each) => /^(?:asked for|loaded) /.test(each))).toEqual([])
    await expect(page.evaluate("document.body.insertAdjacentHTML('beforeend', '<b>x</b>')")).rejects.toThrow(
      /TrustedHTML/,
    )
    opener.complaints.splice(0)
  })
})

/** What is highlighted. */
function active(page: Page): Promise<string[]> {
  return page.locator('[data-active]').allTextContents()
}

function focused(page: Page): Promise<string> {
  return page.evaluate('document.activeElement.textContent')
}

/** Whether what is shown of one element lies within the width of another. */
function isWithin(page: Page, inner: string, outer: string): Promise<boolean> {
  return page.evaluate(`(() => {
    const shown = [...document.querySelectorAll(${JSON.stringify(inner)})].find((each) => each.checkVisibility())
    const a = shown.getBoundingClientRect()
    const b = shown.closest(${JSON.stringify(outer)}).getBoundingClientRect()
    return a.left >= b.left && a.right <= b.right
  })()`)
}

/** Presses Tab until something is focused. */
async function tabTo(page: Page, text: RegExp): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press('Tab')
    if (text.test(await focused(page))) return
  }
  throw new Error(`Tab does not reach ${text}`)
}
