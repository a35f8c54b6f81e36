import { type Corpus, corpusOf, createGuard } from '@handrail/core'
import {
  dynamicTool,
  generateText,
  type InferUITools,
  type LanguageModel,
  type ModelMessage,
  streamText,
  ToolLoopAgent,
  type ToolSet,
  tool,
  type UIMessage,
} from 'ai'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { z } from 'zod'
import { guardTools, transcriptFromMessages, withHandrail } from '../src/index.ts'

// Checked twice: with ai 7 as everything else, and with the types of ai 6 by tsconfig.ai-6.json.

const tools = {
  get_order: tool({
    inputSchema: z.object({ orderId: z.string() }),
    execute: async ({ orderId }) => ({ orderId, total: 12 }),
  }),
  watch_order: tool({
    inputSchema: z.object({ orderId: z.string() }),
    needsApproval: true,
    async *execute() {
      yield { progress: 1 }
    },
  }),
  confirm: tool({ inputSchema: z.object({ text: z.string() }), outputSchema: z.boolean() }),
  remote: dynamicTool({ inputSchema: z.object({}), execute: async () => 1 as unknown }),
}
type Tools = typeof tools

describe('in ai 6 and ai 7', () => {
  test.each([guardTools(tools), guardTools(tools, createGuard()), withHandrail({ tools }).tools])(
    'guarded tools have the type of the tools: %#',
    (guarded) => {
      expectTypeOf(guarded).toEqualTypeOf<Tools>()
      expectTypeOf(guarded.get_order).toEqualTypeOf(tools.get_order)
      expectTypeOf<InferUITools<typeof guarded>>().toEqualTypeOf<InferUITools<Tools>>()
      expectTypeOf<UIMessage<never, never, InferUITools<typeof guarded>>>().toEqualTypeOf<
        UIMessage<never, never, InferUITools<Tools>>
      >()
      expect(Object.keys(guarded)).toEqual(Object.keys(tools))
    },
  )

  test('a set of any tools stays one', () => {
    expectTypeOf(guardTools({} as ToolSet)).toEqualTypeOf<ToolSet>()
    expectTypeOf(withHandrail({ tools: {} as ToolSet }).tools).toEqualTypeOf<ToolSet>()
  })

  test('the hosts take them, and their results keep their types', () => {
    const settings = { model: 'acme/model' as LanguageModel, prompt: 'Hello' }
    const guarded = guardTools(tools, { handler: 'enforce', defer: 'approval' })
    expectTypeOf(() => generateText({ ...settings, tools: guarded })).toEqualTypeOf(() =>
      generateText({ ...settings, tools }),
    )
    expectTypeOf(() => streamText({ ...settings, tools: guarded })).toEqualTypeOf(() =>
      streamText({ ...settings, tools }),
    )
    expectTypeOf(new ToolLoopAgent({ model: settings.model, tools: guarded }).tools).toEqualTypeOf<Tools>()
    expect(() => generateText({ ...settings, ...withHandrail({ tools }) })).toBeTypeOf('function')
  })

  test('messages of the SDK are read', () => {
    const messages: ModelMessage[] = [{ role: 'user', content: 'Hello' }]
    expectTypeOf(corpusOf(transcriptFromMessages(messages))).toEqualTypeOf<Corpus>()
    expect(transcriptFromMessages(messages)).toHaveLength(1)
  })

  test('what is no option is refused', () => {
    // @ts-expect-error there is no such option
    expect(() => guardTools(tools, { handlr: 'enforce' })).toThrow(/handlr/)
    // @ts-expect-error there is no such tool
    expect(guardTools(tools).cancel_order).toBeUndefined()
  })
})
