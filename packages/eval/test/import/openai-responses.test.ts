import { describe, expect, test } from 'vitest'
import { fileOf, readAll } from '../read/support.ts'
import { read, readOne } from './support.ts'

const called = (call_id: string, args: string, name = 'find') => ({
  type: 'function_call',
  id: `fc_${call_id}`,
  call_id,
  name,
  arguments: args,
})
const gave = (call_id: string, output: unknown) => ({ type: 'function_call_output', call_id, output })

const input = [
  { role: 'developer', content: 'Be brief.' },
  { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'Cancel ORD-1.' }] },
  { type: 'reasoning', id: 'rs_1', summary: [{ type: 'summary_text', text: 'ORD-2?' }] },
  called('a', '{"q":1}'),
  called('b', '{'),
  gave('b', [{ type: 'input_text', text: 'ORD-1' }]),
  gave('a', 'done\n\n[handrail] WARN: look it up'),
  { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'Done.' }] },
]

const entries = [
  { kind: 'task', role: 'system', text: 'Be brief.' },
  { kind: 'task', role: 'user', text: 'Cancel ORD-1.' },
  { kind: 'call', toolCallId: 'a', toolName: 'find', args: { q: 1 } },
  { kind: 'call', toolCallId: 'b', toolName: 'find', args: '{' },
  { kind: 'result', toolCallId: 'b', toolName: 'find', content: 'ORD-1' },
  { kind: 'result', toolCallId: 'a', toolName: 'find', content: 'done', intervention: 'WARN' },
]

describe('items of the Responses API', () => {
  test.each([
    ['as `input`', { input }],
    ['as `messages`', { messages: input }],
    ['by themselves', input],
    [
      'in a request and its answer',
      { request: { input: input.slice(0, 3) }, response: { output: input.slice(3) } },
    ],
  ])('%s', (_, record) => {
    const { conversations, messages } = read(record)
    expect(conversations).toMatchObject([{ format: 'openai-responses', said: [{ text: 'Done.' }] }])
    expect(conversations[0]?.entries).toEqual(entries)
    expect(messages).toEqual([
      'The arguments of 1 call are no JSON and are judged as one text, the first of "find" in message 4.',
    ])
  })

  test('one a line', async () => {
    const { conversations } = await readAll(fileOf(input.map((item) => JSON.stringify(item)).join('\n')))
    expect(conversations.map((one) => one.entries)).toEqual([entries])
  })

  test('what follows upon a response that OpenAI keeps has lost its beginning', () => {
    const record = { instructions: 'Be brief.', previous_response_id: 'resp_1', input: [gave('a', 'x')] }
    expect(read(record).conversations[0]?.entries.slice(0, 2)).toEqual([
      { kind: 'opaque', reason: 'lost' },
      { kind: 'task', role: 'system', text: 'Be brief.' },
    ])
  })
})

test.each([
  [{ type: 'item_reference', id: 'x' }, 'lost'],
  [{ type: 'compaction', encrypted_content: 'x' }, 'lost'],
  [{ type: 'web_search_call', id: 'x' }, 'unreadable'],
  [{ type: 'hosted_tool_call', id: 'x' }, 'unreadable'],
  [gave('a', [{ type: 'input_image', image_url: 'x' }]), 'unreadable'],
  [{ type: 'mcp_call', id: 'x', output: 'ORD-1' }, 'unreadable'],
])('%j hides what the model read', (item, reason) => {
  expect(readOne([called('a', '{}'), item]).entries).toEqual(
    expect.arrayContaining([{ kind: 'opaque', reason }]),
  )
})

test('an item that nobody knows is told', () => {
  const { conversations, messages } = read([called('a', '{}'), { type: 'teleport', id: 'x' }])
  expect(conversations[0]?.entries[1]).toEqual({ kind: 'opaque', reason: 'unreadable' })
  expect(messages).toEqual([
    'Expected a type of item that is known, got "teleport": what stands there counts as unreadable.',
  ])
})

test('a custom tool takes text', () => {
  const call = { type: 'custom_tool_call', call_id: 'a', name: 'sql', input: 'select 1' }
  const result = { type: 'custom_tool_call_output', call_id: 'a', output: 'ORD-1' }
  expect(readOne([call, result]).entries).toEqual([
    { kind: 'call', toolCallId: 'a', toolName: 'sql', args: 'select 1' },
    { kind: 'result', toolCallId: 'a', toolName: 'sql', content: 'ORD-1' },
  ])
})

test('as the Agents SDK keeps them', () => {
  const call = { type: 'function_call', callId: 'a', name: 'find', arguments: '{"q":1}', status: 'completed' }
  const output = { type: 'text', text: 'ORD-1' }
  const result = { type: 'function_call_result', callId: 'a', name: 'find', output }
  expect(readOne([{ role: 'user', content: 'Hi' }, call, result]).entries.slice(1)).toEqual([
    { kind: 'call', toolCallId: 'a', toolName: 'find', args: { q: 1 } },
    { kind: 'result', toolCallId: 'a', toolName: 'find', content: 'ORD-1' },
  ])
})
