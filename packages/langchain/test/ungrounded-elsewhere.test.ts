import { createGuard } from '@handrail/core'
import { type StructuredToolInterface, tool } from '@langchain/core/tools'
import { MemorySaver } from '@langchain/langgraph'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { handrailMiddleware, whenUngrounded } from '../src/middleware.ts'
import { agentOf, humanInTheLoop } from './support/agents.ts'
import type { Call } from './support/hosts.ts'
import { answerTo, cancelCall } from './support/shop.ts'

/** LangChain's human in the loop asks anew when the answer comes, and takes it for one to what it would ask then. */
test.each(['v1', 'v2'] as const)(
  'what a shared guard learned of a tool does not change who is asked, %s',
  async (version) => {
    const ran: string[] = []
    const act = (name: string) =>
      tool(
        async ({ order_id }) => {
          ran.push(order_id)
          return 'done'
        },
        {
          name,
          description: name,
          schema: z.object({ order_id: z.string() }),
          metadata: { annotations: { destructiveHint: true } },
        },
      ) as unknown as StructuredToolInterface
    const checkpointer = new MemorySaver()
    const tools = [act('fetch_order'), act('cancel_order')]
    /** As in a process of its own. */
    const agent = (steps: readonly (readonly Call[])[] = []) => {
      const guard = createGuard()
      const asking = {
        allowedDecisions: ['approve', 'reject'],
        when: whenUngrounded(guard),
      }
      const human = humanInTheLoop({ interruptOn: { fetch_order: asking, cancel_order: asking } })
      const middleware = [human, handrailMiddleware(guard)]
      return agentOf({ tools, steps, middleware, version, checkpointer })
    }
    const fetchCall = (id: string, order_id: string): Call => ({
      id,
      name: 'fetch_order',
      args: { order_id },
    })
    const step = [fetchCall('f', 'ORD-9001'), cancelCall('r', 'ORD-9002')]
    const waiting = await agent([[fetchCall('first', 'ORD-9000')], step]).say('See to my orders.')
    expect(waiting.__interrupt__?.[0]?.value.actionRequests.map(({ args }) => args.order_id)).toEqual([
      'ORD-9002',
    ])
    const { messages } = await agent().decide({ type: 'reject', message: 'No.' })
    expect(ran).not.toContain('ORD-9002')
    expect(answerTo(messages, 'r').text).toBe('No.')
  },
)
