import { createGuard } from '@handrail/core'
import {
  AIMessage,
  AIMessageChunk,
  type BaseMessage,
  ChatMessage,
  FunctionMessage,
  HumanMessage,
  mapChatMessagesToStoredMessages,
  RemoveMessage,
  SystemMessage,
  ToolMessage,
} from '@langchain/core/messages'
import { describe, expect, test } from 'vitest'
import { toolsOfLangChain as known } from '../../../langchain/src/evidence/tools-of-langchain.ts'
import { guardTools, transcriptFromMessages } from '../../../langchain/src/index.ts'
import { agentOf } from '../../../langchain/test/support/agents.ts'
import { cancelCall, findCall, MINTED, REAL, shop, user } from '../../../langchain/test/support/shop.ts'
import { toolsOfLangChain } from '../../src/import/langchain-tools.ts'
import { read, readOne, withoutNames } from './support.ts'

const call = { id: 'c', name: 'find', args: { q: 'x' }, type: 'tool_call' as const }
const asked = new AIMessage({ content: 'I look.', tool_calls: [call] })
const result = (fields: object) =>
  new ToolMessage({ tool_call_id: 'c', name: 'find', content: '', ...fields })

const conversations: [string, BaseMessage[]][] = [
  ['people', [new SystemMessage('Be kind.'), new HumanMessage('Hello')]],
  [
    'blocks',
    [
      new HumanMessage({
        content: [
          { type: 'text', text: 'Cancel' },
          { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } },
          { type: 'odd', of: 'ORD-1' } as never,
          { type: 'text', text: 'this' },
        ],
      }),
    ],
  ],
  [
    'roles',
    [
      new ChatMessage('Hi', 'user'),
      new ChatMessage('Be kind.', 'developer'),
      new ChatMessage('Yes', 'assistant'),
    ],
  ],
  ['a call and its result', [asked, result({ content: 'ORD-1' })]],
  ['an error', [asked, result({ content: 'boom', status: 'error' })]],
  ['a note of ours', [asked, result({ content: 'done\n\n[handrail] WARN: look it up' })]],
  [
    'blocks of a tool',
    [
      asked,
      result({
        content: [
          { type: 'text', text: 'a' },
          { type: 'resource', id: 7 },
          { type: 'file', data: 'AA' },
        ],
      }),
    ],
  ],
  ['an artifact', [asked, result({ content: 'found', artifact: { id: 'ORD-1' } })]],
  ['no name', [asked, new ToolMessage({ tool_call_id: 'c', content: 'ORD-1' })]],
  ['a chunk', [new AIMessageChunk({ content: 'ORD-1', tool_calls: [call] }), result({ content: 'x' })]],
  [
    'a chunk as it was streamed',
    [
      new AIMessageChunk({
        content: '',
        tool_call_chunks: [{ id: 'c', name: 'find', args: '{"q":"x"}', index: 0 }],
      }),
    ],
  ],
  [
    'a broken call',
    [new AIMessage({ content: '', invalid_tool_calls: [{ id: 'b', name: 'find', args: '{"q":' }] })],
  ],
  [
    'calls as OpenAI sent them',
    [
      new AIMessage({
        content: '',
        additional_kwargs: {
          tool_calls: [{ id: 'c', type: 'function', function: { name: 'find', arguments: '{"q":"x"}' } }],
        },
      }),
    ],
  ],
  [
    'blocks of the first version',
    [new AIMessage({ contentBlocks: [{ type: 'text', text: 'a' }, call] } as never)],
  ],
  [
    'a tool of the provider',
    [new AIMessage({ content: [{ type: 'web_search_tool_result', content: [] }], tool_calls: [call] })],
  ],
  ['outputs of the provider', [new AIMessage({ content: '', additional_kwargs: { tool_outputs: [{}] } })]],
  ['a summary', [new HumanMessage({ content: 'So far', additional_kwargs: { lc_source: 'summarization' } })]],
  [
    'a notification',
    [new HumanMessage({ content: 'ORD-1', additional_kwargs: { lc_source: 'async_subagent' } })],
  ],
  [
    'a cleared result',
    [asked, result({ content: '[cleared]', response_metadata: { context_editing: { cleared: true } } })],
  ],
  [
    'a call that a person changed',
    [
      new AIMessage({
        content: '',
        tool_calls: [{ ...call, args: { q: 'y' } }],
        response_metadata: { handrail_edited: [call] },
      }),
      result({ content: 'x' }),
    ],
  ],
  ['a removal', [new RemoveMessage({ id: 'x' })]],
]

