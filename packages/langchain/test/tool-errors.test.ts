import { AIMessage, HumanMessage, ToolMessage } from '@langchain/core/messages'
import { fakeModel } from '@langchain/core/testing'
import { type StructuredToolInterface, tool } from '@langchain/core/tools'
import { Command, interrupt, MemorySaver } from '@langchain/langgraph'
import { type AnyAgentMiddleware, createAgent, createMiddleware, toolRetryMiddleware } from 'langchain'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { handrailMiddleware } from '../src/middleware.ts'
import { stock } from './support/agents.ts'

const schema = z.object({ order_id: z.string() })
const failing = (error: unknown, name = 'update_order', count = { runs: 0 }) =>
  tool(
    async () => {
      count.runs++
      throw error
    },
    { name, description: 'update', schema },
  ) as unknown as StructuredToolInterface

/** What the model reads of one call, or what the run rejects with. */
async function outcomeOf(
  tools: StructuredToolInterface[],
  middleware: readonly AnyAgentMiddleware[],
  args: Record<string, unknown> = { order_id: 'ORD-1001' },
  name = 'update_order',
) {
  const model = fakeModel()
    .respond(new AIMessage({ content: '', tool_calls: [{ id: 'c', name, args, type: 'tool_call' }] }))
    .respond(new AIMessage('done'))
  const agent = createAgent({ model, tools, middleware: [...middleware] })
  const run = agent.invoke({ messages: [new HumanMessage('Update ORD-1001.')] })
  return run.then(
    () => {
      const answer = model.calls.at(-1)?.messages.find((message) => ToolMessage.isInstance(message))
      return { text: answer?.text, status: (answer as ToolMessage)?.status, name: answer?.name }
    },
    (error: unknown) => ({ rejected: error }),
  )
}

class CustomError extends Error {
  override name = 'CustomError'
}

describe('what a tool throws', () => {
  test.each<[string, unknown]>([
    ['an error', new Error('kaboom')],
    ['an error of its own class', new CustomError('kaboom')],
    ['a text', 'kaboom'],
    ['an object', { code: 7 }],
    ['undefined', undefined],
  ])('%s is told to the model as in an agent without middleware', async (_, error) => {
    const bare = await outcomeOf([failing(error)], [])
    expect(bare).toHaveProperty('text')
    expect(await outcomeOf([failing(error)], [handrailMiddleware()])).toEqual(bare)
  })

  test('by an agent that it runs is told to the model, whatever middleware that agent has', async () => {
    const inner = createMiddleware({ name: 'inner', wrapModelCall: (request, handler) => handler(request) })
    const delegate = tool(
      async () => {
        const model = fakeModel().respond(new Error('kaboom'))
        await createAgent({ model, middleware: [inner] }).invoke({ messages: [new HumanMessage('Go.')] })
        return 'done'
      },
      { name: 'update_order', description: 'u', schema },
    ) as unknown as StructuredToolInterface
    const bare = await outcomeOf([delegate], [])
    expect(bare).toHaveProperty('text', 'Error: kaboom\n Please fix your mistakes.')
    const other = createMiddleware({ name: 'other', wrapToolCall: (request, handler) => handler(request) })
    expect(await outcomeOf([delegate], [handrailMiddleware(), other])).toEqual(bare)
  })

  test.each<[string, unknown]>([
    ['null', null],
    ['what cannot be written', Object.create(null)],
  ])('%s ends the run as in an agent without middleware', async (_, error) => {
    expect(await outcomeOf([failing(error)], [])).toHaveProperty('rejected')
    expect(await outcomeOf([failing(error)], [handrailMiddleware()])).toHaveProperty('rejected')
  })

  test('ends the run where that is asked for, as with any other middleware', async () => {
    const error = new Error('kaboom')
    const other = createMiddleware({ name: 'other', wrapToolCall: (request, handler) => handler(request) })
    const usual = await outcomeOf([failing(error)], [other])
    expect(usual).toEqual({ rejected: error })
    expect(await outcomeOf([failing(error)], [handrailMiddleware({ toolErrors: 'throw' })])).toEqual(usual)
  })

  test('carries the note of a warning', async () => {
    const { text, status } = (await outcomeOf(
      [failing(new Error('kaboom'))],
      [handrailMiddleware({ handler: 'enforce' })],
      { order_id: 'ORD-9999' },
    )) as { text: string; status: string }
    expect(text).toMatch(/^Error: kaboom\n\[handrail] WARN: .*`order_id`.*\n Please fix your mistakes\.$/)
    expect(status).toBe('error')
  })

  test('is retried by a middleware behind ours before the model hears of it', async () => {
    const count = { runs: 0 }
    const { text } = (await outcomeOf(
      [failing(new Error('kaboom'), 'update_order', count)],
      [
        handrailMiddleware(),
        stock(toolRetryMiddleware, { maxRetries: 2, initialDelayMs: 1, onFailure: 'error' }),
      ],
    )) as { text: string }
    expect(count.runs).toBe(3)
    expect(text).toBe('Error: kaboom\n Please fix your mistakes.')
  })
})

