import { createGuard, enforceHandler, type Guard, type GuardOptions } from '@handrail/core'
import { AIMessage, type BaseMessage, HumanMessage, ToolMessage } from '@langchain/core/messages'
import {
  StructuredTool,
  type StructuredToolInterface,
  type ToolRunnableConfig,
  tool,
} from '@langchain/core/tools'
import { Annotation, MemorySaver, MessagesAnnotation, StateGraph } from '@langchain/langgraph'
import { ToolNode } from '@langchain/langgraph/prebuilt'
import { createAgent } from 'langchain'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { guardTool, guardTools } from '../src/index.ts'
import { handrailMiddleware } from '../src/middleware.ts'
import { type Call, modelOf } from './support/hosts.ts'
import { cancelCall, findCall, MINTED, REAL, shop, updateCall } from './support/shop.ts'

const deferring = {
  handler: 'enforce',
  policy: { ceiling: 'DEFER', onHighConfidence: 'DEFER', onLowConfidence: 'DEFER' },
} as const satisfies GuardOptions

interface Invokable {
  invoke(state: { messages: BaseMessage[] }, config: object): Promise<unknown>
}

const calling = (...calls: readonly Call[]) =>
  new AIMessage({ content: '', tool_calls: calls.map((call) => ({ ...call, type: 'tool_call' as const })) })

/** A graph that makes calls once, by a node of LangGraph that runs all of them. */
const graphOf = (tools: StructuredToolInterface[], ...calls: readonly Call[]) =>
  new StateGraph(MessagesAnnotation)
    .addNode('agent', async () => ({ messages: [calling(...calls)] }))
    .addNode('tools', new ToolNode(tools))
    .addEdge('__start__', 'agent')
    .addEdge('agent', 'tools')
    .compile({ checkpointer: new MemorySaver() })
const said = { messages: [new HumanMessage(`I have ${REAL}.`)] }
const thread = { configurable: { thread_id: 'thread' } }

test('a run within a tool of which no conversation is known: nothing is withheld', async () => {
  const guard = createGuard({ handler: 'enforce' })
  const { tools, ran } = shop()
  const guarded = guardTools(tools, guard)
  const helper = tool(
    async () => {
      const inner = createAgent({
        model: modelOf([[findCall], [cancelCall('i', 'ORD-7007')]]),
        tools: guarded,
      })
      await inner.invoke({ messages: [new HumanMessage('Cancel ORD-7007.')] })
      return 'done'
    },
    { name: 'ask_helper', schema: z.object({}) },
  )
  const guardedHelper = guardTool(helper, guard)
  const chat = Annotation<BaseMessage[]>({ reducer: (all, more) => [...all, ...more], default: () => [] })
  await new StateGraph(Annotation.Root({ chat }))
    .addNode('act', async (_, config) => {
      await guardedHelper.invoke({ id: 'h', name: 'ask_helper', args: {}, type: 'tool_call' }, config)
      return {}
    })
    .addEdge('__start__', 'act')
    .compile()
    .invoke({ chat: [new HumanMessage('Cancel ORD-7007.')] })
  expect(ran).toEqual(['find_orders', 'cancel_order ORD-7007'])
  expect(guard.records().at(-1)?.assessment.decision).toMatchObject({
    intervention: 'WARN',
    confidence: 'LOW',
  })
})

test('a handler may look something up with a guarded tool of the same node', async () => {
  const { tools, ran } = shop()
  const guard = createGuard({
    ...deferring,
    handler: {
      name: 'looks-up',
      timeoutMs: 50_000,
      async handle(decision, context) {
        if (context.call.toolName === 'cancel_order') await guarded[0]?.invoke({})
        return enforceHandler.handle(decision, context)
      },
    },
  })
  const guarded = guardTools(tools, { guard, defer: 'interrupt' })
  const result = await graphOf(guarded, cancelCall('c', MINTED)).invoke(said, thread)
  expect(result).toHaveProperty('__interrupt__')
  expect(ran).toEqual(['find_orders'])
  expect(guard.records().flatMap(({ faults }) => faults)).toEqual([])
}, 20_000)

