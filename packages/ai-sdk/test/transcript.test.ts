import { URL } from 'node:url'
import type { ModelMessage } from 'ai'
import { describe, expect, test } from 'vitest'
import { transcriptFromMessages } from '../src/index.ts'

const png = { type: 'file', mediaType: 'image/png', data: 'iVBORw0KGgo=' } as const
const unreadable = { kind: 'opaque', reason: 'unreadable' }
const lost = { kind: 'opaque', reason: 'lost' }

function resultOf(output: unknown) {
  const part = { type: 'tool-result', toolCallId: 'c', toolName: 't', output }
  return transcriptFromMessages([{ role: 'tool', content: [part] } as ModelMessage])
}

const result = (fields: object) => ({ kind: 'result', toolCallId: 'c', toolName: 't', ...fields })

test('the user and the system set the task', () => {
  const messages: ModelMessage[] = [
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: 'Hello' },
    {
      role: 'user',
      content: [
        { type: 'text', text: 'and' },
        { type: 'text', text: 'bye' },
      ],
    },
  ]
  expect(transcriptFromMessages(messages)).toEqual([
    { kind: 'task', role: 'system', text: 'Be brief.' },
    { kind: 'task', role: 'user', text: 'Hello' },
    { kind: 'task', role: 'user', text: 'and' },
    { kind: 'task', role: 'user', text: 'bye' },
  ])
})

test('what the assistant says is left out, what it calls is not', () => {
  const messages: ModelMessage[] = [
    { role: 'assistant', content: 'The order is A-1.' },
    {
      role: 'assistant',
      content: [
        { type: 'text', text: 'The order is A-2.' },
        { type: 'reasoning', text: 'It must be A-3.' },
        { type: 'reasoning-file', mediaType: 'image/png', data: 'AA==' },
        { type: 'tool-call', toolCallId: 'c', toolName: 't', input: { id: 'A-4' } },
        { type: 'tool-approval-request', approvalId: 'a', toolCallId: 'c' },
      ],
    },
    {
      role: 'tool',
      content: [{ type: 'tool-approval-response', approvalId: 'a', approved: true, reason: 'A-5' }],
    },
  ]
  expect(transcriptFromMessages(messages)).toEqual([
    { kind: 'call', toolCallId: 'c', toolName: 't', args: { id: 'A-4' } },
  ])
})

describe('a result is what the model reads of it', () => {
  test.each([
    ['text', { type: 'text', value: 'plain' }, { content: 'plain' }],
    ['json', { type: 'json', value: { id: 7 } }, { content: { id: 7 } }],
    ['error-text', { type: 'error-text', value: 'no' }, { content: 'no', outcome: 'error' }],
    ['error-json', { type: 'error-json', value: { e: 1 } }, { content: { e: 1 }, outcome: 'error' }],
    ['execution-denied', { type: 'execution-denied', reason: 'no' }, { content: 'no', outcome: 'error' }],
    ['execution-denied without a reason', { type: 'execution-denied' }, { content: '', outcome: 'error' }],
    ['content of one text', { type: 'content', value: [{ type: 'text', text: 'a' }] }, { content: 'a' }],
    [
      'content of texts',
      {
        type: 'content',
        value: [
          { type: 'text', text: 'a' },
          { type: 'text', text: 'b' },
        ],
      },
      { content: ['a', 'b'] },
    ],
    ['an output of no kind we know', { any: 'thing' }, { content: { any: 'thing' } }],
  ])('%s', (_, output, fields) => {
    expect(resultOf(output)).toEqual([result(fields)])
  })

  test('files in it are read when they are text', () => {
    const value = [
      { type: 'text', text: 'a' },
      { type: 'file', mediaType: 'text/csv', data: { type: 'data', data: btoa('b') } },
      { type: 'file-data', mediaType: 'text/plain', data: btoa('c') },
      { type: 'file', mediaType: 'text/plain', data: { type: 'text', text: 'd' } },
    ]
    expect(resultOf({ type: 'content', value })).toEqual([result({ content: ['a', 'b', 'c', 'd'] })])
  })

  test.each([
    ['a file', png],
    ['an image', { type: 'image-data', mediaType: 'image/png', data: 'AA==' }],
    ['an address', { type: 'file-url', url: 'https://example.com/a.txt' }],
    ['something else', { type: 'custom' }],
  ])('%s cannot be read', (_, part) => {
    expect(resultOf({ type: 'content', value: [{ type: 'text', text: 'a' }, part] })).toEqual([
      result({ content: 'a' }),
      unreadable,
    ])
  })

  test('a result of the provider counts, but it may not be all that the model has read', () => {
    const content = [
      { type: 'tool-call', toolCallId: 'c', toolName: 't', input: {}, providerExecuted: true },
      { type: 'tool-result', toolCallId: 'c', toolName: 't', output: { type: 'json', value: [1] } },
    ]
    expect(transcriptFromMessages([{ role: 'assistant', content } as ModelMessage])).toEqual([
      { kind: 'call', toolCallId: 'c', toolName: 't', args: {} },
      result({ content: [1] }),
      unreadable,
    ])
  })
})

