import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { conversationsOfRecord, isProblem } from '../../src/index.ts'
import { readOne } from './support.ts'

interface Message {
  readonly role: string
  readonly content: unknown
  readonly toolCalls?: { id: string; name: string; args: object }[]
  readonly toolCallId?: string
  readonly toolName?: string
}
interface Trace {
  readonly id: string
  readonly messages: Message[]
}

const folder = join(import.meta.dirname, '../../../../accuracy/traces')
const records: Trace[] = readdirSync(folder)
  .flatMap((file) => readFileSync(join(folder, file), 'utf8').trim().split('\n'))
  .map((line) => JSON.parse(line))
  .filter((record) => 'messages' in record)

/** Our traces in the words of others. */
const writers: Record<string, (message: Message) => unknown> = {
  openai: ({ role, content, toolCalls, toolCallId, toolName }) => ({
    role,
    content,
    ...(toolCalls && {
      tool_calls: toolCalls.map(({ id, name, args }) => ({
        id,
        type: 'function',
        function: { name, arguments: JSON.stringify(args) },
      })),
    }),
    ...(role === 'tool' && { tool_call_id: toolCallId, name: toolName }),
  }),
  langchain: ({ role, content, toolCalls, toolCallId, toolName }) => ({
    type: { user: 'human', assistant: 'ai' }[role] ?? role,
    data: { content, tool_calls: toolCalls, tool_call_id: toolCallId, name: toolName },
  }),
  'ai-model-messages': ({ role, content, toolCalls = [], toolCallId, toolName }) => {
    if (role === 'tool') {
      const output = { type: 'text', value: content }
      return { role, content: [{ type: 'tool-result', toolCallId, toolName, output }] }
    }
    if (role !== 'assistant') return { role, content }
    const calls = toolCalls.map(({ id, name, args }) => ({
      type: 'tool-call',
      toolCallId: id,
      toolName: name,
      input: args,
    }))
    return { role, content: [{ type: 'text', text: content }, ...calls] }
  },
}

describe.each(Object.entries(writers))('our traces as %s', (format, write) => {
  test('are recognised and read alike', () => {
    expect(records.length).toBeGreaterThan(50)
    for (const record of records) {
      const { entries, messageOf, said, id } = readOne(record)
      const hasCalls = entries.some(({ kind }) => kind === 'call')
      const other = readOne({ id: record.id, messages: record.messages.map(write) })
      expect(other).toMatchObject({ id, ...(hasCalls && { format }) })
      expect(other.entries).toEqual(entries)
      expect(other.messageOf).toEqual(messageOf)
      expect(other.said).toEqual(said)
    }
  })
})

test('a reward, and what the tools do', () => {
  const tools = [
    { name: 'a', mutating: true },
    { name: 'b', mutating: false },
  ]
  const messages = [{ role: 'user', content: 'Hi' }]
  expect(readOne({ messages, tools, reward: 0.5 })).toMatchObject({
    format: 'trace',
    reward: 0.5,
    tools: { a: { effect: 'write' }, b: { effect: 'read' } },
  })
  expect(readOne({ messages, tools: [], reward: null })).not.toHaveProperty('reward')
  expect(readOne({ messages, reward: true }).reward).toBe(1)
})

test('a tool that changes something is as grave as its name says', () => {
  const tools = ['cancel_order', 'update_order', 'get_order'].map((name) => ({ name, mutating: true }))
  const messages = [{ role: 'user', content: 'Hi' }]
  // What the name says is left to the guard, which then knows that it is a guess.
  expect(readOne({ messages, tools }).tools).toEqual({
    cancel_order: {},
    update_order: { effect: 'write' },
    get_order: { effect: 'write' },
  })
})

test('a record may be a list of messages, or of conversations', () => {
  const messages = [{ role: 'user', content: 'Hi' }]
  const idsOf = (record: unknown) =>
    conversationsOfRecord(record, { file: 'f', line: 3 }).map((one) =>
      isProblem(one) ? one.message : one.id,
    )
  expect(idsOf(messages)).toEqual(['f:3'])
  expect(idsOf([messages, { messages }, { id: 'x', messages }])).toEqual(['f:3#0', 'f:3#1', 'x'])
  expect(idsOf({ conversations: [{ thread_id: 'y', messages }] })).toEqual(['y'])
  expect(idsOf({ session_id: 9, messages })).toEqual(['9'])
  expect(idsOf([])).toEqual([])
  for (const none of [7, 'text', null, {}, { messages: 'x' }])
    expect(idsOf(none)).toEqual([
      'Expected a conversation, with a list of `messages`; the record was passed over.',
    ])
  expect(idsOf({ source: 's', injected: 'A-2', original: 'A-1' })).toEqual([
    'A record about an injected or a natural mint is no conversation and was passed over.',
  ])
})

describe('tools', () => {
  const messages = [{ role: 'user', content: 'Hi' }]
  const schema = { type: 'object', properties: { id: { type: 'string', format: 'uuid' } } }
  const toolsOf = (tools: unknown) => readOne({ messages, tools })

  test.each([
    ['of OpenAI', [{ type: 'function', function: { name: 'f', parameters: schema } }]],
    ['of the Model Context Protocol', [{ name: 'f', inputSchema: schema }]],
    ['of Anthropic', [{ name: 'f', input_schema: schema }]],
    ['of LangChain', [{ name: 'f', schema }]],
    ['of the AI SDK, by name', { f: { inputSchema: { jsonSchema: schema } } }],
  ])('%s', (_, tools) => {
    expect(toolsOf(tools).tools).toEqual({ f: { inputSchema: schema } })
  })

  test('what JSON makes of a schema of Zod is none', () => {
    expect(toolsOf({ f: { inputSchema: { def: { type: 'object' }, type: 'object' } } }).tools).toEqual({
      f: {},
    })
  })

  test('a server can only make the effect graver', () => {
    const annotated = (name: string, annotations: object) => toolsOf([{ name, annotations }]).tools[name]
    expect(annotated('cancel_order', { readOnlyHint: true })).toEqual({})
    expect(annotated('get_order', { destructiveHint: true })).toEqual({ effect: 'destructive' })
  })

  test('descriptions and instructions are what the model read before all else', () => {
    const tools = [{ name: 'f', description: 'Takes ids like A-1.', parameters: schema }]
    expect(readOne({ messages, tools, system: 'Be brief.' }).entries).toEqual([
      { kind: 'task', role: 'system', text: 'Be brief.' },
      { kind: 'task', role: 'system', text: 'Takes ids like A-1.' },
      { kind: 'task', role: 'user', text: 'Hi' },
    ])
    expect(readOne({ messages, instructions: [{ content: 'Be kind.' }] }).entries[0]).toMatchObject({
      text: 'Be kind.',
    })
  })

  test('equal ones give the same schema, so that it is learned once', () => {
    const tools = [{ name: 'f', parameters: schema }]
    expect(toolsOf(tools).tools.f?.inputSchema).toBe(toolsOf(tools).tools.f?.inputSchema)
  })
})
