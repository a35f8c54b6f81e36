import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { browserPath, DeskPage } from './desk-page.ts'

const mustRun = !['', 'false'].includes(process.env.CI ?? '') && process.platform === 'linux'

const missing = 'The page is not tested: no Chromium at /usr/bin/chromium; CHROMIUM_PATH can name another.'
if (!browserPath && !mustRun) console.warn(missing)

it.runIf(mustRun)('has a browser in CI', () => {
  expect(browserPath, missing).toBeDefined()
})

describe.skipIf(!browserPath)('the page', () => {
  let desk: DeskPage
  beforeAll(async () => {
    desk = await DeskPage.start()
  })
  afterAll(() => desk?.stop())

  const refunds = async () => (await desk.tables()).refunds
  const lamp = async () => (await desk.tables()).orders.find(({ item }) => item === 'desk lamp')?.status
  const toGiftCard = {
    ...{ order_id: '#W5442520', payment_method_id: 'gift_card_8150372' },
    ...{ customer: 'Yara Silva', amount: 54 },
  }

  it('shows where each argument came from, and goes on after a rejection', async () => {
    const page = await desk.open()
    await page.getByRole('button', { name: /Refund a kettle/ }).click()
    const call = card(page, 'refund_payment')
    await call.getByText('Waiting for you').waitFor()

    // Two arguments have an origin, and it is highlighted there and nowhere else.
    await expect
      .poll(() => page.locator('mark').allTextContents())
      .toEqual(['yara_silva_4417customer_id', '#W5442520order_id'])
    expect(await page.locator('.user').textContent()).toContain(
      'Yara Silva (yara_silva_4417customer_id) says',
    )
    expect(await page.locator('.user mark').count()).toBe(1)
    const kettle = card(page, 'get_customer').getByRole('row', { name: /kettle/ })
    expect(await kettle.locator('mark').textContent()).toContain('#W5442520')
    expect(await argument(page, 'order_id')).toBe('order_id#W5442520from get_customer, $.orders[2].order_id')
    expect(await argument(page, 'customer_id')).toBe('customer_idyara_silva_4417from what you wrote')
    // The third has none, and the fourth is no id.
    expect(await argument(page, 'payment_method_id')).toBe(
      'payment_method_idcredit_card_8150372not seen anywhere in this conversation',
    )
    expect(await argument(page, 'amount')).toBe('amount54')

    await call.getByRole('button', { name: /from get_customer/ }).hover()
    await expect
      .poll(() => page.locator('mark[data-active]').allTextContents())
      .toEqual(['#W5442520order_id'])
    await call.getByRole('button', { name: /from what you wrote/ }).hover()
    await expect
      .poll(() => page.locator('mark[data-active]').allTextContents())
      .toEqual(['yara_silva_4417customer_id'])
    expect(await refunds()).toEqual([])

    await page.getByLabel('Reason, which the assistant reads').fill('She has no credit card.')
    await page.getByRole('button', { name: 'Reject refund_payment' }).click()
    await page.getByText('I refunded 54.00 for the kettle.').waitFor()
    expect(await page.getByText('I see: “She has no credit card.”').count()).toBe(1)
    expect(await card(page, 'refund_payment').locator('.state').allTextContents()).toEqual([
      'Rejected by you · did not run',
      'Every id is known · done',
    ])
    await expect.poll(() => page.locator('mark').count()).toBe(0)
    expect(await refunds()).toEqual([toGiftCard])
    await page
      .getByRole('complementary')
      .getByRole('row', { name: /gift_card_8150372 Yara Silva 54.00/ })
      .waitFor()
  })

  it('runs what was approved, as it was asked', async () => {
    const page = await desk.open()
    await page.getByRole('button', { name: /Cancel an order/ }).click()
    await page.getByRole('button', { name: 'Approve cancel_order' }).waitFor()
    expect(await argument(page, 'order_id')).toBe('order_id#W8732376not seen anywhere in this conversation')
    await expect.poll(() => page.getByRole('status').textContent()).toBe('Waiting for your decision')
    expect(await page.getByRole('button', { name: 'Send' }).isDisabled()).toBe(true)
    expect(await lamp()).toBe('processing')

    await page.getByRole('button', { name: 'Approve cancel_order' }).click()
    await page.getByText('The order is cancelled.').waitFor()
    expect(await card(page, 'cancel_order').locator('.state').textContent()).toBe('Approved by you · done')
    expect(await lamp()).toBe('cancelled')
    await page
      .getByRole('complementary')
      .getByRole('row', { name: /#W8732376 .* cancelled/ })
      .waitFor()

    await page.getByRole('button', { name: 'Start over' }).click()
    await page.getByRole('heading', { name: 'What does the customer need?' }).waitFor()
    expect(await lamp()).toBe('processing')
  })

  it('can be used with the keyboard alone, on a narrow screen, in the dark', async () => {
    const page = await desk.open({ viewport: { width: 360, height: 700 }, colorScheme: 'dark' })
    await page.getByRole('button', { name: /Refund a kettle/ }).waitFor()
    await tabTo(page, /^Refund a kettle/)
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Approve refund_payment' }).waitFor()
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360)

    await tabTo(page, /^from get_customer/)
    await expect
      .poll(() => page.locator('mark[data-active]').allTextContents())
      .toEqual(['#W5442520order_id'])
    await tabTo(page, /^Approve$/)
    await expect.poll(() => page.locator('mark[data-active]').count()).toBe(0)
    await page.keyboard.press('Enter')
    await page.getByText('I refunded 54.00 for the kettle.').waitFor()
    expect(await refunds()).toEqual([
      { ...toGiftCard, payment_method_id: 'credit_card_8150372', customer: null },
    ])
  })

  it('waits for a decision across a reload', async () => {
    const page = await desk.open()
    await page.getByRole('button', { name: /Refund a kettle/ }).click()
    await page.getByRole('button', { name: 'Reject refund_payment' }).waitFor()
    await page.reload()
    await page.getByRole('button', { name: 'Reject refund_payment' }).waitFor()
    await expect
      .poll(() => page.locator('mark').allTextContents())
      .toEqual(['yara_silva_4417customer_id', '#W5442520order_id'])
    await page.getByRole('button', { name: 'Reject refund_payment' }).click()
    await page.getByText('I refunded 54.00 for the kettle.').waitFor()
    expect(await refunds()).toEqual([toGiftCard])
  })

  it('says so when the server is down, and goes on when it is back', async () => {
    const page = await desk.open()
    await page.getByRole('button', { name: /Cancel an order/ }).click()
    await page.getByRole('button', { name: 'Approve cancel_order' }).waitFor()
    await page.route('**/api/**', (route) => route.abort())
    await page.getByRole('button', { name: 'Approve cancel_order' }).click()
    const alert = page.getByRole('main').getByRole('alert')
    await alert.getByText('The server does not answer.').waitFor()
    expect(await lamp()).toBe('processing')

    await page.unroute('**/api/**')
    await alert.getByRole('button', { name: 'Try again' }).click()
    await page.getByText('The order is cancelled.').waitFor()
    expect(await lamp()).toBe('cancelled')
    await page.getByRole('alert').waitFor({ state: 'detached' })
  })
})

/** The cards of a tool's calls. */
function card(page: Page, toolName: string) {
  return page.getByRole('region', { name: toolName, exact: true })
}

/** An argument of the call that waits, as it reads. */
async function argument(page: Page, name: string): Promise<string> {
  const item = page
    .locator('.card[data-state=approval-requested] li')
    .filter({ has: page.getByText(name, { exact: true }) })
  return (await item.textContent()) ?? ''
}

/** Presses Tab until something is focused. */
async function tabTo(page: Page, text: RegExp): Promise<void> {
  for (let presses = 0; presses < 30; presses++) {
    await page.keyboard.press('Tab')
    if (text.test(await page.evaluate('document.activeElement.textContent'))) return
  }
  throw new Error(`Tab does not reach ${text}`)
}
