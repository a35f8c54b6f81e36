import { AIMessage, HumanMessage, ToolMessage } from '@langchain/core/messages'
import { fakeModel } from '@langchain/core/testing'
import { type StructuredToolInterface, tool } from '@langchain/core/tools'
import { MessagesAnnotation, StateGraph } from '@langchain/langgraph'
import { ToolNode } from '@langchain/langgraph/prebuilt'
import { createAgent } from 'langchain'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { HandrailCallbackHandler } from '../src/index.ts'
import { type Call, modelOf } from './support/hosts.ts'
import { cancelCall, findCall, MINTED, REAL, shop } from './support/shop.ts'

const prompt = `Cancel ${REAL}, ORD-5005, SYS-6006 and ${MINTED}.`
const ids = [REAL, 'ORD-5005', 'SYS-6006', MINTED]

/** A tool that runs an agent, which cancels whatever it is told to. */
function helper(desk: ReturnType<typeof shop>, passConfig: boolean) {
  const calls = ids.map((id) => cancelCall(`i-${id}`, id))
  return tool(
    async (args, config) => {
      const inner = createAgent({ model: modelOf([calls]), tools: desk.tools })
      const state = { messages: [new HumanMessage((args as { prompt: string }).prompt)] }
      await (passConfig ? inner.invoke(state, config) : inner.invoke(state))
      return 'done'
    },
    { name: 'ask_helper', description: 'ask', schema: z.object({ prompt: z.string() }) },
  ) as unknown as StructuredToolInterface
}

const steps: Call[][] = [[findCall], [{ id: 'd', name: 'ask_helper', args: { prompt } }]]

/** A graph whose node that runs tools may be called anything. */
async function play(node: string, passConfig: boolean, handler: HandrailCallbackHandler) {
  const desk = shop()
  const model = fakeModel()
  for (const calls of steps)
    model.respond(
      new AIMessage({
        content: '',
        tool_calls: calls.map((call) => ({ ...call, type: 'tool_call' as const })),
      }),
    )
  model.respond(new AIMessage('done'))
  const tools = new ToolNode([...desk.tools, helper(desk, passConfig)])
  const graph = new StateGraph(MessagesAnnotation)
    .addNode('agent', async ({ messages }) => ({ messages: [await model.invoke(messages)] }))
    .addNode(node, tools)
    .addEdge('__start__', 'agent')
    .addConditionalEdges('agent', ({ messages }) =>
      (messages.at(-1) as AIMessage).tool_calls?.length ? node : '__end__',
    )
    .addEdge(node as '__start__', 'agent')
    .compile()
  const system = { role: 'system', content: 'The order of the house is SYS-6006.' }
  const messages = [system, new HumanMessage('Cancel ORD-5005 and what I have.')]
  await graph.invoke({ messages } as never, { callbacks: [handler] })
}

const flaggedBy = (handler: HandrailCallbackHandler) =>
  handler.guard
    .records()
    .filter(({ assessment }) => !assessment.verdict.believe)
    .map(({ assessment }) => assessment.call.toolCallId)

describe.each(['tools', 'act'])('a run within a tool, in a node called %s', (node) => {
  test.each([true, false])(
    'is recorded by what the model around it had read, not by what it wrote (config: %s)',
    async (passConfig) => {
      const handler = new HandrailCallbackHandler()
      await play(node, passConfig, handler)
      expect(handler.summary()).toMatchObject({ calls: 6, faults: {} })
      expect(flaggedBy(handler)).toEqual([`i-${MINTED}`])
      const { decision } = handler.guard.records().at(-1)?.assessment ?? {}
      expect(decision).toMatchObject({ intervention: 'BLOCK', confidence: 'HIGH' })
    },
  )

  test('where only the run within it is heard, nothing is certain', async () => {
    const handler = new HandrailCallbackHandler()
    const desk = shop()
    const sub = tool(
      async () => {
        const inner = createAgent({
          model: modelOf([[findCall], [cancelCall('i', MINTED)]]),
          tools: desk.tools,
        })
        await inner.invoke({ messages: [new HumanMessage(prompt)] }, { callbacks: [handler] })
        return 'done'
      },
      { name: 'sub', schema: z.object({}) },
    )
    const model = modelOf([[{ id: 's', name: 'sub', args: {} }]])
    await createAgent({ model, tools: [sub] }).invoke({ messages: [new HumanMessage('Go.')] })
    expect(handler.guard.records().at(-1)?.assessment.decision.confidence).toBe('LOW')
  })
})

test('two tools deep: the user of the agent between was a model as well, and what was above it is not known', async () => {
  const handler = new HandrailCallbackHandler()
  const desk = shop()
  const delegating = (
    name: string,
    agent: () => { invoke(state: object, config?: object): unknown },
    config = {},
  ) =>
    tool(
      async () => {
        await agent().invoke({ messages: [new HumanMessage(`Cancel ${MINTED}.`)] }, config)
        return 'done'
      },
      { name, schema: z.object({}) },
    )
  const call = (name: string): Call => ({ id: name, name, args: {} })
  const inner = () =>
    createAgent({ model: modelOf([[findCall], [cancelCall('i', MINTED)]]), tools: desk.tools })
  const middle = () =>
    createAgent({ model: modelOf([[call('inner')]]), tools: [delegating('inner', inner as never)] })
  const outer = delegating('middle', middle as never, { callbacks: [handler] })
  const agent = createAgent({ model: modelOf([[call('middle')]]), tools: [outer] })
  await agent.invoke({ messages: [new HumanMessage('Go.')] })
  expect(flaggedBy(handler)).toEqual(['i'])
  expect(handler.guard.records().at(-1)?.assessment.decision.confidence).toBe('LOW')
})

test('an agent in a tool that the app calls by itself: its user is the user', async () => {
  const handler = new HandrailCallbackHandler()
  await helper(shop(), true).invoke({ prompt }, { callbacks: [handler] })
  expect(handler.summary().calls).toBe(5)
  expect(flaggedBy(handler)).toEqual([])
})

test('what the tool had around it is forgotten when it has ended', async () => {
  const handler = new HandrailCallbackHandler()
  const tool = { lc: 1, type: 'not_implemented', id: ['x'] } as never
  const metadata = { langgraph_checkpoint_ns: 'act:1' }
  const read = new ToolMessage({ tool_call_id: 'r', content: `There is ${REAL}.` })
  const state = { messages: [new HumanMessage(prompt), read] }
  const within = (call: string) => {
    handler.handleChainStart(tool, state, `chain-${call}`, 'tool')
    const args = JSON.stringify({ order_id: MINTED })
    handler.handleToolStart(tool, args, `run-${call}`, `chain-${call}`, [], {}, 'cancel_order', call)
    return handler.guard.records().at(-1)?.assessment.verdict.believe
  }
  handler.handleToolStart(tool, '{}', 'tool', 'node', [], metadata, 'sub', 'c')
  expect(within('before')).toBe(false)
  handler.handleToolEnd('done', 'tool')
  expect(within('after')).toBe(true)
  handler.handleToolStart(tool, '{}', 'tool', 'node', [], metadata, 'sub', 'c')
  handler.handleToolError(new Error('x'), 'tool')
  expect(within('failed')).toBe(true)
})