describe.each(conversations)('%s', (_, messages) => {
  const expected = withoutNames(transcriptFromMessages(messages))

  test('as JSON makes it', () => {
    const { entries, format } = readOne({ messages }, 'langchain')
    expect(withoutNames(entries)).toEqual(expected)
    expect(format).toBe('langchain')
  })

  test('as stores keep it', () => {
    expect(withoutNames(readOne(mapChatMessagesToStoredMessages(messages), 'langchain').entries)).toEqual(
      expected,
    )
  })

  test('as plain objects', () => {
    const plain = messages.map((message) => ({
      ...(message.toDict().data as object),
      type: message.getType(),
    }))
    expect(withoutNames(readOne(plain, 'langchain').entries)).toEqual(expected)
  })
})

test('functions of the time before tools', () => {
  const messages = [asked, new FunctionMessage({ name: 'find', content: 'ORD-1' })]
  expect(readOne({ messages }).entries.at(-1)).toMatchObject({ toolCallId: 'c', content: 'ORD-1' })
})

test('a run of an agent, guarded, is read as the adapter reads it', async () => {
  const agent = agentOf({
    tools: guardTools(shop().tools, createGuard({ handler: 'enforce' })),
    steps: [[findCall], [cancelCall('c1', MINTED), cancelCall('c2', REAL)]],
  })
  const { messages } = await agent.say(user)
  for (const dump of [messages, mapChatMessagesToStoredMessages(messages)]) {
    const { entries, format } = readOne({ messages: dump })
    expect(format).toBe('langchain')
    expect(withoutNames(entries)).toEqual(withoutNames(transcriptFromMessages(messages)))
    expect(entries.some((entry) => 'intervention' in entry)).toBe(true)
  }
})

test('pairs and texts are messages', () => {
  const messages = [['system', 'Be kind.'], 'Hello', ['ai', 'Hi']]
  const { entries, said } = readOne({ messages })
  expect(entries).toEqual(transcriptFromMessages(messages as never))
  expect(said.map(({ text }) => text)).toEqual(['Hi'])
})

test('dumps of Python', () => {
  const messages = [
    { type: 'human', data: { content: 'Hi', type: 'human', example: false } },
    {
      type: 'ai',
      data: { content: '', tool_calls: [{ name: 'find', args: {}, id: 'c', type: 'tool_call' }] },
    },
    { type: 'tool', data: { content: 'boom', tool_call_id: 'c', status: 'error', type: 'tool' } },
    {
      lc: 1,
      type: 'constructor',
      id: ['langchain', 'schema', 'messages', 'HumanMessage'],
      kwargs: { content: 'x' },
    },
  ]
  expect(readOne(messages).entries).toEqual([
    { kind: 'task', role: 'user', text: 'Hi' },
    { kind: 'call', toolCallId: 'c', toolName: 'find', args: {} },
    { kind: 'result', toolCallId: 'c', toolName: 'find', content: 'boom', outcome: 'error' },
    { kind: 'task', role: 'user', text: 'x' },
  ])
})

test('what is none counts as unreadable, and is said', () => {
  const { conversations, messages } = read({
    messages: [{ lc: 1, kwargs: {}, id: ['Odd'] }, 7, { role: 'critic' }],
  })
  expect(conversations[0]?.entries).toEqual(Array(3).fill({ kind: 'opaque', reason: 'unreadable' }))
  expect(messages).toHaveLength(3)
})

test('tools that come with LangChain are known, as the adapter knows them', () => {
  expect(toolsOfLangChain).toEqual(known)
  const messages = [
    {
      type: 'ai',
      content: '',
      tool_calls: [
        { name: 'task', args: {}, id: 'a' },
        { name: 'ls', args: {}, id: 'b' },
      ],
    },
  ]
  const tools = [{ name: 'ls', annotations: { readOnlyHint: true } }, { name: 'other' }]
  expect(readOne({ messages, tools }).tools).toEqual({
    task: { author: 'model' },
    ls: { roundTrip: true },
    other: {},
  })
})
