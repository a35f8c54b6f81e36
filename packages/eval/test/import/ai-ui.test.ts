import { createGuard, type TranscriptEntry } from '@handrail/core'
import { convertToModelMessages, tool, type UIMessage } from 'ai'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { guardTools, transcriptFromMessages } from '../../../ai-sdk/src/index.ts'
import { hosts } from '../../../ai-sdk/test/support/host.ts'
import { callsFirst, read, readOne } from './support.ts'

/** What the adapter makes of the messages that the SDK makes of a chat. */
async function transcriptOf(messages: readonly UIMessage[]): Promise<TranscriptEntry[]> {
  const converted = await convertToModelMessages([...messages])
  return callsFirst(converted.map((message) => transcriptFromMessages([message])))
}

const user: UIMessage = { id: 'u', role: 'user', parts: [{ type: 'text', text: 'Cancel ORD-1.' }] }

test('a chat that the SDK streamed is read as the adapter reads its model messages', async () => {
  const order = z.object({ id: z.string() })
  const tools = {
    find: tool({ inputSchema: z.object({}), execute: () => [{ id: 'ORD-1' }] }),
    cancel_order: tool({ inputSchema: order, execute: () => 'cancelled' }),
    update_order: tool({
      inputSchema: order,
      execute: (): string => {
        throw new Error('no')
      },
    }),
  }
  const guarded = guardTools(tools, createGuard({ handler: 'enforce' }))
  const { ui } = await hosts.streamText(
    [
      [
        { id: 'a', tool: 'find', args: {} },
        { id: 'b', tool: 'web', args: {}, providerResult: { found: 1 } },
        { id: 'c', tool: 'find', args: {} },
      ],
      [{ id: 'd', tool: 'cancel_order', args: { id: 'ORD-9' } }],
      [
        { id: 'e', tool: 'update_order', args: { id: 'ORD-1' } },
        { id: 'f', tool: 'nowhere', args: { id: 'ORD-7' } },
      ],
    ],
    guarded,
  )
  const messages = [user, ui as UIMessage]
  const { entries, format, messageOf, said } = readOne({ id: 'chat', messages })
  expect(format).toBe('ai-ui-messages')
  expect(entries).toEqual(await transcriptOf(messages))
  expect(entries.map(({ kind }) => kind).join(' ')).toBe(
    'task call call call result opaque result result call result call call result result',
  )
  expect(messageOf).toEqual([0, ...entries.slice(1).map(() => 1)])
  expect(said.map(({ text }) => text)).toEqual(['done'])
})

const part = (fields: object) => ({ type: 'tool-find', toolCallId: 'c', input: { q: 1 }, ...fields })

describe('parts of the assistant are read as the adapter reads their model messages', () => {
  test.each<[string, object[]]>([
    ['input-streaming', [part({ state: 'input-streaming' })]],
    ['input-available', [part({ state: 'input-available' })]],
    ['output-available', [part({ state: 'output-available', output: { id: 'ORD-1' } })]],
    ['an output of text', [part({ state: 'output-available', output: 'a\n\n[handrail] WARN: look' })]],
    ['no output', [part({ state: 'output-available' })]],
    ['output-error', [part({ state: 'output-error', errorText: 'boom' })]],
    [
      'output-error of a broken call',
      [part({ state: 'output-error', input: undefined, rawInput: '{', errorText: 'x' })],
    ],
    ['approval-requested', [part({ state: 'approval-requested', approval: { id: 'p' } })]],
    [
      'approval-responded with yes',
      [part({ state: 'approval-responded', approval: { id: 'p', approved: true } })],
    ],
    [
      'approval-responded with no',
      [part({ state: 'approval-responded', approval: { id: 'p', approved: false, reason: 'not now' } })],
    ],
    [
      'output-denied',
      [part({ state: 'output-denied', approval: { id: 'p', approved: false, reason: 'never' } })],
    ],
    [
      'output-denied without a reason',
      [part({ state: 'output-denied', approval: { id: 'p', approved: false } })],
    ],
    [
      'a dynamic tool',
      [part({ type: 'dynamic-tool', toolName: 'find', state: 'output-available', output: [] })],
    ],
    ['a provider', [part({ providerExecuted: true, state: 'output-available', output: { n: 1 } })]],
    ['an error of a provider', [part({ providerExecuted: true, state: 'output-error', errorText: 'boom' })]],
    [
      'steps',
      [
        { type: 'step-start' },
        { type: 'text', text: 'I look.' },
        part({ state: 'output-available', output: 'ORD-1' }),
        part({ toolCallId: 'd', state: 'output-available', output: 'ORD-2' }),
        { type: 'step-start' },
        { type: 'reasoning', text: 'ORD-3' },
        part({ toolCallId: 'e', state: 'output-available', output: 'ORD-4' }),
      ],
    ],
    [
      'what people see',
      [
        { type: 'data-chart', data: { id: 'ORD-5' } },
        { type: 'source-url', url: 'https://a.example' },
      ],
    ],
    ['a file', [{ type: 'file', mediaType: 'image/png', url: 'https://example.com/a.png' }]],
    ['a custom part', [{ type: 'custom', kind: 'openai.compaction' }]],
    ['a compaction', [{ type: 'text', text: 's', providerMetadata: { anthropic: { type: 'compaction' } } }]],
    ['words of the user in between', [{ type: 'steering-message', parts: [{ type: 'text', text: 'Wait' }] }]],
  ])('%s', async (_, parts) => {
    const messages = [{ id: 'a', role: 'assistant', parts } as unknown as UIMessage]
    expect(readOne({ messages }).entries).toEqual(await transcriptOf(messages))
  })
})

test('messages of the system and files of the user', async () => {
  const messages = [
    {
      id: 's',
      role: 'system',
      parts: [
        { type: 'text', text: 'Be ' },
        { type: 'text', text: 'brief.' },
      ],
    },
    {
      id: 'u',
      role: 'user',
      parts: [
        { type: 'file', mediaType: 'text/plain', url: `data:text/plain;base64,${btoa('ORD-1')}` },
        { type: 'file', mediaType: 'image/png', url: 'https://example.com/a.png' },
        { type: 'data-place', data: 1 },
      ],
    },
  ] as UIMessage[]
  expect(readOne(messages).entries).toEqual(await transcriptOf(messages))
})

test('what is not known counts as unreadable, and is said', () => {
  const parts = [{ type: 'hologram' }, { type: 'tool-invocation', toolInvocation: {} }]
  const { conversations, messages } = read([
    { role: 'assistant', parts },
    { role: 'critic', parts: [] },
  ])
  expect(conversations[0]?.entries.at(-1)).toEqual({ kind: 'opaque', reason: 'unreadable' })
  expect(messages).toContainEqual(expect.stringContaining('"hologram"'))
  expect(messages).toContainEqual(expect.stringContaining('"critic"'))
})

test('an error that ai 6 hides from people was read by the model', () => {
  const failed = (errorText: string) => [
    { type: 'tool-find', toolCallId: 'c', state: 'output-error', input: {}, errorText },
  ]
  const kindsOf = (errorText: string) =>
    readOne([{ role: 'assistant', parts: failed(errorText) }]).entries.map(({ kind }) => kind)
  expect(kindsOf('An error occurred.')).toEqual(['call', 'result', 'opaque'])
  expect(kindsOf('No ORD-1.')).toEqual(['call', 'result'])
})
