import { createGuard, type Guard } from '@handrail/core'
import { type ModelMessage, readUIMessageStream, ToolLoopAgent, type ToolSet, tool, type UIMessage } from 'ai'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { guardTools, transcriptFromMessages } from '../src/index.ts'
import { chunksOf } from './support/chunks.ts'
import { appGot, type Call, hosts, readText, scriptedModel } from './support/host.ts'

const minted = 'ORD-77310942'
const real = 'ORD-20117754'
const user: ModelMessage[] = [{ role: 'user', content: `Cancel ${real}.` }]
const inputSchema = z.object({ orderId: z.string() })

/** Puts a guard on the tools of an inner run, or does not. */
type Wrap = (tools: ToolSet, outer: readonly ModelMessage[]) => ToolSet

/** A desk that hands orders to an agent of its own, which cancels the order it was asked to cancel. */
function desk(wrap: Wrap) {
  const cancelled: string[] = []
  const inner: ReturnType<typeof scriptedModel>['prompts'][] = []
  const cancel_order = tool({
    inputSchema,
    async execute({ orderId }) {
      cancelled.push(orderId)
      return 'cancelled'
    },
  })
  const clerk = (orderId: string, messages: readonly ModelMessage[]) => {
    const { model, prompts } = scriptedModel([[{ id: 'inner', tool: 'cancel_order', args: { orderId } }]])
    inner.push(prompts)
    return new ToolLoopAgent({ model, tools: wrap({ cancel_order }, messages) })
  }
  const tools = {
    ask_clerk: tool({
      inputSchema,
      async execute({ orderId }, { messages }) {
        const { text } = await clerk(orderId, messages).generate({ prompt: `Cancel order ${orderId}.` })
        return `${text}: ${orderId}`
      },
    }),
    watch_clerk: tool({
      inputSchema,
      async *execute({ orderId }, { messages }) {
        const result = await clerk(orderId, messages).stream({ prompt: `Cancel order ${orderId}.` })
        yield* readUIMessageStream({ stream: result.toUIMessageStream() })
      },
      toModelOutput: ({ output }) => ({
        type: 'text',
        value: output.parts.map((part) => (part.type === 'text' ? part.text : '')).join(''),
      }),
    }),
    cancel_order,
  }
  return { tools, cancelled, inner }
}

/** The desk with a guard on the outer run, and on the inner one what `ofRun` makes of it. */
function guardedDesk(ofRun: (guard: Guard, outer: readonly ModelMessage[]) => Guard) {
  const guard = createGuard({ handler: 'enforce', tools: { ask_clerk: { author: 'model' } } })
  const { tools, ...rest } = desk((inner, messages) => guardTools(inner, ofRun(guard, messages)))
  return { ...rest, guard, guarded: guardTools(tools, guard) }
}

const untold = (guard: Guard) => guard
const told = (guard: Guard, outer: readonly ModelMessage[]) =>
  guard.withEvidence(transcriptFromMessages(outer), { nested: true })

const ask = (orderId: string, tool = 'ask_clerk', id = 'outer'): Call => ({ id, tool, args: { orderId } })

describe.each(Object.entries(hosts))('%s', (_, play) => {
  test('an inner run that is told nothing takes its prompt for the words of a user', async () => {
    const { cancelled, guard, guarded } = guardedDesk(untold)
    const run = await play([[ask(minted)]], guarded, { messages: user })
    expect(cancelled).toEqual([minted])
    expect(appGot(run, 'outer')).toEqual({ output: `done: ${minted}` })
    expect(guard.records().at(-1)?.assessment.verdict.args[0]?.stance).toBe('SUPPORTED')
  })

  test('told the outer messages, it does not take the outer model’s word for an id', async () => {
    const { cancelled, inner, guard, guarded } = guardedDesk(told)
    const run = await play([[ask(minted)]], guarded, { messages: user })
    expect(cancelled).toEqual([])
    expect(readText(inner[0]?.[1], 'inner')).toMatch(/^\[handrail\] BLOCK: /)
    expect(appGot(run, 'outer')).toEqual({ output: `done: ${minted}` })
    expect(guard.records().map(({ assessment, outcome }) => [assessment.call.toolName, outcome])).toEqual([
      ['ask_clerk', { intervention: 'OBSERVE', dispatched: true }],
      ['cancel_order', { intervention: 'BLOCK', dispatched: false }],
    ])
  })

  test('told the outer messages, it may use what they hold', async () => {
    const { cancelled, inner, guarded } = guardedDesk(told)
    const run = await play([[ask(real)]], guarded, { messages: user })
    expect(cancelled).toEqual([real])
    expect(readText(inner[0]?.[1], 'inner')).toBe('cancelled')
    expect(readText(run.prompts[1], 'outer')).toBe(`done: ${real}`)
  })

  test('what a sub-agent reports was written by a model, where the guard was told so', async () => {
    const { cancelled, guarded } = guardedDesk(told)
    const steps = [[ask(minted)], [ask(minted, 'cancel_order', 'second')]]
    const run = await play(steps, guarded, { messages: user })
    expect(readText(run.prompts[1], 'outer')).toContain(minted)
    expect(readText(run.prompts[2], 'second')).toMatch(/^\[handrail\] BLOCK: /)
    expect(cancelled).toEqual([])
  })

  test('a sub-agent that streams its progress is guarded inside', async () => {
    const { cancelled, inner, guarded } = guardedDesk(told)
    const steps = [[ask(minted, 'watch_clerk', 'first')], [ask(real, 'watch_clerk', 'second')]]
    const run = await play(steps, guarded, { messages: user })
    expect(cancelled).toEqual([real])
    expect(readText(inner[0]?.[1], 'inner')).toMatch(/^\[handrail\] BLOCK: /)
    expect(readText(inner[1]?.[1], 'inner')).toBe('cancelled')
    expect(readText(run.prompts[1], 'first')).toBe('done')
    const states = (id: string) =>
      (appGot(run, id).output as UIMessage).parts.flatMap((part) => ('toolCallId' in part ? part.state : []))
    expect(states('first')).toEqual(['output-error'])
    expect(states('second')).toEqual(['output-available'])
  })
})

test('the progress of a sub-agent arrives as without a guard', async () => {
  const steps = [[ask(real, 'watch_clerk')]]
  const plain = await chunksOf(steps, desk((inner) => inner).tools, { messages: user })
  const { guarded } = guardedDesk(told)
  const run = await chunksOf(steps, guarded, { messages: user })
  expect(run).toEqual(plain)
  expect(plain.parts.filter((part) => part.preliminary === true).length).toBeGreaterThan(2)
})
