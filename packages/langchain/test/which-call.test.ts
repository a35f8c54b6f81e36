import { createGuard, type GuardOptions } from '@handrail/core'
import { AIMessage, HumanMessage, ToolMessage } from '@langchain/core/messages'
import { type StructuredToolInterface, tool } from '@langchain/core/tools'
import { MessagesAnnotation, StateGraph } from '@langchain/langgraph'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { guardTool, guardTools } from '../src/index.ts'
import { createAgentHost, reactAgentHost } from './support/hosts.ts'
import { cancelCall, findCall, MINTED, REAL, shop, updateCall, user } from './support/shop.ts'

const enforce = (more: GuardOptions = {}) => createGuard({ handler: 'enforce', ...more })
const argsOf = (guard: ReturnType<typeof createGuard>) =>
  guard.records().map(({ assessment }) => assessment.call.args)
const as = (call: { id: string; name: string; args: object }, args: object = call.args) => ({
  ...call,
  args: args as Record<string, unknown>,
  type: 'tool_call' as const,
})

describe('what the model reads of the tools is evidence', () => {
  const schema = z.object({
    region: z.enum(['us-east-1', 'eu-west-2']),
    cluster_id: z.string().default('prod-cl-8842'),
    node_id: z.string(),
  })
  const json = {
    type: 'object',
    properties: {
      region: { type: 'string', enum: ['us-east-1', 'eu-west-2'] },
      cluster_id: { default: 'prod-cl-8842' },
    },
  }
  const args = { region: 'us-east-1', cluster_id: 'prod-cl-8842', node_id: 'node-55120' }
  test.each([
    ['zod', schema],
    ['JSON Schema', json],
  ])('enums, defaults and descriptions, with %s', async (_, own) => {
    const ran: unknown[] = []
    const make = (name: string, description: string, its: unknown) =>
      tool(async (input: unknown) => `done ${ran.push(input)}`, { name, description, schema: its } as never)
    const deploy = make('deploy_service', 'Deploys.', own) as unknown as StructuredToolInterface
    const list = make(
      'list_nodes',
      'The first node is node-55120.',
      z.object({}),
    ) as unknown as StructuredToolInterface
    const guard = enforce()
    const steps = [[{ id: 'd', name: 'deploy_service', args }]]
    await createAgentHost({ tools: guardTools([deploy, list], guard), steps, user })
    expect(ran).toEqual([args])
    const region = guard.records()[0]?.assessment.verdict.args.find(({ argName }) => argName === 'region')
    expect(region?.reason).toContain('named by the schema')
    await createAgentHost({ tools: guardTools([deploy], enforce()), steps, user })
    expect(ran).toHaveLength(1)
  })

  test('what one argument may be is no evidence of another', async () => {
    const ran: unknown[] = []
    const deploy = tool(async (input: unknown) => `done ${ran.push(input)}`, {
      name: 'deploy_service',
      description: 'Deploys.',
      schema,
    }) as unknown as StructuredToolInterface
    const own = { ...args, node_id: 'prod-cl-8842' }
    const steps = [[{ id: 'd', name: 'deploy_service', args: own }]]
    await createAgentHost({ tools: guardTools([deploy], enforce()), steps, user })
    expect(ran).toEqual([])
  })

  test('a schema that cannot be told as JSON is none', async () => {
    const { cancel, ran } = shop()
    const odd = {
      get '~standard'() {
        return JSON.parse('{')
      },
    }
    Object.defineProperty(cancel, 'schema', { value: odd })
    const messages = [new HumanMessage(user)]
    await guardTool(cancel, enforce()).invoke(as(cancelCall('c', MINTED)), { state: { messages } } as object)
    expect(ran).toEqual([])
  })
})

