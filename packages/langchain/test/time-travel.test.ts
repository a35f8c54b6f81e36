// What a person said counts for the course of things in which it was said: LangGraph can go back behind it.
import type { GuardOptions } from '@handrail/core'
import { AIMessage } from '@langchain/core/messages'
import { Command } from '@langchain/langgraph'
import type { Decision } from 'langchain'
import { describe, expect, test } from 'vitest'
import { handrailMiddleware } from '../src/middleware.ts'
import { type AgentParts, agentOf, humanInTheLoop, type State } from './support/agents.ts'
import { answerTo, cancelCall, MINTED, shop, user } from './support/shop.ts'

const deferring = {
  handler: 'enforce',
  policy: { onHighConfidence: 'DEFER', onLowConfidence: 'DEFER', ceiling: 'DEFER' },
} as const satisfies GuardOptions
const stock = () => humanInTheLoop({ interruptOn: { cancel_order: true } })
const ours = () => handrailMiddleware({ handler: 'enforce' })

interface Graph {
  getStateHistory(
    config: object,
  ): AsyncIterable<{ readonly config: object; readonly next: readonly string[] }>
  invoke(input: unknown, config: object): Promise<State>
  updateState(config: object, values: object, node: string): Promise<unknown>
}

type Durability = 'sync' | 'async' | 'exit'
type Middleware = NonNullable<AgentParts['middleware']>

/** An agent that has asked a person, and the checkpoint at which it did. */
async function asking(version: 'v1' | 'v2', durability: Durability, middleware: Middleware) {
  const { tools, ran } = shop()
  const { agent, model } = agentOf({ tools, version, middleware, steps: [[cancelCall('c', MINTED)]] })
  model.respond(new AIMessage({ id: 'ai-done-2', content: 'done' }))
  const graph = agent as unknown as Graph
  const thread = { configurable: { thread_id: 'thread' } }
  const run = (input: unknown, config: object = thread) => graph.invoke(input, { ...config, durability })
  await run({ messages: [{ role: 'user', content: user }] })
  let then: object = thread
  for await (const { config, next } of graph.getStateHistory(thread))
    if (next[0]?.endsWith('after_model')) then = config
  const answer = (decision: Decision, config?: object) =>
    run(new Command({ resume: { decisions: [decision] } }), config)
  return { ran, run, answer, then, passOver: (node: string) => graph.updateState(thread, {}, node) }
}

const cases = (['v1', 'v2'] as const).flatMap((version) =>
  (['sync', 'async', 'exit'] as const).map((durability) => [version, durability] as const),
)

describe.each(cases)('%s, checkpoints kept %s', (version, durability) => {
  describe.each<[string, () => Middleware]>([
    ['ours', () => [handrailMiddleware(deferring)]],
    ["ours behind LangChain's own", () => [stock(), ours()]],
    ["ours before LangChain's own", () => [ours(), stock()]],
  ])('%s', (_, middleware) => {
    test('who goes back behind an approval without a new answer is asked again', async () => {
      const { ran, run, answer, then } = await asking(version, durability, middleware())
      await answer({ type: 'approve' })
      const { __interrupt__ } = await run(null, then)
      expect(__interrupt__).toHaveLength(1)
      expect(ran).toEqual([`cancel_order ${MINTED}`])
      await answer({ type: 'reject' })
      expect(ran).toHaveLength(1)
    })

    test.each<[Decision['type'], Decision['type']]>([
      ['approve', 'reject'],
      ['reject', 'approve'],
    ])('an answer of %s that becomes %s counts as in an agent without ours', async (first, second) => {
      const outcome = async (middleware: Middleware) => {
        const { ran, answer, then } = await asking(version, durability, middleware)
        await answer({ type: first } as Decision)
        const { messages } = await answer({ type: second } as Decision, then)
        return [ran, answerTo(messages, 'c').text]
      }
      expect(await outcome(middleware())).toEqual(await outcome([stock()]))
    })
  })

  test('a question that the app passes over is no approval', async () => {
    const { ran, run, passOver } = await asking(version, durability, [handrailMiddleware(deferring)])
    await passOver('HandrailMiddleware.after_model')
    const { messages } = await run(null)
    expect(ran).toEqual([])
    expect(answerTo(messages, 'c').text).toMatch(/^\[handrail] BLOCK/)
  })
})
