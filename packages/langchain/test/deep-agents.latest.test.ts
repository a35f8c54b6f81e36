import { createGuard, type Guard, type GuardOptions } from '@handrail/core'
import { AIMessage, HumanMessage } from '@langchain/core/messages'
import { fakeModel } from '@langchain/core/testing'
import type { StructuredToolInterface } from '@langchain/core/tools'
import { createDeepAgent } from 'deepagents'
import { describe, expect, test } from 'vitest'
import { guardTools } from '../src/index.ts'
import { handrailMiddleware } from '../src/middleware.ts'
import type { Call } from './support/hosts.ts'
import { answerTo, cancelCall, findCall, MINTED, REAL, shop, user } from './support/shop.ts'

const modelOf = (steps: readonly (readonly Call[])[], last = 'done') => {
  const model = fakeModel()
  for (const calls of steps)
    model.respond(
      new AIMessage({
        content: '',
        tool_calls: calls.map((call) => ({ ...call, type: 'tool_call' as const })),
      }),
    )
  return model.respond(new AIMessage(last))
}

interface Play {
  readonly steps: readonly (readonly Call[])[]
  /** Of the sub-agent. */
  readonly inner?: readonly (readonly Call[])[]
  readonly says?: string
  /** Where guards stand: on both agents as middleware, or on the tools of both. */
  readonly by?: 'middleware' | 'ledger' | 'tools'
  readonly mode?: 'fork'
  readonly options?: GuardOptions
  readonly text?: string
}

/** A deep agent of the shop with a sub-agent of the same shop. */
async function play({ steps, inner = [], says, by = 'middleware', mode, options, text = user }: Play) {
  const guard: Guard = createGuard({ handler: 'enforce', ...options })
  const desk = shop()
  const bare: StructuredToolInterface[] = [...desk.tools, desk.other]
  const tools = by === 'tools' ? guardTools(bare, guard) : bare
  const middleware = () =>
    by === 'tools' ? [] : [handrailMiddleware({ guard, memory: by === 'ledger' ? 'ledger' : 'messages' })]
  const model = modelOf(inner, says)
  const agent = createDeepAgent({
    model: modelOf(steps),
    tools,
    middleware: middleware(),
    subagents: [
      {
        ...{ name: 'helper', description: 'helps', systemPrompt: 'Help.', tools, middleware: middleware() },
        model,
        ...(mode && { mode }),
      },
    ],
  } as never)
  const state = await agent.invoke({ messages: [new HumanMessage(text)] })
  return {
    ...{ state, guard, prompt: () => model.calls.at(-1)?.messages ?? [] },
    messages: state.messages,
    ran: desk.ran.filter((one) => one.startsWith('cancel')),
  }
}

const other: Call[] = [{ id: 'o', name: 'other', args: {} }]
const task = (description: string): Call => ({
  id: 't',
  name: 'task',
  args: { description, subagent_type: 'helper' },
})
const both = [[cancelCall('i1', REAL)], [cancelCall('i2', MINTED)]]
const onlyReal = [`cancel_order ${REAL}`]

describe.each(['middleware', 'ledger'] as const)('a sub-agent, with memory in %s', (by) => {
  test('has what the agent had read as evidence, and not what the agent wrote', async () => {
    const steps = [[findCall], [task(`Cancel ${REAL} and ${MINTED}.`)]]
    const { ran, state } = await play({ by, steps, inner: [other, ...both] })
    expect(ran).toEqual(onlyReal)
    expect(Object.keys(state)).not.toContain('_handrail')
  })

  test('has what the user told the agent as evidence', async () => {
    const steps = [other, [task(`Cancel ${REAL} and ${MINTED}.`)]]
    const { ran } = await play({ by, steps, inner: both, text: `Cancel ${REAL}.` })
    expect(ran).toEqual(onlyReal)
  })

  test('tells nothing that is evidence for the agent', async () => {
    const steps = [[findCall], [task('Look.')], [cancelCall('c1', MINTED)], [cancelCall('c2', REAL)]]
    const { ran, messages } = await play({ by, steps, inner: [other], says: `It is ${MINTED}.` })
    expect(answerTo(messages, 't').text).toContain(MINTED)
    expect(ran).toEqual(onlyReal)
  })

  test('that goes on with the conversation of the agent is judged alike', async () => {
    const steps = [[findCall], [task(`Cancel ${REAL} and ${MINTED}.`)]]
    expect((await play({ by, mode: 'fork', steps, inner: [other, ...both] })).ran).toEqual(onlyReal)
  })
})

test('where only tools are guarded, a sub-agent is warned and nothing is withheld', async () => {
  const steps = [[findCall], [task(`Cancel ${MINTED}.`)]]
  const { ran, guard } = await play({ by: 'tools', steps, inner: [other, [cancelCall('i', MINTED)]] })
  expect(ran).toEqual([`cancel_order ${MINTED}`])
  expect(guard.records().at(-1)?.assessment.decision).toMatchObject({
    intervention: 'WARN',
    confidence: 'LOW',
  })
})

describe.each(['middleware', 'tools'] as const)('files of a deep agent, guarded by %s', (by) => {
  const content = JSON.stringify({ order: MINTED, owner: 'Ada Quill', total: 12 })
  const write: Call = { id: 'w', name: 'write_file', args: { file_path: '/a.json', content } }
  const read: Call = { id: 'r', name: 'read_file', args: { file_path: '/a.json' } }
  const grep: Call = { id: 'g', name: 'grep', args: { pattern: 'order' } }

  test('give back what the model wrote, and that is no evidence', async () => {
    const steps = [[findCall], [write], [read], [grep], [cancelCall('c1', MINTED)], [cancelCall('c2', REAL)]]
    const { ran, messages } = await play({ by, steps })
    expect(answerTo(messages, 'r').text).toContain(MINTED)
    expect(answerTo(messages, 'g').text).toContain(MINTED)
    expect(ran).toEqual(onlyReal)
  })
})

test('a guard can be told that a sub-agent tells nothing but what it read', async () => {
  const steps = [[findCall], [task('Look.')], [cancelCall('c1', MINTED)]]
  const options = { tools: { task: { author: 'environment' } } } as const
  const { ran } = await play({ steps, inner: [other], says: `It is ${MINTED}.`, options })
  expect(ran).toEqual([`cancel_order ${MINTED}`])
})