describe.each([
  ['createAgent', createAgentHost],
  ['createReactAgent', reactAgentHost],
])('an id that a provider uses twice in one message, in %s', (_, host) => {
  test('each call is judged by its own arguments', async () => {
    const { tools, ran } = shop()
    const guard = enforce()
    const steps = [[findCall], [cancelCall('x', REAL), cancelCall('x', MINTED)]]
    await host({ tools: guardTools(tools, guard), steps, user })
    expect(ran).toEqual(['find_orders', `cancel_order ${REAL}`])
    expect(argsOf(guard)).toEqual([{}, { order_id: REAL }, { order_id: MINTED }])
  })

  test('a call is not taken for the one of another tool', async () => {
    const { tools, ran } = shop()
    const guard = enforce()
    await host({
      tools: guardTools(tools, guard),
      steps: [[{ ...findCall, id: 'x' }, cancelCall('x', MINTED)]],
      user,
    })
    expect(ran).toEqual(['find_orders'])
    expect(guard.records().flatMap(({ faults }) => faults)).toEqual([])
  })
})

test('where several calls might be meant, the arguments are judged as they came', async () => {
  const { cancel, ran } = shop()
  const guard = enforce()
  const calls = [cancelCall('x', 'ORD-1'), cancelCall('x', 'ORD-2')].map((call) => as(call))
  const messages = [new HumanMessage(user), new AIMessage({ content: '', tool_calls: calls })]
  await guardTool(cancel, guard).invoke(as(cancelCall('x', MINTED)), { state: { messages } } as object)
  expect(ran).toEqual([])
  expect(argsOf(guard)).toEqual([{ order_id: MINTED }])
})

test('the last message counts where an id comes back', async () => {
  const { cancel, ran } = shop()
  const guarded = guardTool(cancel, enforce())
  for (const id of [REAL, MINTED]) {
    const messages = [
      new HumanMessage(user),
      new AIMessage({ content: '', tool_calls: [{ ...as(findCall), id: 'call_0' }] }),
      new ToolMessage({ content: `[{"order_id":"${REAL}","customer":"Ada Quill"}]`, tool_call_id: 'call_0' }),
      new AIMessage({ content: '', tool_calls: [as(cancelCall('call_0', id))] }),
    ]
    await guarded.invoke(as(cancelCall('call_0', id)), { state: { messages } } as object)
  }
  expect(ran).toEqual([`cancel_order ${REAL}`])
})

describe('a call that no message holds', () => {
  const own = { ...as(cancelCall('own', 'ORD-5555')) }
  test('is not the model’s while calls of the model are open', async () => {
    const { cancel, ran } = shop()
    const guard = enforce()
    const inner = guardTool(cancel, guard)
    const outer = tool(async (_input, runtime) => inner.invoke(own, runtime), {
      name: 'cancel_latest',
      description: 'cancel',
      schema: z.object({}),
    }) as unknown as StructuredToolInterface
    await createAgentHost({ tools: [outer], steps: [[{ id: 'o', name: 'cancel_latest', args: {} }]], user })
    expect(ran).toEqual(['cancel_order ORD-5555'])
    expect(guard.records()).toMatchObject([
      { outcome: { intervention: 'OBSERVE' }, faults: [expect.stringContaining('another tool')] },
    ])
  })

  test('is judged where the user has written past a call that nobody answered', async () => {
    const { cancel, ran } = shop()
    const messages = [
      new HumanMessage(user),
      new AIMessage({ content: '', tool_calls: [as(findCall)] }),
      new HumanMessage('Never mind, cancel it.'),
    ]
    await guardTool(cancel, enforce()).invoke(own, { state: { messages } } as object)
    expect(ran).toEqual([])
  })

  test('is judged in a loop that adds the message later', async () => {
    const { cancel, ran } = shop()
    const guarded = guardTool(cancel, enforce())
    const start = [new HumanMessage(user)]
    const later = [
      ...start,
      new AIMessage({ content: '', tool_calls: [as(findCall)] }),
      new ToolMessage({ content: '[]', tool_call_id: findCall.id, name: 'find_orders' }),
    ]
    for (const messages of [start, later]) await guarded.invoke(own, { state: { messages } } as object)
    expect(ran).toEqual([])
  })
})

