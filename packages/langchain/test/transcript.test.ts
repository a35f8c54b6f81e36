import * as core from '@langchain/core/messages'
import {
  AIMessage,
  AIMessageChunk,
  type BaseMessage,
  ChatMessage,
  FunctionMessage,
  HumanMessage,
  RemoveMessage,
  SystemMessage,
  ToolMessage,
} from '@langchain/core/messages'
import { describe, expect, test } from 'vitest'
import { transcriptFromMessages } from '../src/index.ts'

const read = (...messages: BaseMessage[]) => transcriptFromMessages(messages)
const result = (content: ToolMessage['content'], more: object = {}) =>
  new ToolMessage({ content, tool_call_id: 'c', name: 'find', ...more })

describe('what people wrote is task text', () => {
  test('human and system messages', () => {
    expect(read(new SystemMessage('Be kind.'), new HumanMessage('Hello'))).toEqual([
      { kind: 'task', role: 'system', text: 'Be kind.' },
      { kind: 'task', role: 'user', text: 'Hello' },
    ])
  })

  test('blocks: text is read, an image cannot be', () => {
    const content = [
      { type: 'text', text: 'Cancel' },
      { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } },
      { type: 'image', url: 'https://example.com/a.png' },
      { type: 'text', text: 'this one' },
    ]
    expect(read(new HumanMessage({ content }))).toEqual([
      { kind: 'task', role: 'user', text: 'Cancel\nthis one' },
      { kind: 'opaque', reason: 'unreadable' },
    ])
  })

  test('messages with a role of their own', () => {
    expect(
      read(
        new ChatMessage('Hi', 'user'),
        new ChatMessage('Be kind.', 'developer'),
        new ChatMessage('Yes', 'assistant'),
      ),
    ).toEqual([
      { kind: 'task', role: 'user', text: 'Hi' },
      { kind: 'task', role: 'system', text: 'Be kind.' },
    ])
    expect(read(new ChatMessage('?', 'critic'))).toEqual([{ kind: 'opaque', reason: 'unreadable' }])
  })
})

describe('what a model wrote is never text', () => {
  const tool_calls = [{ id: 'c', name: 'find', args: { q: 'x' }, type: 'tool_call' as const }]
  const call = { kind: 'call', toolCallId: 'c', toolName: 'find', args: { q: 'x' } }

  test('only its calls are handed over', () => {
    expect(read(new AIMessage({ content: 'I will look up ORD-1.', tool_calls }))).toEqual([call])
    expect(read(new AIMessageChunk({ content: 'ORD-1', tool_calls }))).toEqual([call])
    expect(read(new AIMessage('ORD-1'))).toEqual([])
  })

  test('results of a provider in the same message cannot be read', () => {
    const content = [{ type: 'web_search_tool_result', content: [] }]
    expect(read(new AIMessage({ content, tool_calls }))).toEqual([
      { kind: 'opaque', reason: 'unreadable' },
      call,
    ])
  })

  test('a summary stands for lost history', () => {
    const summary = new HumanMessage({
      content: 'So far: ORD-1',
      additional_kwargs: { lc_source: 'summarization' },
    })
    expect(read(summary)).toEqual([{ kind: 'opaque', reason: 'lost' }])
  })

  // The first supported core has no notifications.
  test.skipIf(!('addNotificationMetadata' in core))(
    'a notification stands for text that nobody typed',
    () => {
      const message = core.addNotificationMetadata(new HumanMessage('ORD-1'), { source: 'async_subagent' })
      expect(read(message)).toEqual([{ kind: 'opaque', reason: 'unreadable' }])
    },
  )
})

describe('results', () => {
  test('text, and the error flag', () => {
    expect(read(result('found'))).toEqual([
      { kind: 'result', toolCallId: 'c', toolName: 'find', content: 'found' },
    ])
    expect(read(result('boom', { status: 'error' }))).toMatchObject([{ outcome: 'error' }])
  })

  test('of the functions that came before tools', () => {
    const message = new FunctionMessage({ name: 'find', content: 'ORD-1' })
    expect(transcriptFromMessages([message])).toEqual([
      { kind: 'result', toolCallId: '', toolName: 'find', content: 'ORD-1' },
    ])
  })

  test('the artifact is not what the model read', () => {
    expect(JSON.stringify(read(result('found', { artifact: { id: 'ORD-1' } })))).not.toContain('ORD-1')
  })

  test('blocks: text is joined, data stays, files cannot be read', () => {
    expect(
      read(
        result([
          { type: 'text', text: 'a' },
          { type: 'text', text: 'b' },
        ]),
      ),
    ).toMatchObject([{ content: 'a\nb' }])
    expect(
      read(
        result([
          { type: 'text', text: 'a' },
          { type: 'resource', id: 7 } as never,
          { type: 'file', data: 'AAAA' },
        ]),
      ),
    ).toMatchObject([
      { content: ['a', { type: 'resource', id: 7 }] },
      { kind: 'opaque', reason: 'unreadable' },
    ])
  })

  test('notes of ours are taken out and named', () => {
    expect(read(result('updated\n\n[handrail] WARN: check it'))).toMatchObject([
      { content: 'updated', intervention: 'WARN' },
    ])
    expect(read(result('[handrail] BLOCK: not run', { status: 'error' }))).toMatchObject([
      { content: '', intervention: 'BLOCK' },
    ])
    expect(
      read(
        result([
          { type: 'text', text: 'a' },
          { type: 'text', text: '[handrail] WARN: check it' },
        ]),
      ),
    ).toMatchObject([{ content: 'a\n', intervention: 'WARN' }])
  })

  test('a cleared result is lost history', () => {
    const cleared = result('[cleared]', { response_metadata: { context_editing: { cleared: true } } })
    expect(read(cleared)).toEqual([{ kind: 'opaque', reason: 'lost' }])
  })
})

test('removals say nothing, and what is no message cannot be read', () => {
  expect(read(new RemoveMessage({ id: '1' }))).toEqual([])
  expect(read({ text: 'hi' } as never)).toEqual([{ kind: 'opaque', reason: 'unreadable' }])
})
