import { describe, expect, test } from 'vitest'
import { read, readOne } from './support.ts'

const use = (id: string, input: unknown = {}, name = 'find') => ({ type: 'tool_use', id, name, input })
const gave = (id: string, content?: unknown, more = {}) => ({
  type: 'tool_result',
  tool_use_id: id,
  content,
  ...more,
})

const messages = [
  { role: 'user', content: 'Cancel ORD-1.' },
  {
    role: 'assistant',
    content: [
      { type: 'thinking', thinking: 'ORD-2?', signature: 's' },
      { type: 'text', text: 'I look it up.' },
      use('a', { q: 1 }),
      use('b'),
    ],
  },
  {
    role: 'user',
    content: [
      gave('b', [{ type: 'text', text: 'ORD-1' }]),
      gave('a', 'no', { is_error: true }),
      { type: 'text', text: 'And ORD-9.' },
    ],
  },
  { role: 'assistant', content: [use('c', { id: 'ORD-1' }, 'cancel')] },
  { role: 'user', content: [gave('c', 'done\n\n[handrail] WARN: look it up')] },
  { role: 'assistant', content: 'Done.' },
]

describe('messages of Anthropic', () => {
  const conversation = readOne({ system: [{ type: 'text', text: 'Be brief.' }], messages })

  test('are read as evidence and calls', () => {
    expect(conversation.format).toBe('anthropic')
    expect(conversation.entries).toEqual([
      { kind: 'task', role: 'system', text: 'Be brief.' },
      { kind: 'task', role: 'user', text: 'Cancel ORD-1.' },
      { kind: 'call', toolCallId: 'a', toolName: 'find', args: { q: 1 } },
      { kind: 'call', toolCallId: 'b', toolName: 'find', args: {} },
      { kind: 'result', toolCallId: 'b', toolName: 'find', content: 'ORD-1' },
      { kind: 'result', toolCallId: 'a', toolName: 'find', content: 'no', outcome: 'error' },
      { kind: 'task', role: 'user', text: 'And ORD-9.' },
      { kind: 'call', toolCallId: 'c', toolName: 'cancel', args: { id: 'ORD-1' } },
      { kind: 'result', toolCallId: 'c', toolName: 'cancel', content: 'done', intervention: 'WARN' },
    ])
    expect(conversation.messageOf).toEqual([0, 0, 1, 1, 2, 2, 2, 3, 4])
    expect(conversation.said.map(({ text }) => text)).toEqual(['I look it up.', 'Done.'])
  })

  test('with their definitions of tools', () => {
    const input_schema = { type: 'object', properties: { id: { type: 'string' } } }
    const tools = [{ name: 'cancel', description: 'Cancels ORD-7.', input_schema }]
    const { entries, tools: traits } = readOne({ messages, tools })
    expect(traits).toEqual({ cancel: { inputSchema: input_schema } })
    expect(entries[0]).toEqual({ kind: 'task', role: 'system', text: 'Cancels ORD-7.' })
  })
})

const opaque = { kind: 'opaque', reason: 'unreadable' }

test.each([
  ['what a tool of theirs found', { type: 'web_search_tool_result', content: [] }, opaque],
  ['a summary', { type: 'compaction', content: 'ORD-1' }, { kind: 'opaque', reason: 'lost' }],
])('%s was read before what follows it', (_, block, entry) => {
  const content = [{ type: 'server_tool_use', id: 's', name: 'web_search', input: {} }, block, use('a')]
  const { entries } = readOne([{ role: 'assistant', content }])
  expect(entries).toEqual([entry, { kind: 'call', toolCallId: 'a', toolName: 'find', args: {} }])
})

test('a block of the model that nobody knows is told', () => {
  const { conversations, messages } = read([
    { role: 'assistant', content: [use('a'), { type: 'teleport_use' }] },
  ])
  expect(conversations[0]?.entries[1]).toEqual(opaque)
  expect(messages).toEqual([
    'Expected a part type that is known, got "teleport_use": what stands there counts as unreadable.',
  ])
})

test('a document of text is read; an image is not, within a result too', () => {
  const content = [
    gave('a', [
      { type: 'text', text: 'ORD-6' },
      { type: 'image', source: {} },
    ]),
    { type: 'document', source: { type: 'text', media_type: 'text/plain', data: 'ORD-5' } },
    { type: 'document', source: { type: 'base64', media_type: 'application/pdf', data: 'AAAA' } },
  ]
  const { entries } = readOne([
    { role: 'assistant', content: [use('a')] },
    { role: 'user', content },
  ])
  expect(entries.slice(1)).toEqual([
    { kind: 'result', toolCallId: 'a', toolName: 'find', content: 'ORD-6' },
    opaque,
    { kind: 'task', role: 'user', text: 'ORD-5' },
    opaque,
  ])
})
