import type { Guard } from '@handrail/core'
import { testAdapter } from '@handrail/core/testing'
import { AIMessage, type BaseMessage, HumanMessage, ToolMessage } from '@langchain/core/messages'
import { fakeModel } from '@langchain/core/testing'
import { type StructuredToolInterface, tool } from '@langchain/core/tools'
import { createReactAgent } from '@langchain/langgraph/prebuilt'
import { createAgent } from 'langchain'
import { describe, test } from 'vitest'
import { z } from 'zod'
import { guardTools } from '../src/index.ts'
import { handrailMiddleware } from '../src/middleware.ts'

interface Parts {
  readonly model: FakeModel
  readonly tools: StructuredToolInterface[]
}
type FakeModel = ReturnType<typeof fakeModel>
interface Agent {
  invoke(state: { messages: BaseMessage[] }, config: object): Promise<{ messages: BaseMessage[] }>
}

type Build = (parts: Parts, guard: Guard | undefined) => Agent

/** Guarded tools in an agent. */
const guardedIn =
  (agentOf: (parts: Parts) => unknown): Build =>
  ({ model, tools }, guard) =>
    agentOf({ model, tools: guard ? guardTools(tools, guard) : tools }) as Agent

describe.each<[string, Build]>([
  ['createAgent', guardedIn(createAgent)],
  // Its `ToolNode` shows the message of an error alone; what the kit throws it reads the same.
  ['createReactAgent', guardedIn(({ model: llm, tools }) => createReactAgent({ llm, tools }))],
  [
    'createAgent with middleware',
    (parts, guard) =>
      createAgent({
        ...parts,
        ...(guard && { middleware: [handrailMiddleware(guard)] }),
      }) as unknown as Agent,
  ],
])('the contract of every adapter, in %s', (name, build) => {
  testAdapter({
    name,
    test,
    appOutputUntouched: false,
    blocksOnDefer: name.endsWith('middleware'),
    async play({ user, tools, steps, guard }) {
      const model = fakeModel()
      for (const calls of steps)
        model.respond(
          new AIMessage({
            content: '',
            tool_calls: calls.map(({ toolCallId, toolName, args }) => ({
              id: toolCallId,
              name: toolName,
              args: { ...args },
              type: 'tool_call' as const,
            })),
          }),
        )
      model.respond(new AIMessage('That is all.'))
      const own = tools.map(({ name, execute }) =>
        tool(async (args: Record<string, unknown>) => execute(args), {
          name,
          // A description is evidence, and some laws put an id into the name.
          description: 'A tool of the shop.',
          schema: z.record(z.string(), z.unknown()),
        }),
      ) as unknown as StructuredToolInterface[]
      const agent = build({ model, tools: own }, guard)
      const run = await agent
        .invoke({ messages: [new HumanMessage(user)] }, { recursionLimit: 500 })
        .then(({ messages }) => ({ messages }))
        .catch((error: unknown) => ({ messages: [], error }))
      const answersIn = (messages: readonly unknown[]) =>
        messages.filter((message) => ToolMessage.isInstance(message))
      return {
        modelRead: answersIn(model.calls.at(-1)?.messages ?? []).map((message) => ({
          toolCallId: message.tool_call_id,
          text: message.text,
        })),
        appGot: answersIn(run.messages).map((message) => ({
          toolCallId: message.tool_call_id,
          output: message.content,
        })),
        ...('error' in run && { error: run.error }),
      }
    },
  })
})
