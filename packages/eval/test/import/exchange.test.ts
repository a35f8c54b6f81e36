import { describe, expect, test } from 'vitest'
import { read, readOne } from './support.ts'

const user = { role: 'user', content: 'Cancel ORD-1.' }
const call = { id: 'c', type: 'function', function: { name: 'cancel', arguments: '{"id":"ORD-1"}' } }
const assistant = { role: 'assistant', content: null, tool_calls: [call] }
const request = { model: 'm', messages: [user], system: 'Be brief.' }
const response = { id: 'chatcmpl-1', choices: [{ message: assistant }] }
const entries = [
  { kind: 'task', role: 'system', text: 'Be brief.' },
  { kind: 'task', role: 'user', text: 'Cancel ORD-1.' },
  { kind: 'call', toolCallId: 'c', toolName: 'cancel', args: { id: 'ORD-1' } },
]

describe('a request and its answer', () => {
  test.each([
    ['as `request` and `response`', { request, response }],
    ['with bodies', { request: { body: request }, response: { status: 200, body: response } }],
    ['as `input` and `output`', { input: request, output: response }],
    ['side by side', { ...request, ...response }],
    ['with messages beside the answer', { ...request, response }],
    ['with a message for an answer', { ...request, output: assistant }],
    ['with a list of messages for an answer', { ...request, output: [assistant] }],
    ['with a wrapped message for an answer', { ...request, response: { message: assistant } }],
    ['with the answer in both', { request: { ...request, messages: [user, assistant] }, response }],
  ])('%s', (_, record) => {
    expect(readOne({ ...record, id: 'run-1' })).toMatchObject({ id: 'run-1', format: 'openai', entries })
  })

  test('of Anthropic', () => {
    const content = [{ type: 'tool_use', id: 'c', name: 'cancel', input: { id: 'ORD-1' } }]
    const answer = { type: 'message', role: 'assistant', content }
    expect(readOne({ request, response: answer })).toMatchObject({ format: 'anthropic', entries })
  })

  test('has the id of the record and not that of the answer', () => {
    expect(readOne({ ...response, id: undefined, request, session_id: 's' }).id).toBe('s')
    expect(readOne({ request: { ...request, id: 'r' }, response }).id).toBe('runs.jsonl:7')
  })

  test('of which the answer cannot be read', () => {
    const { conversations, messages } = read({ request, response: { error: { code: 429 } } })
    expect(conversations[0]?.entries).toEqual(entries.slice(0, 2))
    expect(messages).toEqual([
      'Expected the answer beside these messages to hold `choices`, `output` or a message: what the model answered was left out.',
    ])
  })

  test('a text for an answer calls nothing', () => {
    expect(readOne({ ...request, output: 'Done.' })).toMatchObject({
      entries: entries.slice(0, 2),
      said: [{ text: 'Done.' }],
    })
  })
})

test('the state of a thread of LangGraph', () => {
  const messages = [{ type: 'human', content: 'Hi' }]
  for (const state of ['values', 'channel_values'])
    expect(readOne({ [state]: { messages } })).toMatchObject({
      format: 'langchain',
      entries: [{ text: 'Hi' }],
    })
})

describe('what holds conversations in another way is named', () => {
  test.each([
    ['spans of OpenTelemetry', { resourceSpans: [] }],
    ['spans of OpenTelemetry', { traceId: 't', spanId: 's', attributes: {} }],
    ['a run of LangSmith', { id: 'r', run_type: 'chain', inputs: {}, outputs: {} }],
    ['a trace of Langfuse', { id: 't', observations: [] }],
    ["contents of Google's Gemini", { contents: [] }],
    ['a turn of ShareGPT', { conversations: [{ from: 'human', value: 'Hi' }] }],
    ['a result of the AI SDK', { steps: [] }],
    ['a result of the AI SDK', [{ content: [], finishReason: 'stop', response: {} }]],
    ['what a model answered without what it had read', response],
    ['what a model answered without what it had read', { object: 'response', output: [] }],
    ['a single text of a prompt', { input: 'Hi', output: 'Ho' }],
    ['a line of a ledger of Handrail', { kind: 'call', version: 1 }],
    ['a report of Handrail', { totals: {}, policies: [] }],
  ])('%s', (what, record) => {
    const { conversations, messages } = read(record)
    expect(conversations).toEqual([])
    expect(messages).toEqual([expect.stringContaining(`with a list of \`messages\`, got ${what}`)])
    expect(messages[0]).toMatch(/; the record was passed over\.$/)
  })
})

test('nobody knows what stood before a message by itself', () => {
  const { conversations, messages } = read(user)
  expect(conversations[0]?.entries[0]).toEqual({ kind: 'opaque', reason: 'lost' })
  expect(messages).toEqual([expect.stringMatching(/^A message stands by itself among conversations/)])
})

test('blocks of the model that nobody knows are told, as they may be calls', () => {
  const { conversations, messages } = read([
    user,
    { role: 'assistant', content: [{ toolUse: { name: 'x' } }] },
  ])
  expect(conversations[0]?.entries.at(-1)).toEqual({ kind: 'opaque', reason: 'unreadable' })
  expect(messages).toEqual([
    'Expected a part type that is known, got "toolUse": what stands there counts as unreadable.',
  ])
})
