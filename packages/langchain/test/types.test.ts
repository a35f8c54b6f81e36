import type { TranscriptEntry } from '@handrail/core'
import type { BaseMessageLike } from '@langchain/core/messages'
import { RunnableLambda, type RunnableToolLike } from '@langchain/core/runnables'
import { fakeModel } from '@langchain/core/testing'
import type { DynamicStructuredTool, DynamicTool, StructuredToolInterface } from '@langchain/core/tools'
import { createReactAgent, ToolNode } from '@langchain/langgraph/prebuilt'
import { createAgent } from 'langchain'
import { expect, expectTypeOf, test } from 'vitest'
import { z } from 'zod'
import { guardTool, guardTools, HandrailCallbackHandler, transcriptFromMessages } from '../src/index.ts'
import { shop } from './support/shop.ts'

const { update, cancel, find } = shop()

test('a guarded tool is of the type it had', () => {
  expectTypeOf(guardTool(update)).toEqualTypeOf(update)
  expectTypeOf(guardTools([update, cancel])).toEqualTypeOf<[typeof update, typeof cancel]>()
  const list: DynamicStructuredTool[] = []
  expectTypeOf(guardTools(list)).toEqualTypeOf<DynamicStructuredTool[]>()
  expectTypeOf<DynamicTool>().toExtend<Parameters<typeof guardTool<DynamicTool>>[0]>()
  expect(guardTools([])).toEqual([])
})

test('runnables as tools and tools of a provider may stand in a list', () => {
  const runnable = new RunnableLambda({ func: async (x: { id: string }) => x.id }).asTool({
    name: 'a',
    schema: z.object({ id: z.string() }),
  })
  expectTypeOf(guardTool(runnable)).toEqualTypeOf(runnable)
  const search = { type: 'web_search' } as const
  expectTypeOf(guardTools([update, runnable, search])).toEqualTypeOf<
    [typeof update, typeof runnable, typeof search]
  >()
  const list: (StructuredToolInterface | DynamicTool | RunnableToolLike)[] = [update, runnable]
  createAgent({ model: fakeModel(), tools: guardTools(list) })
  createAgent({ model: fakeModel(), tools: guardTools([update, { type: 'web_search' }]) })
})

test('guarded tools fit where tools go', () => {
  const tools = guardTools([find, update, cancel], { handler: 'enforce' })
  createAgent({ model: fakeModel(), tools })
  createReactAgent({ llm: fakeModel(), tools })
  expect(new ToolNode(tools).tools).toBe(tools)
})

test('what is no tool, option or message is refused', () => {
  // @ts-expect-error no tool
  expect(() => guardTool('cancel_order')).toThrow()
  // @ts-expect-error no such option
  expect(() => guardTool(update, { ladders: [] })).toThrow()
  // @ts-expect-error no messages
  expect(() => transcriptFromMessages([{ text: 1 }])).not.toThrow()
  // @ts-expect-error no such option
  expect(() => new HandrailCallbackHandler({ onVerdict: () => {} })).toThrow()
  expectTypeOf(transcriptFromMessages).toEqualTypeOf<
    (messages: readonly BaseMessageLike[]) => TranscriptEntry[]
  >()
})
