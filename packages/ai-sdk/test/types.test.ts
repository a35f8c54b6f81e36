import { createGuard } from '@handrail/core'
import {
  dynamicTool,
  generateText,
  type InferUITools,
  streamText,
  ToolLoopAgent,
  type ToolSet,
  tool,
} from 'ai'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { z } from 'zod'
import { guardTools } from '../src/index.ts'
import { mockModel } from './support/sdk.ts'

const tools = {
  get_order: tool({
    inputSchema: z.object({ orderId: z.string() }),
    execute: async ({ orderId }) => ({ orderId, total: 12 }),
  }),
  watch_order: tool({
    inputSchema: z.object({ orderId: z.string() }),
    async *execute() {
      yield { progress: 1 }
    },
  }),
  confirm: tool({ inputSchema: z.object({ text: z.string() }), outputSchema: z.boolean() }),
  remote: dynamicTool({ inputSchema: z.object({}), execute: async () => 1 as unknown }),
  locate: tool({
    inputSchema: z.object({}),
    contextSchema: z.object({ user: z.string() }),
    execute: async (_input, { context }) => context.user,
  }),
}

describe('guarded tools have the type of the tools', () => {
  const guarded = guardTools(tools)

  test('as a set, tool by tool, and in a chat', () => {
    expectTypeOf(guarded).toEqualTypeOf<typeof tools>()
    expectTypeOf(guarded.get_order).toEqualTypeOf(tools.get_order)
    expectTypeOf<InferUITools<typeof guarded>>().toEqualTypeOf<InferUITools<typeof tools>>()
    expect(Object.keys(guarded)).toEqual(Object.keys(tools))
  })

  test('in the hosts of the SDK', () => {
    const model = mockModel()
    const settings = { model, prompt: 'Hello', toolsContext: { locate: { user: 'me' } } }
    const generate = () => generateText({ ...settings, tools: guarded })
    const plain = () => generateText({ ...settings, tools })
    expectTypeOf(generate).toEqualTypeOf(plain)
    expectTypeOf(() => streamText({ ...settings, tools: guarded })).toEqualTypeOf(() =>
      streamText({ ...settings, tools }),
    )
    const { model: _, prompt: __, ...rest } = settings
    expectTypeOf(new ToolLoopAgent({ model, tools: guarded, ...rest }).tools).toEqualTypeOf<typeof tools>()
    expectTypeOf(guardTools({} as ToolSet)).toEqualTypeOf<ToolSet>()
  })

  test('with a guard, and with options', () => {
    expectTypeOf(guardTools(tools, createGuard())).toEqualTypeOf<typeof tools>()
    expectTypeOf(guardTools(tools, { handler: 'enforce' })).toEqualTypeOf<typeof tools>()
    // @ts-expect-error there is no such option
    expect(() => guardTools(tools, { handlr: 'enforce' })).toThrow(/handlr/)
    // @ts-expect-error tools are an object
    expect(() => guardTools(undefined)).toThrow('Expected `tools` to be an object of tools')
    // @ts-expect-error there is no such tool
    expect(guarded.cancel_order).toBeUndefined()
    expect(() => guardTools(tools, { handler: 'enforec' })).toThrow(/enforce/)
  })
})
