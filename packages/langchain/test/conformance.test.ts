import { testAdapter } from '@handrail/core/testing'
import { AIMessage, HumanMessage, ToolMessage } from '@langchain/core/messages'
import { fakeModel } from '@langchain/core/testing'
import { type StructuredToolInterface, tool } from '@langchain/core/tools'
import { createAgent } from 'langchain'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { guardTools } from '../src/index.ts'

describe('the contract of every adapter', () => {
  testAdapter({
    name: 'langchain',
    test,
    appOutputUntouched: false,
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
          description: name,
          schema: z.record(z.string(), z.unknown()),
        }),
      ) as unknown as StructuredToolInterface[]
      const agent = createAgent({ model, tools: guard ? guardTools(own, guard) : own })
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

  test('is in force', () => expect(testAdapter).toBeTypeOf('function'))
})
