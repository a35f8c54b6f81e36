import { AIMessage, HumanMessage } from '@langchain/core/messages'
import { fakeModel } from '@langchain/core/testing'
import { createDeepAgent } from 'deepagents'
import { expect, test } from 'vitest'
import { HandrailCallbackHandler } from '../src/index.ts'
import { cancelCall, findCall, MINTED, REAL, shop } from './support/shop.ts'

test('a deep agent: calls of the agent and of its sub-agents are recorded, each by its own conversation', async () => {
  const inner = fakeModel()
    .respondWithTools([cancelCall('i1', MINTED), findCall])
    .respondWithTools([cancelCall('i2', REAL)])
    .respond(new AIMessage('Cancelled.'))
  const description = 'Cancel the order of Ada.'
  const task = { id: 't', name: 'task', args: { description, subagent_type: 'clerk' } }
  const outer = fakeModel()
    .respondWithTools([task])
    .respondWithTools([cancelCall('o', REAL)])
    .respond(new AIMessage('done'))
  const { tools, ran } = shop()
  const clerk = { name: 'clerk', description: 'A clerk.', systemPrompt: 'Be kind.', tools, model: inner }
  const agent = createDeepAgent({ model: outer, tools, subagents: [clerk] } as never)
  const handler = new HandrailCallbackHandler({ tools: { task: { author: 'model' } } })
  await agent.invoke({ messages: [new HumanMessage('Cancel my order.')] }, { callbacks: [handler] })
  expect(ran).toEqual([
    `cancel_order ${MINTED}`,
    'find_orders',
    `cancel_order ${REAL}`,
    `cancel_order ${REAL}`,
  ])
  const found = handler.guard
    .records()
    .map(({ assessment }) => [assessment.call.toolCallId, assessment.decision.intervention])
  expect(found).toEqual([
    ['t', 'OBSERVE'],
    ['i1', 'BLOCK'],
    ['c-find', 'OBSERVE'],
    ['i2', 'OBSERVE'],
    // What the sub-agent has read never reached this model.
    ['o', 'BLOCK'],
  ])
  expect(handler.summary().tools.map(({ tool, calls }) => [tool, calls])).toEqual([
    ['task', 1],
    ['cancel_order', 3],
    ['find_orders', 1],
  ])
})
