// Some turns of a conversation in a process of its own. The state of the graph comes from a SQLite file and goes back.
import { createGuard, type Guard, type GuardOptions } from '@handrail/core'
import { type BaseMessage, HumanMessage, ToolMessage } from '@langchain/core/messages'
import type { StructuredToolInterface } from '@langchain/core/tools'
import { Command, MessagesAnnotation, StateGraph } from '@langchain/langgraph'
import { ToolNode, toolsCondition } from '@langchain/langgraph/prebuilt'
import { createAgent } from 'langchain'
import { guardTools, HandrailCallbackHandler } from '../../src/index.ts'
import { handrailMiddleware } from '../../src/middleware.ts'
import { type Call, modelOf } from './hosts.ts'
import { openShop, sqliteSaver } from './sqlite.ts'

/** What the user says, or what a person answers to an interrupt, and the calls that the model makes then. */
export type Turn = { readonly steps: readonly (readonly Call[])[] } & (
  | { readonly user: string }
  | { readonly resume: unknown }
)

export interface Talk {
  readonly file: string
  readonly way: keyof typeof ways
  readonly options: GuardOptions
  readonly turns: readonly Turn[]
}

/** What came of a turn. */
export interface Said {
  /** What the model read as answers to calls, in its last prompt. */
  readonly read: Record<string, string>
  /** Each call with the rung that was decided, the one that took effect, and how often it was tried before. */
  readonly records: readonly unknown[]
  readonly faults: readonly string[]
  /** What a person is asked. */
  readonly interrupt?: unknown
}

interface Parts {
  readonly model: ReturnType<typeof modelOf>
  readonly tools: StructuredToolInterface[]
  readonly guard: Guard
  readonly checkpointer: ReturnType<typeof sqliteSaver>
}

const withMiddleware =
  (version: 'v1' | 'v2') =>
  ({ model, tools, guard, checkpointer }: Parts) =>
    createAgent({ model, tools, checkpointer, version, middleware: [handrailMiddleware(guard)] })

const ways = {
  middleware: withMiddleware('v2'),
  'middleware v1': withMiddleware('v1'),
  callbacks: ({ model, tools, guard, checkpointer }: Parts) =>
    createAgent({ model, tools, checkpointer }).withConfig({
      callbacks: [new HandrailCallbackHandler(guard)],
    }),
  createAgent: ({ model, tools, guard, checkpointer }: Parts) =>
    createAgent({ model, tools: guardTools(tools, guard), checkpointer }),
  StateGraph: ({ model, tools, guard, checkpointer }: Parts) =>
    new StateGraph(MessagesAnnotation)
      .addNode('agent', async ({ messages }) => ({ messages: [await model.invoke(messages)] }))
      .addNode('tools', new ToolNode(guardTools(tools, guard)))
      .addEdge('__start__', 'agent')
      .addConditionalEdges('agent', toolsCondition)
      .addEdge('tools', 'agent')
      .compile({ checkpointer }),
}

/** What a graph is asked, and what it answers. */
interface Invocable {
  invoke(
    input: unknown,
    config: object,
  ): Promise<{ messages: BaseMessage[]; __interrupt__?: { value: unknown }[] }>
}

const { file, way, options, turns }: Talk = JSON.parse(process.argv[2] ?? '')
const { db, tools } = openShop(file)
const guard = createGuard(options)
const said: Said[] = []
for (const turn of turns) {
  const model = modelOf(turn.steps)
  const agent = ways[way]({ model, tools, guard, checkpointer: sqliteSaver(db) }) as unknown as Invocable
  const before = guard.records().length
  const input =
    'user' in turn ? { messages: [new HumanMessage(turn.user)] } : new Command({ resume: turn.resume })
  const { __interrupt__: asked } = await agent.invoke(input, { configurable: { thread_id: 'talk' } })
  const answers = model.calls.at(-1)?.messages.filter((message) => ToolMessage.isInstance(message)) ?? []
  // The tools of a step run at the same time.
  const records = guard
    .records()
    .slice(before)
    .toSorted((a, b) => a.assessment.call.toolCallId.localeCompare(b.assessment.call.toolCallId))
  said.push({
    read: Object.fromEntries(answers.map((answer) => [answer.tool_call_id, answer.text])),
    records: records.map(({ assessment: { call, decision, earlierAttempts }, outcome }) => [
      call.toolCallId,
      decision.intervention,
      outcome.intervention,
      earlierAttempts,
    ]),
    faults: records.flatMap(({ faults }) => faults),
    ...(asked && { interrupt: asked.map(({ value }) => value) }),
  })
}
db.close()
console.log(JSON.stringify(said))