describe('what is no error of a tool', () => {
  test('arguments that the schema refuses are told in the words of LangChain, and can be mended', async () => {
    const tools = [tool(async () => 'updated', { name: 'update_order', description: 'u', schema })]
    const bare = await outcomeOf(tools as unknown as StructuredToolInterface[], [], { order_id: 5 })
    const guarded = await outcomeOf(tools as unknown as StructuredToolInterface[], [handrailMiddleware()], {
      order_id: 5,
    })
    expect(guarded).toMatchObject({ status: 'error', name: 'update_order' })
    const withoutStack = (text: unknown) => String(text).split('\n    at ')[0]
    expect(withoutStack((guarded as { text: string }).text)).toBe(
      withoutStack((bare as { text: string }).text),
    )
  })

  test('a tool that is not there is told as ever', async () => {
    const tools = [failing(new Error('kaboom'))]
    const bare = await outcomeOf(tools, [], {}, 'no_such_tool')
    expect(await outcomeOf(tools, [handrailMiddleware()], {}, 'no_such_tool')).toEqual(bare)
  })

  test('what another middleware throws ends the run as ever', async () => {
    const boom = new Error('not in this house')
    const other = createMiddleware({
      name: 'other',
      wrapToolCall: () => {
        throw boom
      },
    })
    const tools = [failing(new Error('kaboom'))]
    for (const middleware of [[other], [handrailMiddleware(), other], [other, handrailMiddleware()]])
      expect(await outcomeOf(tools, middleware)).toMatchObject({ rejected: { name: 'Error', cause: boom } })
  })

  test.each(['v1', 'v2'] as const)('the interrupt of a tool pauses the run, %s', async (version) => {
    const asking = tool(async ({ order_id }) => `${order_id}: ${interrupt('sure?')}`, {
      name: 'update_order',
      description: 'u',
      schema,
    })
    const model = fakeModel()
      .respond(
        new AIMessage({
          id: 'ai-0',
          content: '',
          tool_calls: [{ id: 'c', name: 'update_order', args: { order_id: 'ORD-9999' }, type: 'tool_call' }],
        }),
      )
      .respond(new AIMessage({ id: 'ai-1', content: 'done' }))
    const agent = createAgent({
      model,
      version,
      tools: [asking],
      checkpointer: new MemorySaver(),
      middleware: [handrailMiddleware({ handler: 'enforce' })],
    })
    const config = { configurable: { thread_id: 't' } }
    const waiting = await agent.invoke({ messages: [new HumanMessage('Update it.')] }, config)
    expect((waiting as { __interrupt__?: { value: unknown }[] }).__interrupt__?.[0]?.value).toBe('sure?')
    const { messages } = await agent.invoke(new Command({ resume: 'yes' }), config)
    const answer = messages.find((message) => ToolMessage.isInstance(message))
    expect(answer?.text).toMatch(/^ORD-9999: yes\n\n\[handrail] WARN/)
  })

  test('a run that is aborted ends as ever', async () => {
    const controller = new AbortController()
    const slow = tool(
      (_, config) =>
        new Promise<string>((_, reject) => {
          config?.signal?.addEventListener('abort', () => reject(new Error('aborted by the tool')))
          controller.abort(new Error('enough'))
        }),
      { name: 'update_order', description: 'u', schema },
    )
    const run = async (middleware: AnyAgentMiddleware[]) => {
      const model = fakeModel().respond(
        new AIMessage({
          content: '',
          tool_calls: [{ id: 'c', name: 'update_order', args: { order_id: 'ORD-9999' }, type: 'tool_call' }],
        }),
      )
      const agent = createAgent({ model, tools: [slow], middleware })
      return agent
        .invoke({ messages: [new HumanMessage('Update it.')] }, { signal: controller.signal })
        .catch((error: Error) => [error.name, error.message])
    }
    const bare = await run([])
    expect(bare).toBeInstanceOf(Array)
    expect(await run([handrailMiddleware({ handler: 'enforce' })])).toEqual(bare)
  })
})
