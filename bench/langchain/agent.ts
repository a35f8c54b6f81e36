import type { BaseCallbackHandler } from '@langchain/core/callbacks/base'
import { AIMessage, HumanMessage } from '@langchain/core/messages'
import { fakeModel } from '@langchain/core/testing'
import { type StructuredToolInterface, tool } from '@langchain/core/tools'
import { type AgentMiddleware, createAgent } from 'langchain'
import { z } from 'zod'
import { TOOL, type Workload } from './workload.ts'

/** What is put on an agent. */
export interface PutOn {
  readonly tool?: (tool: StructuredToolInterface) => StructuredToolInterface
  readonly callbacks?: BaseCallbackHandler[]
  readonly middleware?: AgentMiddleware[]
  /** Told of every answer of the tool. */
  readonly onAnswer?: (answer: unknown) => void
}

/**
 * Runs a workload with an agent of LangChain and its fake model.
 *
 * @returns how many milliseconds of the processor its thread took: other processes have no part in it, nor has the
 * compiler on its own thread.
 */
export async function runAgent(
  workload: Workload,
  { tool: put, callbacks, middleware, onAnswer }: PutOn,
): Promise<number> {
  const { prompt, ids, answers } = workload
  const model = fakeModel()
  for (const [i, record_id] of ids.entries())
    model.respond(
      new AIMessage({
        content: '',
        tool_calls: [{ type: 'tool_call', id: `call_${i}`, name: TOOL, args: { record_id } }],
      }),
    )
  model.respond(new AIMessage('done'))
  let ran = 0
  const answer = async () => {
    const next = answers[ran++]
    onAnswer?.(next)
    return next
  }
  const bare = tool(answer, {
    name: TOOL,
    description: 'Brings a record up to date.',
    schema: z.object({ record_id: z.string() }),
  }) as unknown as StructuredToolInterface
  const agent = createAgent({ model, tools: [put ? put(bare) : bare], ...(middleware && { middleware }) })
  const start = process.threadCpuUsage()
  await agent.invoke(
    { messages: [new HumanMessage(prompt)] },
    { recursionLimit: 10 * answers.length, ...(callbacks && { callbacks }) },
  )
  const { user, system } = process.threadCpuUsage(start)
  if (ran !== answers.length) throw new Error(`${ran} of ${answers.length} calls reached their tool`)
  return (user + system) / 1000
}
