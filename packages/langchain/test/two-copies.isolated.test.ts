// What a user has whose packages depend on different versions of @langchain/core.
import { createGuard } from '@handrail/core'
import { AIMessage, HumanMessage, ToolMessage } from '@langchain/core/messages'
import { tool } from '@langchain/core/tools'
import { Command, MemorySaver } from '@langchain/langgraph'
import { expect, test } from 'vitest'
import { z } from 'zod'
import * as copy from '../../../floors/langchain/node_modules/@langchain/core/dist/messages/index.js'
import { guardTool, transcriptFromMessages } from '../src/index.ts'
import { handrailMiddleware } from '../src/middleware.ts'
import { agentOf } from './support/agents.ts'
import { answerTo, cancelCall, findCall, MINTED, REAL, shop, updateCall, user } from './support/shop.ts'

const enforce = () => createGuard({ handler: 'enforce' })
const noted = expect.stringMatching(/^updated\n\n\[handrail] WARN: .*`order_id`/)
const schema = z.object({ order_id: z.string() })
const writer = (answer: () => unknown) =>
  tool(async () => answer(), { name: 'update_order', description: 'update', schema })
const invoke = (answer: () => unknown): Promise<unknown> =>
  guardTool(writer(answer), enforce()).invoke({ ...updateCall('u', MINTED), type: 'tool_call' }, {
    state: { messages: [new HumanMessage(user)] },
  } as object)

test('a message as a result gets the note', async () => {
  const own = new copy.ToolMessage({ content: 'updated', tool_call_id: 'u', artifact: { a: 1 } })
  expect(await invoke(() => own)).toMatchObject({ content: noted, tool_call_id: 'u', artifact: { a: 1 } })
  expect(own.content).toBe('updated')
  const command = (await invoke(() => new Command({ update: { messages: [own] } }))) as Command
  expect(command.update).toMatchObject({ messages: [{ content: noted }] })
})

test('a conversation is evidence like any other', async () => {
  const messages = (c: typeof copy) => [
    new c.HumanMessage(user),
    new c.AIMessage({ content: '', tool_calls: [{ ...findCall, type: 'tool_call' }] }),
    new c.ToolMessage({
      content: JSON.stringify({ order_id: REAL }),
      tool_call_id: 'c-find',
      name: 'find_orders',
    }),
    new c.AIMessage({
      content: '',
      tool_calls: [REAL, MINTED].map((id) => ({ ...cancelCall(`c-${id}`, id), type: 'tool_call' as const })),
    }),
  ]
  const own = { HumanMessage, AIMessage, ToolMessage } as unknown as typeof copy
  expect(transcriptFromMessages(messages(copy))).toEqual(transcriptFromMessages(messages(own)))
  const { cancel, ran } = shop()
  for (const id of [REAL, MINTED])
    await guardTool(cancel, enforce()).invoke({ ...cancelCall(`c-${id}`, id), type: 'tool_call' }, {
      state: { messages: messages(copy) },
    } as object)
  expect(ran).toEqual([`cancel_order ${REAL}`])
})

test('an agent with the middleware works on such a conversation', async () => {
  const { tools, ran } = shop()
  const { agent, prompt } = agentOf({
    tools,
    checkpointer: new MemorySaver(),
    middleware: [handrailMiddleware({ handler: 'enforce' })],
    steps: [[cancelCall('g', REAL), cancelCall('c', MINTED)]],
  })
  const given = [
    new copy.HumanMessage(user),
    new copy.AIMessage({ id: 'old', content: '', tool_calls: [{ ...findCall, type: 'tool_call' }] }),
    new copy.ToolMessage({ content: REAL, tool_call_id: 'c-find', name: 'find_orders' }),
    new copy.HumanMessage('Go on.'),
  ]
  await agent.invoke({ messages: given as never }, { configurable: { thread_id: 't' } })
  expect(ran).toEqual([`cancel_order ${REAL}`])
  expect(answerTo(prompt(), 'c').text).toMatch(/^\[handrail] BLOCK/)
})
