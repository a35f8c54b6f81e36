import { AIMessage, type BaseMessage, HumanMessage } from '@langchain/core/messages'
import type { RunnableConfig } from '@langchain/core/runnables'
import { fakeModel } from '@langchain/core/testing'
import type { StructuredToolInterface } from '@langchain/core/tools'
import { Command, MemorySaver } from '@langchain/langgraph'
import {
  type AnyAgentMiddleware,
  createAgent,
  type Decision,
  type HITLRequest,
  humanInTheLoopMiddleware,
} from 'langchain'
import type { Call } from './hosts.ts'

export interface AgentParts {
  readonly tools: StructuredToolInterface[]
  /** The calls of each step; after the last one the model says `done`. */
  readonly steps: readonly (readonly Call[])[]
  readonly middleware?: readonly AnyAgentMiddleware[]
  readonly version?: 'v1' | 'v2'
  /** A new one in memory by default; `false` for none. */
  readonly checkpointer?: MemorySaver | false
  readonly system?: string
}

/** The state that an agent ends or waits in. */
export interface State {
  readonly messages: BaseMessage[]
  readonly __interrupt__?: readonly { readonly id: string; readonly value: HITLRequest }[]
}

/** An agent with a fake model, as an app talks to it. */
export function agentOf({ tools, steps, middleware = [], version = 'v2', checkpointer, system }: AgentParts) {
  const model = fakeModel()
  for (const [step, calls] of steps.entries())
    model.respond(
      new AIMessage({
        id: `ai-${step}`,
        content: '',
        tool_calls: calls.map((call) => ({ ...call, type: 'tool_call' as const })),
      }),
    )
  model.respond(new AIMessage({ id: 'ai-done', content: 'done' }))
  const agent = createAgent({
    model,
    tools,
    version,
    middleware: [...middleware],
    ...(checkpointer !== false && { checkpointer: checkpointer ?? new MemorySaver() }),
    ...(system && { systemPrompt: system }),
  })
  const config = { configurable: { thread_id: 'thread' } }
  return {
    agent,
    model,
    /** What the user says. */
    say: async (text: string, more: RunnableConfig = {}) =>
      (await agent.invoke(
        { messages: [new HumanMessage(text)] },
        { ...config, ...more },
      )) as unknown as State,
    /** What the person answers who was asked. */
    decide: async (...decisions: readonly Decision[]) =>
      (await agent.invoke(new Command({ resume: { decisions } }), config)) as unknown as State,
    /** The same with anything as an answer. */
    resume: async (resume: unknown) =>
      (await agent.invoke(new Command({ resume }), config)) as unknown as State,
    /** What the model read last. */
    prompt: () => model.calls.at(-1)?.messages ?? [],
  }
}

/** A middleware of LangChain's own: their types do not hold with `exactOptionalPropertyTypes`. */
export function stock(factory: (options: never) => unknown, options: object = {}): AnyAgentMiddleware {
  return factory(options as never) as AnyAgentMiddleware
}

export const humanInTheLoop = (options: object) => stock(humanInTheLoopMiddleware, options)
