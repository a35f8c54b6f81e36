import { createGuard, type TranscriptEntry } from '@handrail/core'
import { type ModelMessage, tool } from 'ai'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { guardTools, transcriptFromMessages } from '../../../ai-sdk/src/index.ts'
import { type Call, hosts } from '../../../ai-sdk/test/support/host.ts'
import { callsFirst, read, readOne } from './support.ts'

/** What the guard's adapter makes of live messages. */
const transcriptOf = (messages: readonly ModelMessage[]): TranscriptEntry[] =>
  callsFirst(messages.map((message) => transcriptFromMessages([message])))

const order = z.object({ id: z.string() })
const tools = {
  find: tool({ description: 'Finds orders.', inputSchema: z.object({}), execute: () => [{ id: 'ORD-1' }] }),
  cancel_order: tool({ inputSchema: order, execute: () => 'cancelled' }),
  update_order: tool({
    inputSchema: order,
    execute: ({ id }): string => {
      throw new Error(`no order ${id}`)
    },
  }),
}

const steps: Call[][] = [
  [
    { id: 'a', tool: 'find', args: {} },
    { id: 'b', tool: 'find', args: {} },
  ],
  [{ id: 'c', tool: 'cancel_order', args: { id: 'ORD-9' } }],
  [
    { id: 'd', tool: 'update_order', args: { id: 'ORD-8' } },
    { id: 'e', tool: 'web', args: {}, providerResult: { found: 1 } },
    { id: 'f', tool: 'cancel_order', args: { id: 'ORD-1' } },
  ],
  [{ id: 'g', tool: 'cancel_order', args: {}, input: '{"id":' }],
]

describe.each(['generateText', 'streamText'] as const)('a run of %s', (host) => {
  test('is read as the adapter reads it', async () => {
    const prompt: ModelMessage[] = [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: [{ type: 'text', text: 'Cancel ORD-1.' }] },
    ]
    const guarded = guardTools(tools, createGuard({ handler: 'enforce' }))
    const run = await hosts[host](steps, guarded, { messages: prompt })
    const messages = [...prompt, ...run.messages]
    const { entries, format, messageOf } = readOne({ messages })
    expect(format).toBe('ai-model-messages')
    expect(entries).toEqual(transcriptOf(messages))
    expect(entries.filter((entry) => 'intervention' in entry).length).toBeGreaterThan(0)
    expect(messageOf.at(-1)).toBeLessThan(messages.length)
  })
})

const png = { type: 'file', mediaType: 'image/png', data: 'iVBORw0KGgo=' }
const outputs: [string, unknown][] = [
  ['text', { type: 'text', value: 'plain\n\n[handrail] WARN: look it up' }],
  ['json', { type: 'json', value: { id: 7 } }],
  ['error-text', { type: 'error-text', value: '[handrail] BLOCK: not run' }],
  ['a refusal of the SDK', { type: 'error-text', value: 'Invalid input for tool x: ORD-9' }],
  ['error-json', { type: 'error-json', value: { e: 1 } }],
  ['execution-denied', { type: 'execution-denied', reason: 'no' }],
  ['execution-denied without a reason', { type: 'execution-denied' }],
  [
    'content',
    {
      type: 'content',
      value: [
        { type: 'text', text: 'a' },
        { type: 'file', mediaType: 'text/csv', data: { type: 'data', data: btoa('b') } },
        { type: 'text', text: '[handrail] WARN: look it up' },
        { type: 'image-data', mediaType: 'image/png', data: 'AA==' },
      ],
    },
  ],
  ['content of nothing', { type: 'content', value: [] }],
  ['another kind', { any: 'thing' }],
]

describe('parts are read as the adapter reads them', () => {
  const asked: ModelMessage = {
    role: 'assistant',
    content: [{ type: 'tool-call', toolCallId: 'c', toolName: 't', input: { id: 'A' } }],
  }

  test.each(outputs)('a result: %s', (_, output) => {
    const part = { type: 'tool-result', toolCallId: 'c', toolName: 't', output }
    const messages = [asked, { role: 'tool', content: [part] } as ModelMessage]
    expect(readOne(messages, 'ai-model-messages').entries).toEqual(transcriptOf(messages))
  })

  test.each<[string, ModelMessage['role'], object]>([
    ['an image', 'user', png],
    ['an old image', 'user', { type: 'image', image: 'AA==' }],
    ['a text file', 'user', { type: 'file', mediaType: 'text/plain', data: btoa('hi') }],
    ['a tagged text file', 'user', { type: 'file', mediaType: 'text/x', data: { type: 'text', text: 'hi' } }],
    ['a data address', 'user', { type: 'file', mediaType: 'text/plain', data: 'data:text/plain,na%C3%AFve' }],
    [
      'a data address in base64',
      'user',
      {
        type: 'file',
        mediaType: 'text/plain',
        data: { type: 'url', url: `data:text/plain;base64,${btoa('hi')}` },
      },
    ],
    [
      'a broken data address',
      'user',
      { type: 'file', mediaType: 'text/plain', data: 'data:text/plain,%E0%A4%A' },
    ],
    ['an address', 'user', { type: 'file', mediaType: 'text/plain', data: 'https://example.com/a.txt' }],
    ['a document', 'user', { type: 'file', mediaType: 'application/pdf', data: 'AA==' }],
    ['a compaction of OpenAI', 'assistant', { type: 'custom', kind: 'openai.compaction' }],
    [
      'a compaction of Anthropic',
      'assistant',
      { type: 'text', text: 's', providerOptions: { anthropic: { type: 'compaction' } } },
    ],
    ['another part of a provider', 'assistant', { type: 'custom', kind: 'acme.widget' }],
    ['a file of the model', 'assistant', png],
    ['reasoning', 'assistant', { type: 'reasoning', text: 'ORD-3' }],
    ['an approval', 'assistant', { type: 'tool-approval-request', approvalId: 'a', toolCallId: 'c' }],
    [
      'an answer to one',
      'tool',
      { type: 'tool-approval-response', approvalId: 'a', approved: true, reason: 'x' },
    ],
  ])('%s', (_, role, part) => {
    const messages = [{ role, content: [part] } as unknown as ModelMessage]
    expect(readOne(messages, 'ai-model-messages').entries).toEqual(transcriptOf(messages))
  })
})

test('what is not known counts as unreadable, and is said', () => {
  const { conversations, messages } = read(
    [{ role: 'user', content: [{ type: 'hologram' }, 7] }, { role: 'critic', content: 'x' }, null],
    'ai-model-messages',
  )
  expect(conversations[0]?.entries).toEqual(Array(4).fill({ kind: 'opaque', reason: 'unreadable' }))
  expect(messages).toEqual([
    'Expected a part type that is known, got "hologram": what stands there counts as unreadable.',
    'Expected a part type that is known, got 7: what stands there counts as unreadable.',
    'Expected a role that is known, got "critic": what stands there counts as unreadable.',
    'Expected a message that is known, got null: what stands there counts as unreadable.',
  ])
})
