import { describe, expect, test } from 'vitest'
import { transcriptFromMessages } from '../../../langchain/src/index.ts'
import { read, readOne, withoutNames } from './support.ts'

const called = (id: string, args: string, name = 'find') => ({
  id,
  type: 'function',
  function: { name, arguments: args },
})

const messages = [
  { role: 'developer', content: 'Be brief.' },
  {
    role: 'user',
    content: [
      { type: 'text', text: 'Cancel ORD-1,' },
      { type: 'image_url', image_url: { url: 'https://example.com/a.png' } },
      { type: 'text', text: 'please.' },
    ],
  },
  { role: 'assistant', content: 'I look it up.', tool_calls: [called('a', '{"q":1}'), called('b', '{}')] },
  { role: 'tool', tool_call_id: 'b', content: '[]' },
  { role: 'tool', tool_call_id: 'a', content: [{ type: 'text', text: 'ORD-1' }] },
  { role: 'assistant', content: null, tool_calls: [called('c', '{"id":"ORD-1"}', 'cancel')] },
  { role: 'tool', tool_call_id: 'c', content: 'done\n\n[handrail] WARN: look it up' },
  { role: 'assistant', content: [{ type: 'text', text: 'Done.' }] },
]

describe('messages of OpenAI', () => {
  const conversation = readOne({ id: 'x', messages })

  test('are read as evidence and calls', () => {
    expect(conversation).toMatchObject({ id: 'x', format: 'openai', place: { file: 'runs.jsonl', line: 7 } })
    expect(conversation.entries).toEqual([
      { kind: 'task', role: 'system', text: 'Be brief.' },
      { kind: 'task', role: 'user', text: 'Cancel ORD-1,\nplease.' },
      { kind: 'opaque', reason: 'unreadable' },
      { kind: 'call', toolCallId: 'a', toolName: 'find', args: { q: 1 } },
      { kind: 'call', toolCallId: 'b', toolName: 'find', args: {} },
      { kind: 'result', toolCallId: 'b', toolName: 'find', content: '[]' },
      { kind: 'result', toolCallId: 'a', toolName: 'find', content: 'ORD-1' },
      { kind: 'call', toolCallId: 'c', toolName: 'cancel', args: { id: 'ORD-1' } },
      { kind: 'result', toolCallId: 'c', toolName: 'cancel', content: 'done', intervention: 'WARN' },
    ])
    expect(conversation.messageOf).toEqual([0, 1, 1, 2, 2, 3, 4, 5, 6])
  })

  test('what the assistant said is kept for people', () => {
    expect(conversation.said).toEqual([
      { message: 2, beforeEntry: 3, text: 'I look it up.' },
      { message: 7, beforeEntry: 9, text: 'Done.' },
    ])
  })

  test('are read as the adapter for LangChain reads them', () => {
    expect(withoutNames(conversation.entries)).toEqual(
      withoutNames(transcriptFromMessages(messages as never)),
    )
  })
})

describe('arguments', () => {
  const argsOf = (args: unknown) => {
    const call = { id: 'a', type: 'function', function: { name: 'f', arguments: args } }
    const { conversations, messages } = read([{ role: 'assistant', tool_calls: [call] }])
    const entry = conversations[0]?.entries[0]
    return { args: entry?.kind === 'call' ? entry.args : 'no call', messages }
  }

  test.each([
    ['{"a":1}', { a: 1 }],
    ['', {}],
    [null, {}],
    [{ a: 1 }, { a: 1 }],
    ['[1]', [1]],
  ])('%j are read', (written, args) => {
    expect(argsOf(written)).toEqual({ args, messages: [] })
  })

  test('what is no JSON stays a text', () => {
    expect(argsOf('{"a":')).toEqual({
      args: '{"a":',
      messages: [
        'The arguments of 1 call are no JSON and are judged as one text, the first of "f" in message 0.',
      ],
    })
  })
})

test('a call of the time before tools has no id, and its result finds it by name', () => {
  const { entries } = readOne([
    { role: 'user', content: 'Hi' },
    { role: 'assistant', content: null, function_call: { name: 'find', arguments: '{"q":"x"}' } },
    { role: 'function', name: 'find', content: 'ORD-1' },
  ])
  const [, call, result] = entries
  expect(call).toMatchObject({ kind: 'call', toolName: 'find', args: { q: 'x' } })
  expect(result).toMatchObject({ kind: 'result', toolCallId: (call as { toolCallId: string }).toolCallId })
})

test('a custom tool takes text', () => {
  const call = { id: 'a', type: 'custom', custom: { name: 'sql', input: 'select 1' } }
  expect(readOne([{ role: 'assistant', tool_calls: [call] }]).entries).toEqual([
    { kind: 'call', toolCallId: 'a', toolName: 'sql', args: 'select 1' },
  ])
})

test('a refusal is what the assistant said', () => {
  const { said } = readOne([{ role: 'assistant', content: null, refusal: 'No.' }])
  expect(said.map(({ text }) => text)).toEqual(['No.'])
})