test('a node that passes a configurable of its own keeps the guard', async () => {
  const { cancel, ran } = shop()
  const guarded = guardTool(cancel, enforce())
  const calls = [as(cancelCall('c', MINTED))]
  await new StateGraph(MessagesAnnotation)
    .addNode('agent', async () => ({ messages: [new AIMessage({ content: '', tool_calls: calls })] }))
    .addNode('tools', async ({ messages }) => ({
      messages: [
        await guarded.invoke(as((messages.at(-1) as AIMessage).tool_calls?.[0] as never), {
          configurable: { user: 'u' },
        }),
      ],
    }))
    .addEdge('__start__', 'agent')
    .addEdge('agent', 'tools')
    .compile()
    .invoke({ messages: [new HumanMessage(user)] })
  expect(ran).toEqual([])
})

describe('the leaves of the arguments that the model wrote', () => {
  const judge = async (args: object, written: object) => {
    const guard = enforce()
    const ran: unknown[] = []
    const cancel = tool(async (input: unknown) => `done ${ran.push(input)}`, {
      name: 'cancel_order',
      description: 'cancel',
      schema: z.record(z.string(), z.unknown()),
    })
    const messages = [
      new HumanMessage(user),
      new AIMessage({ content: '', tool_calls: [as(cancelCall('c', ''), written)] }),
    ]
    await guardTool(cancel, guard).invoke(as(cancelCall('c', ''), args), { state: { messages } } as object)
    return { ran, unsupported: guard.records()[0]?.assessment.verdict.unsupported }
  }
  const cyclic: Record<string, unknown> = { order_id: MINTED }
  cyclic.self = cyclic
  const alike: Record<string, unknown> = { order_id: MINTED }
  alike.self = alike

  test.each<[string, object, object, string[]]>([
    ['a key put in beside', { order: { id: MINTED, tenant: 'acme' } }, { order: { id: MINTED } }, ['order']],
    ['trimmed and in capitals', { order_id: MINTED }, { order_id: ' ord-9999\n' }, ['order_id']],
    [
      'another order of the keys',
      { order_id: MINTED, a: { b: 1, c: 2 } },
      { a: { c: 2, b: 1 }, order_id: MINTED },
      ['order_id'],
    ],
    ['an item taken out', { order_ids: [MINTED] }, { order_ids: ['ORD-1', MINTED] }, ['order_ids']],
    [
      'an item of a list changed',
      { orders: [{ id: 'ORD-7777' }, { id: MINTED }] },
      { orders: [{ id: 'ORD-1' }, { id: MINTED }] },
      ['orders'],
    ],
    ['cyclic ones, as they came', cyclic, alike, ['order_id', 'self']],
  ])('%s: judged', async (_, args, written, unsupported) => {
    expect(await judge(args, written)).toEqual({ ran: [], unsupported })
  })

  test.each<[string, object, object]>([
    ['a value replaced', { order: { id: 'ORD-7777' } }, { order: { id: MINTED } }],
    ['a value put in', { user_id: 'usr-88412', n: [{ id: 'ORD-1' }] }, { n: [] }],
    ['another kind of value', { order_id: { id: MINTED } }, { order_id: 'ORD-1' }],
  ])('%s: not judged', async (_, args, written) => {
    expect(await judge(args, written)).toEqual({ ran: [args], unsupported: [] })
  })
})

test('a list of ten thousand that a middleware turned round is compared in no time', async () => {
  const { update } = shop()
  const list = Array.from({ length: 10_000 }, (_, i) => `item ${i}`)
  const messages = [new AIMessage({ content: '', tool_calls: [as(updateCall('u', REAL), { list })] })]
  const started = performance.now()
  await guardTool(update, enforce())
    .invoke(as(updateCall('u', REAL), { list: list.toReversed() }), { state: { messages } } as object)
    .catch(() => {})
  expect(performance.now() - started).toBeLessThan(2_000)
})