describe('once a run is aborted, no tool begins that had to wait', () => {
  /** A tool that does not look at the signal. */
  class Update extends StructuredTool {
    override name = 'update_order'
    override description = 'update'
    override schema = z.object({ order_id: z.string() })
    ran = 0
    override async _call() {
      this.ran++
      return 'updated'
    }
  }

  test('and one that was aborted before ends as it does without us', async () => {
    const { cancel } = shop()
    const reason = new Error('enough')
    const messages = [said.messages[0], calling(cancelCall('c', MINTED))]
    const config = { state: { messages }, signal: AbortSignal.abort(reason) } as unknown as ToolRunnableConfig
    const errorOf = (one: typeof cancel) =>
      Promise.race([
        one.invoke({ ...cancelCall('c', MINTED), type: 'tool_call' }, config).then(
          () => 'runs',
          ({ name, message }: Error) => `${name} ${message}`,
        ),
        // As @langchain/core 1.2.13 does.
        new Promise((resolve) => setTimeout(resolve, 200, 'never settles')),
      ])
    const guard = createGuard()
    expect(await errorOf(guardTool(cancel, guard))).toEqual(await errorOf(cancel))
    expect(guard.records()[0]?.outcome.fault).toBeUndefined()
  })

  test('for those beside it', async () => {
    const { cancel } = shop()
    const update = new Update()
    const control = new AbortController()
    let answer = () => {}
    const guard = createGuard({
      ...deferring,
      handler: {
        name: 'slow',
        handle(decision, context) {
          const proposal = enforceHandler.handle(decision, context)
          if (context.call.toolName === 'update_order') return proposal
          setTimeout(() => control.abort(new Error('enough')))
          return new Promise((resolve) => {
            answer = () => resolve(proposal)
          })
        },
      },
    })
    const tools = guardTools([update, cancel as StructuredToolInterface], { guard, defer: 'interrupt' })
    const graph = graphOf(tools, updateCall('u', REAL), cancelCall('c', MINTED))
    await expect(graph.invoke(said, { ...thread, signal: control.signal })).rejects.toThrow()
    answer()
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(update.ran).toBe(0)
    const outcomes = guard
      .records()
      .map(({ assessment, outcome }) => [assessment.call.toolCallId, outcome.dispatched])
    expect(outcomes.toSorted()).toEqual([
      ['c', false],
      ['u', false],
    ])
  })

  const ways: Record<
    string,
    (update: StructuredToolInterface, guard: Guard, saver: MemorySaver) => Invokable
  > = {
    'a guarded tool': (update, guard, checkpointer) =>
      new StateGraph(MessagesAnnotation)
        .addNode('agent', async () => ({ messages: [calling(updateCall('u', MINTED))] }))
        .addNode('tools', new ToolNode([guardTool(update, guard)]))
        .addEdge('__start__', 'agent')
        .addEdge('agent', 'tools')
        .compile({ checkpointer }),
    'the middleware': (update, guard, checkpointer) =>
      createAgent({
        model: modelOf([[updateCall('u', MINTED)]]),
        tools: [update],
        checkpointer,
        middleware: [handrailMiddleware(guard)],
      }) as Invokable,
  }
  test.each(Object.entries(ways))('for a store that %s asks whether a person approved', async (_, build) => {
    const update = new Update()
    const control = new AbortController()
    /** Slow from when the model has made its call. */
    class Slow extends MemorySaver {
      override async getTuple(config: Parameters<MemorySaver['getTuple']>[0]) {
        const found = await super.getTuple(config)
        if (!JSON.stringify(found?.checkpoint.channel_values ?? {}).includes(MINTED)) return found
        control.abort(new Error('enough'))
        await new Promise((resolve) => setTimeout(resolve, 20))
        return found
      }
    }
    const guard = createGuard({ handler: 'enforce' })
    const graph = build(update, guard, new Slow())
    await expect(graph.invoke(said, { ...thread, signal: control.signal })).rejects.toThrow()
    await new Promise((resolve) => setTimeout(resolve, 60))
    expect(update.ran).toBe(0)
    expect(guard.records().map(({ outcome }) => outcome)).toMatchObject([
      { dispatched: false, fault: 'the run was aborted before the call could run' },
    ])
  })
})

test('a frozen tool can be guarded', async () => {
  const { cancel } = shop()
  const messages = [
    new HumanMessage('Cancel my order.'),
    calling(findCall),
    new ToolMessage({ tool_call_id: 'c-find', content: REAL }),
    calling(cancelCall('c', MINTED)),
  ]
  const config = { state: { messages } } as unknown as ToolRunnableConfig
  const { name, description, schema } = cancel
  const plain = { name, description, schema, invoke: cancel.invoke.bind(cancel) }
  for (const frozen of [cancel, plain as unknown as typeof cancel]) {
    const guarded = guardTool(Object.freeze(frozen), { handler: 'enforce' })
    const answer = await guarded.invoke({ ...cancelCall('c', MINTED), type: 'tool_call' }, config)
    expect(answer.content).toMatch(/^\[handrail] BLOCK/)
    expect(Object.keys(guarded)).toEqual(Object.keys(frozen))
    expect([guarded.name, guarded.schema, guarded instanceof StructuredTool]).toEqual([
      name,
      schema,
      frozen instanceof StructuredTool,
    ])
  }
})

