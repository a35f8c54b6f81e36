import { HandrailError } from '@handrail/core'
import { HumanMessage } from '@langchain/core/messages'
import { RunnableLambda } from '@langchain/core/runnables'
import { tool } from '@langchain/core/tools'
import { describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { guardTool, guardTools } from '../src/index.ts'
import { createAgentHost } from './support/hosts.ts'
import { MINTED, REAL, shop } from './support/shop.ts'

const args = { order_id: REAL }
const judged = { state: { messages: [new HumanMessage('Cancel my order.')] } } as object

type Run = (...args: unknown[]) => Promise<unknown>

describe.each(['invoke', 'call'] as const)('%s of a guarded tool', (way) => {
  test('can be patched, runs once, and is guarded inside', async () => {
    const { cancel, ran } = shop()
    const guarded = guardTool(cancel, { handler: 'enforce' }) as unknown as Record<typeof way, Run>
    const original = guarded[way].bind(guarded)
    let patched = 0
    const patch = (...args: unknown[]) => {
      patched++
      return original(...args)
    }
    guarded[way] = patch
    expect(guarded[way]).toBe(patch)
    await guarded[way](args)
    expect([patched, ran]).toEqual([1, [`cancel_order ${REAL}`]])
    expect(await guarded[way]({ order_id: MINTED }, judged)).toContain('[handrail] BLOCK')
    expect(ran).toHaveLength(1)
    Reflect.deleteProperty(guarded, way)
    expect(guarded[way]).not.toBe(patch)
  })

  test('can be spied on and put back', async () => {
    const { cancel, ran } = shop()
    const guarded = guardTool(cancel, { handler: 'enforce' })
    const spy = vi.spyOn(guarded, way)
    await guarded[way](args)
    expect(spy).toHaveBeenCalledTimes(1)
    expect(ran).toHaveLength(1)
    spy.mockRestore()
    expect(vi.isMockFunction(guarded[way])).toBe(false)
    expect(await guarded[way]({ order_id: MINTED }, judged)).toContain('[handrail] BLOCK')
  })

  test('can be defined anew, and batches go through it', async () => {
    const { cancel, ran } = shop()
    const guarded = guardTool(cancel)
    Object.defineProperty(guarded, way, { value: async () => 'patched' })
    expect(await guarded[way](args)).toBe('patched')
    expect(Object.getOwnPropertyDescriptor(guarded, way)?.value).toBe(guarded[way])
    if (way === 'invoke') expect(await guarded.batch([args])).toEqual(['patched'])
    expect(ran).toEqual([])
  })

  test('a patch of the tool itself is kept', async () => {
    const { cancel } = shop()
    cancel[way] = (async () => 'patched') as never
    expect(await guardTool(cancel)[way](args)).toBe('patched')
  })
})

test('other properties go to the tool', () => {
  const { cancel } = shop()
  const guarded = guardTool(cancel)
  Object.defineProperty(guarded, 'extra', { value: 1, configurable: true })
  expect(Object.getOwnPropertyDescriptor(cancel, 'extra')?.value).toBe(1)
  Reflect.deleteProperty(guarded, 'extra')
  expect('extra' in cancel).toBe(false)
})

test('a function that a tool holds is the same one, and not bound', () => {
  const { cancel } = shop()
  expect(guardTool(cancel).func).toBe(cancel.func)
})

test('`call` hands its tags on', async () => {
  const { cancel } = shop()
  const seen: unknown[] = []
  const callbacks = [{ handleToolStart: (...args: unknown[]) => void seen.push(args[4]) }]
  await guardTool(cancel).call(args, { callbacks }, ['mine'])
  expect(seen).toEqual([['mine']])
})

describe('a list of tools', () => {
  test('may hold runnables as tools: every way to run them is guarded', async () => {
    const ran: unknown[] = []
    const runnable = () =>
      guardTool(
        new RunnableLambda({ func: async (input: { order_id: string }) => `ran ${ran.push(input)}` }).asTool({
          name: 'cancel_order',
          description: 'cancel',
          schema: z.object({ order_id: z.string() }),
        }),
        { handler: 'enforce' },
      )
    const minted = { order_id: MINTED }
    expect(await runnable().invoke(minted, judged)).toContain('[handrail] BLOCK')
    await runnable().batch([minted], judged)
    for await (const _ of await runnable().stream(minted, judged));
    await runnable().withConfig(judged).invoke(minted)
    await runnable().withRetry().invoke(minted, judged)
    await runnable()
      .pipe(new RunnableLambda({ func: (x: unknown) => x }))
      .invoke(minted, judged)
    expect(ran).toEqual([])
    await createAgentHost({
      tools: guardTools([runnable()]) as never,
      steps: [[{ id: 'c', name: 'cancel_order', args: minted }]],
      user: `Cancel ${MINTED}`,
    })
    expect(ran).toHaveLength(1)
  })

  test('may hold tools of the provider, which are returned as they are', () => {
    const search = { type: 'web_search' }
    const { cancel } = shop()
    const [own, theirs] = guardTools([cancel, search])
    expect(own.name).toBe('cancel_order')
    expect(theirs).toBe(search)
  })

  test('must be a list', () => {
    const { cancel } = shop()
    // @ts-expect-error no list
    expect(() => guardTools({ cancel })).toThrow('Expected `tools` to be a list of tools, got object.')
    try {
      guardTools(null as never)
    } catch (error) {
      expect(HandrailError.isInstance(error) && error.code).toBe('INVALID_OPTION')
      expect(String(error)).toContain('got null')
    }
    expect.assertions(3)
  })
})

test('`withRetry` makes as many attempts as with the bare tool', async () => {
  const attempts = async (guard: boolean, error: Error) => {
    let runs = 0
    const bare = tool(
      async () => {
        runs++
        throw error
      },
      { name: 'update_order', description: 'update', schema: z.object({ order_id: z.string() }) },
    )
    const own = guard ? guardTool(bare, { handler: 'enforce' }) : bare
    await own
      .withRetry({ stopAfterAttempt: 2 })
      .invoke({ order_id: MINTED }, judged)
      .catch(() => {})
    return runs
  }
  const errors = [new TypeError('fetch failed'), new Error('down'), new TypeError('x')]
  const all = (guard: boolean) => Promise.all(errors.map((error) => attempts(guard, error)))
  const [guarded, bare] = await Promise.all([all(true), all(false)])
  expect(guarded).toEqual(bare)
})
