import { createGuard } from '@handrail/core'
import { AIMessage, type BaseMessageLike, HumanMessage, ToolMessage } from '@langchain/core/messages'
import { describe, expect, test } from 'vitest'
import { guardTool, transcriptFromMessages } from '../src/index.ts'
import { MINTED, REAL, shop } from './support/shop.ts'

const call = { id: 'c', name: 'cancel_order', args: { order_id: REAL }, type: 'tool_call' as const }
const opaque = { kind: 'opaque', reason: 'unreadable' }
const asJson = (message: object): BaseMessageLike => JSON.parse(JSON.stringify(message))
const text = `Cancel ${REAL}`

const likes: [string, BaseMessageLike][] = [
  ['{ role, content }', { role: 'user', content: text }],
  ['{ type, content }', { type: 'human', content: text } as never],
  ['a tuple', ['user', text] as never],
  ['a text', text],
  ['what a store keeps', { type: 'human', data: { content: text } } as never],
  ['what JSON made of a message', asJson(new HumanMessage(text))],
]

describe('what LangChain takes for a message', () => {
  test.each(likes)('%s is read', (_, like) => {
    expect(transcriptFromMessages([like])).toEqual([{ kind: 'task', role: 'user', text }])
  })

  test.each(likes)(
    '%s is evidence in a loop, and the call is found among plain messages',
    async (_, like) => {
      const guard = createGuard({ handler: 'enforce' })
      const answer = { role: 'assistant', content: '', tool_calls: [call] }
      const { cancel, ran } = shop()
      const run = (args: object, messages: unknown[]) =>
        guardTool(cancel, guard).invoke({ ...call, args }, { state: { messages } } as object)
      await run(call.args, [like, answer])
      await run({ order_id: MINTED }, [
        ['user', 'Cancel my order'],
        { ...answer, tool_calls: [{ ...call, args: { order_id: MINTED } }] },
      ])
      expect(ran).toEqual([`cancel_order ${REAL}`])
      expect(guard.records().map(({ faults }) => faults)).toEqual([[], []])
    },
  )

  test('calls in the words of OpenAI, and results', () => {
    const asked = { id: 'f', type: 'function', function: { name: 'find', arguments: '{"q":1}' } }
    expect(
      transcriptFromMessages([
        { role: 'assistant', content: null, tool_calls: [asked] } as never,
        { role: 'assistant', tool_calls: [asked] } as never,
        { role: 'tool', tool_call_id: 'f', name: 'find', content: REAL },
        asJson(new ToolMessage({ tool_call_id: 'f', name: 'find', content: REAL })),
        asJson(new AIMessage({ content: 'I think so', tool_calls: [call] })),
      ]),
    ).toEqual([
      { kind: 'call', toolCallId: 'f', toolName: 'find', args: { q: 1 } },
      { kind: 'call', toolCallId: 'f', toolName: 'find', args: { q: 1 } },
      { kind: 'result', toolCallId: 'f', toolName: 'find', content: REAL },
      { kind: 'result', toolCallId: 'f', toolName: 'find', content: REAL },
      { kind: 'call', toolCallId: 'c', toolName: 'cancel_order', args: call.args },
    ])
  })

  test('what is none cannot be read', () => {
    const none = [null, undefined, 7, {}, [], { role: 'critic', content: 'x' }]
    expect(transcriptFromMessages(none as never)).toEqual(none.map(() => opaque))
  })

  test('a plain object is read once', async () => {
    let reads = 0
    const like = {
      role: 'user',
      get content() {
        reads++
        return text
      },
    }
    const { cancel } = shop()
    const guarded = guardTool(cancel, createGuard())
    const config = { state: { messages: [like] } } as object
    await guarded.invoke(call, config)
    const first = reads
    await guarded.invoke(call, config)
    expect(reads).toBe(first)
  })
})
