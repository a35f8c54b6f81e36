import { createGuard } from '@handrail/core'
import {
  type GenericToolApprovalFunction,
  generateText,
  type InferUITools,
  streamText,
  type ToolApprovalConfiguration,
  ToolLoopAgent,
  type ToolSet,
  tool,
} from 'ai'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { z } from 'zod'
import { withHandrail } from '../src/index.ts'
import { mockModel } from './support/sdk.ts'

const tools = {
  get_order: tool({
    inputSchema: z.object({ orderId: z.string() }),
    execute: async ({ orderId }) => ({ orderId, total: 12 }),
  }),
  confirm: tool({ inputSchema: z.object({ text: z.string() }), outputSchema: z.boolean() }),
  locate: tool({
    inputSchema: z.object({}),
    contextSchema: z.object({ user: z.string() }),
    execute: async (_input, { context }) => context.user,
  }),
}
const model = mockModel()
const settings = { model, prompt: 'Hello', toolsContext: { locate: { user: 'me' } } }

describe('withHandrail', () => {
  test('returns tools of the same type', () => {
    const guarded = withHandrail({ tools })
    expectTypeOf(guarded.tools).toEqualTypeOf<typeof tools>()
    expectTypeOf<InferUITools<typeof guarded.tools>>().toEqualTypeOf<InferUITools<typeof tools>>()
    expect(Object.keys(guarded)).toEqual(['tools', 'toolApproval'])
  })

  test('is spread into every host, whose results keep their types', () => {
    const plain = () => generateText({ ...settings, tools })
    expectTypeOf(() => generateText({ ...settings, ...withHandrail({ tools }) })).toEqualTypeOf(plain)
    expectTypeOf(() => streamText({ ...settings, ...withHandrail({ tools }, createGuard()) })).toEqualTypeOf(
      () => streamText({ ...settings, tools }),
    )
    const { prompt: _, ...ofAgent } = settings
    const agent = new ToolLoopAgent({ ...ofAgent, ...withHandrail({ tools }, { defer: 'approval' }) })
    expectTypeOf(agent.tools).toEqualTypeOf<typeof tools>()
    const withContext = () =>
      generateText({ ...settings, ...withHandrail({ tools }), runtimeContext: { tenant: 'acme' } })
    expectTypeOf(withContext).toEqualTypeOf(() =>
      generateText({ ...settings, tools, runtimeContext: { tenant: 'acme' } }),
    )
    expectTypeOf(withHandrail({ tools: {} as ToolSet }).tools).toEqualTypeOf<ToolSet>()
  })

  test('knows what the app’s own rules are called with', () => {
    withHandrail({
      tools,
      toolApproval: {
        get_order: (input, { toolCallId, messages }) => {
          expectTypeOf(input).toEqualTypeOf<{ orderId: string }>()
          expectTypeOf(toolCallId).toEqualTypeOf<string>()
          return messages.length > 1 ? 'user-approval' : undefined
        },
        confirm: 'denied',
        locate: async (_input, { toolContext }) => {
          expectTypeOf(toolContext).toEqualTypeOf<{ user: string }>()
          return { type: 'user-approval', reason: toolContext.user }
        },
      },
    })
    withHandrail({
      tools,
      toolApproval: ({ toolCall }) => {
        if (!toolCall.dynamic && toolCall.toolName === 'get_order')
          expectTypeOf(toolCall.input).toEqualTypeOf<{ orderId: string }>()
        return 'not-applicable'
      },
    })
  })

  test('takes a function with contexts of its own', () => {
    const own: GenericToolApprovalFunction<
      typeof tools,
      { locate: { user: string } },
      { tenant: string }
    > = ({ runtimeContext }) => (runtimeContext.tenant === 'acme' ? 'approved' : 'denied')
    const run = () =>
      generateText({
        ...settings,
        ...withHandrail({ tools, toolApproval: own }),
        runtimeContext: { tenant: 'acme' },
      })
    expectTypeOf(run).returns.resolves.toHaveProperty('toolCalls')
  })

  test('takes what is typed as the SDK types it', () => {
    const configured = (toolApproval: ToolApprovalConfiguration<typeof tools, unknown> | undefined) =>
      withHandrail({ tools, toolApproval })
    expect(configured(undefined).tools).toHaveProperty('get_order')
  })

  test('refuses what is no rule', () => {
    // @ts-expect-error there is no such status
    withHandrail({ tools, toolApproval: { get_order: 'maybe' } })
    // @ts-expect-error there is no such tool
    withHandrail({ tools, toolApproval: { cancel_order: 'denied' } })
    // @ts-expect-error there is no such option
    expect(() => withHandrail({ tools }, { handlr: 'enforce' })).toThrow(/handlr/)
  })
})
