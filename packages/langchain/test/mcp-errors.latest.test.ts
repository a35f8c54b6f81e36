import { createGuard } from '@handrail/core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { guardTools } from '../src/index.ts'
import { hosts } from './support/hosts.ts'
import { call, connect, MINTED, user } from './support/mcp.ts'
import { answerTo } from './support/shop.ts'

let shop: Awaited<ReturnType<typeof connect>>
beforeAll(async () => {
  shop = await connect()
})
beforeEach(async () => {
  await shop.takeLog()
})
afterAll(() => shop.close())

/** A node that calls its tools itself, and a loop, leave errors to the app. */
const leavesErrors = ([name]: (typeof hosts)[number]) => /node|loop/.test(name)
const steps = [[call('change_order')], [call('fetch_order', MINTED, 'm')]]

describe.each(hosts.filter((host) => !leavesErrors(host)))('an error of the server in %s', (_, host) => {
  test('keeps its words, and repeating the value proves nothing', async () => {
    const guard = createGuard({ handler: 'enforce' })
    const plain = await host({ tools: shop.tools, steps: steps.slice(0, 1), user })
    const run = await host({ tools: guardTools(shop.tools, guard), steps, user })
    const words = answerTo(plain.prompt, 'c').text
    expect(words).toContain(`Order ${MINTED} not found.`)
    const read = answerTo(run.prompt, 'c').text.split('\n')
    expect(read.filter((line) => !line.startsWith('[handrail]'))).toEqual(words.split('\n'))
    expect(answerTo(run.prompt, 'c').status).toBe(answerTo(plain.prompt, 'c').status)
    expect(guard.records().map(({ outcome }) => outcome.intervention)).toEqual(['WARN', 'BLOCK'])
    expect(await shop.takeLog()).toEqual([`change_order ${MINTED}`, `change_order ${MINTED}`])
  })
})

describe.each(hosts.filter(leavesErrors))('an error of the server in %s', (_, host) => {
  test('reaches the app with its name and words, once', async () => {
    const plain: Error = await host({ tools: shop.tools, steps, user }).catch((error) => error)
    const tools = guardTools(shop.tools, { handler: 'enforce' })
    const thrown: Error = await host({ tools, steps, user }).catch((error) => error)
    expect(plain.message).toContain(`Order ${MINTED} not found.`)
    expect([thrown.name, thrown.message]).toEqual(['ToolException', plain.message])
    expect(String(thrown)).toMatch(/\n\[handrail\] WARN: /)
    expect(await shop.takeLog()).toEqual([`change_order ${MINTED}`, `change_order ${MINTED}`])
  })
})