describe('what the model has read and we cannot keeps a finding from being certain', () => {
  const confidenceAfter = async (...read: BaseMessage[]) => {
    const { cancel } = shop()
    const guard = createGuard({ handler: 'enforce' })
    const messages = [
      new HumanMessage('Cancel my order.'),
      calling(findCall),
      new ToolMessage({ tool_call_id: 'c-find', content: `I know of ${REAL}.` }),
      ...read,
      calling(cancelCall('c', MINTED)),
    ]
    const config = { state: { messages } } as unknown as ToolRunnableConfig
    await guardTool(cancel, guard).invoke({ ...cancelCall('c', MINTED), type: 'tool_call' }, config)
    expect(guard.records()[0]?.faults).toEqual([])
    return guard.records()[0]?.assessment.decision.confidence
  }
  const result = (block: object) => new ToolMessage({ tool_call_id: 'c-find', content: [block] as never })

  test.each<[string, BaseMessage]>([
    [
      "what OpenAI's tools returned",
      new AIMessage({
        content: '',
        additional_kwargs: { tool_outputs: [{ type: 'file_search_call', results: [{ text: MINTED }] }] },
      }),
    ],
    [
      "what Google's tools returned",
      new AIMessage({
        content: [{ type: 'codeExecutionResult', codeExecutionResult: { output: MINTED } }] as never,
      }),
    ],
    [
      'a file of Google',
      result({ type: 'inlineData', inlineData: { mimeType: 'application/pdf', data: 'T1JE' } }),
    ],
    ['a text file', result({ type: 'text-plain', mimeType: 'text/plain', data: 'T1JE' })],
    ['what JSON cannot hold', new HumanMessage({ content: [{ type: 'custom', size: 5n }] as never })],
  ])('%s', async (_, message) => {
    expect(await confidenceAfter(message)).toBe('LOW')
  })

  test('and nothing else does', async () => {
    const idle = new AIMessage({ content: 'Well.', additional_kwargs: { tool_outputs: [] } })
    expect(await confidenceAfter(idle, result({ type: 'text-plain', text: 'Nothing.' }))).toBe('HIGH')
  })
})

test('a loop that answers calls one by one: what a sibling found came too late', async () => {
  const { tools, ran } = shop()
  const guarded = guardTools(tools, { handler: 'enforce' })
  const calls = [{ ...findCall, id: 'f2' }, cancelCall('c', REAL)]
  const messages: BaseMessage[] = [
    new HumanMessage('Cancel ORD-5005.'),
    calling({ id: 'o', name: 'other', args: {} }),
    new ToolMessage({ tool_call_id: 'o', content: 'We are open until ten.' }),
    calling(...calls),
  ]
  for (const call of calls) {
    const own = guarded.find(({ name }) => name === call.name)
    const config = { state: { messages } } as unknown as ToolRunnableConfig
    messages.push(await own?.invoke({ ...call, type: 'tool_call' }, config))
  }
  expect(messages.at(-2)?.text).toContain(REAL)
  expect(messages.at(-1)?.text).toMatch(/^\[handrail] BLOCK/)
  expect(ran).toEqual(['find_orders'])
})

test.each([
  ...['write_todos', 'task', 'check_async_task'],
  ...['ls', 'read_file', 'write_file', 'edit_file', 'glob', 'grep', 'execute'],
])('what %s gives back proves nothing that the model brought up', async (name) => {
  const { cancel } = shop()
  const guard = createGuard({ handler: 'enforce' })
  const content = JSON.stringify([{ order: MINTED, owner: 'Ada Quill', total: 12 }])
  const messages = [
    new HumanMessage('Cancel my order.'),
    calling({ id: 'o', name: 'other', args: { note: content } }),
    new ToolMessage({ tool_call_id: 'o', name: 'other', content: 'We are open until ten.' }),
    calling({ id: 't', name, args: { text: 'x' } }),
    new ToolMessage({ tool_call_id: 't', name, content }),
    calling(cancelCall('c', MINTED)),
  ]
  const config = { state: { messages } } as unknown as ToolRunnableConfig
  await guardTool(cancel, guard).invoke({ ...cancelCall('c', MINTED), type: 'tool_call' }, config)
  expect(guard.records()[0]?.assessment.decision).toMatchObject({ intervention: 'BLOCK', confidence: 'HIGH' })
})