describe('our own lines are taken out', () => {
  const warn = '[handrail] WARN: look it up.'
  const block = '[handrail] BLOCK: it was not executed.'
  test.each([
    [
      'a note below text',
      { type: 'text', value: `{"id":7}\n\n${warn}` },
      { content: '{"id":7}', intervention: 'WARN' },
    ],
    [
      'an answer of ours',
      { type: 'error-text', value: block },
      { content: '', outcome: 'error', intervention: 'BLOCK' },
    ],
    [
      'a denial of ours',
      { type: 'execution-denied', reason: block },
      { content: '', outcome: 'error', intervention: 'BLOCK' },
    ],
    [
      'a note among parts',
      {
        type: 'content',
        value: [
          { type: 'text', text: 'a' },
          { type: 'text', text: warn },
        ],
      },
      { content: 'a', intervention: 'WARN' },
    ],
  ])('%s', (_, output, fields) => {
    expect(resultOf(output)).toEqual([result(fields)])
  })
})

describe('files of the user', () => {
  const fileOf = (part: object) => {
    const content = [{ type: 'file', ...part }]
    return transcriptFromMessages([{ role: 'user', content } as ModelMessage])
  }
  const bytes = new TextEncoder().encode('naïve')
  const base64 = btoa(String.fromCharCode(...bytes))

  test.each([
    ['base64', base64],
    ['bytes', bytes],
    ['an array buffer', bytes.buffer],
    ['tagged base64', { type: 'data', data: base64 }],
    ['tagged text', { type: 'text', text: 'naïve' }],
    ['a data address', `data:text/plain;charset=utf-8;base64,${base64}`],
    ['a plain data address', new URL('data:text/plain,na%C3%AFve')],
    ['a tagged data address', { type: 'url', url: new URL(`data:text/plain;base64,${base64}`) }],
  ])('text as %s is read', (_, data) => {
    expect(fileOf({ mediaType: 'text/plain', data })).toEqual([{ kind: 'task', role: 'user', text: 'naïve' }])
  })

  test.each([
    ['an image', png],
    ['a document', { mediaType: 'application/pdf', data: base64 }],
    ['a remote text', { mediaType: 'text/plain', data: new URL('https://example.com/a.txt') }],
    ['a reference', { mediaType: 'text/plain', data: { openai: 'file-1' } }],
    ['broken base64', { mediaType: 'text/plain', data: '%%%' }],
  ])('%s is not', (_, part) => {
    expect(fileOf(part)).toEqual([unreadable])
  })

  test('nor is an old image part', () => {
    const content = [{ type: 'image', image: 'AA==' }]
    expect(transcriptFromMessages([{ role: 'user', content } as ModelMessage])).toEqual([unreadable])
  })
})

describe('what a provider puts in the place of history', () => {
  test.each([
    ['a compaction of OpenAI', { type: 'custom', kind: 'openai.compaction' }, lost],
    [
      'a compaction of Anthropic',
      { type: 'text', text: 's', providerOptions: { anthropic: { type: 'compaction' } } },
      lost,
    ],
    ['another part of a provider', { type: 'custom', kind: 'acme.widget' }, unreadable],
    ['a part of a later version', { type: 'hologram' }, unreadable],
    ['a file that the model made', png, unreadable],
  ])('%s', (_, part, entry) => {
    expect(transcriptFromMessages([{ role: 'assistant', content: [part] } as ModelMessage])).toEqual([entry])
  })

  test('other options of a provider mean nothing', () => {
    const content = [
      {
        type: 'text' as const,
        text: 's',
        providerOptions: { anthropic: { cacheControl: { type: 'ephemeral' } } },
      },
    ]
    expect(transcriptFromMessages([{ role: 'assistant', content }])).toEqual([])
  })
})
