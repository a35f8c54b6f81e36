import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type ConversationFormat,
  conversationFormats,
  conversationsOfRecord,
  isProblem,
} from '../../src/index.ts'
import { place, read } from './support.ts'

const call = (id: unknown, name = 'find') => ({ id, name, args: { of: id } })
const asks = (...toolCalls: object[]) => ({ role: 'assistant', content: '', toolCalls })
const answers = (toolCallId: unknown, toolName?: string) => ({
  role: 'tool',
  content: 'x',
  toolCallId,
  toolName,
})
const idsOf = (...messages: object[]) => {
  const { conversations, messages: problems } = read({ messages })
  const ids = conversations[0]?.entries.map(
    (entry) => 'toolCallId' in entry && `${entry.kind} ${entry.toolCallId}`,
  )
  return { ids, problems }
}

describe('every call has an id of its own', () => {
  test('an id that stands twice is changed, and results go to the latest call that waits', () => {
    expect(idsOf(asks(call('a')), answers('a'), asks(call('a')), answers('a'))).toEqual({
      ids: ['call a', 'result a', 'call a#2', 'result a#2'],
      problems: ['1 call had the id of an earlier one and got a new id, the first "a" in message 2.'],
    })
    expect(idsOf(asks(call('a'), call('a')), answers('a'), answers('a')).ids).toEqual([
      'call a',
      'call a#2',
      'result a#2',
      'result a',
    ])
  })

  test('also of the id that another would get', () => {
    expect(idsOf(asks(call('a'), call('a'), call('a#2'), call('a'))).ids).toEqual([
      'call a',
      'call a#2',
      'call a#2#2',
      'call a#3',
    ])
  })

  test('a number is an id, and calls without one get one', () => {
    expect(idsOf(asks(call(7), call(null), call(undefined)), answers(7)).ids).toEqual([
      'call 7',
      'call call_1',
      'call call_2',
      'result 7',
    ])
  })

  test('in time that grows with their number', () => {
    const many = Array.from({ length: 50_000 }, () => call('a'))
    expect(idsOf(asks(...many), ...many.map(() => answers('b', 'other'))).problems).toHaveLength(2)
  })
})

describe('a result', () => {
  test('without a known id answers the first call of its name', () => {
    expect(
      idsOf(asks(call('a', 'x'), call('b'), call('c')), answers(null, 'find'), answers('z', 'find')),
    ).toEqual({
      ids: ['call a', 'call b', 'call c', 'result b', 'result c'],
      problems: [],
    })
  })

  test('without a call stays one', () => {
    expect(idsOf(answers('z', 'find'))).toEqual({
      ids: ['result z'],
      problems: ['1 result answers no call that is recorded, the first "z" in message 0.'],
    })
  })

  test('that comes twice leaves the results of other calls alone', () => {
    const { ids, problems } = idsOf(
      asks(call('a'), call('b')),
      answers('a', 'find'),
      answers('a', 'find'),
      answers('b', 'find'),
    )
    expect(ids).toEqual(['call a', 'call b', 'result a', 'result a', 'result b'])
    expect(problems).toHaveLength(1)
  })
})

describe('laws', () => {
  const formats = fc.constantFrom<(ConversationFormat | undefined)[]>(undefined, ...conversationFormats)
  const words = fc.constantFrom(
    ...['role', 'type', 'content', 'parts', 'data', 'text', 'toolCalls', 'tool_calls', 'id', 'name', 'args'],
    ...[
      'function',
      'arguments',
      'toolCallId',
      'toolName',
      'input',
      'output',
      'value',
      'state',
      'lc',
      'kwargs',
    ],
    ...[
      'response_metadata',
      'additional_kwargs',
      'tool_call_id',
      'lc_source',
      'handrail_edited',
      '__proto__',
    ],
    ...[
      'assistant',
      'user',
      'system',
      'tool',
      'human',
      'ai',
      'text',
      'tool-call',
      'tool-result',
      'tool-find',
    ],
    ...['step-start', 'output-available', 'json', 'content', 'messages', 'tools', 'conversations', 'a', 'b'],
  )
  const values = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      words,
      fc.constantFrom(null, true, 1, '', 'call', '[handrail] BLOCK: no', '\ud800'),
      fc.array(tie('value'), { maxLength: 4 }),
      fc
        .array(fc.tuple(words, tie('value')), { maxLength: 6 })
        .map((fields) =>
          JSON.parse(`{${fields.map(([k, v]) => `${JSON.stringify(k)}:${JSON.stringify(v)}`)}}`),
        ),
    ),
  })).value
  const messages = fc.array(
    fc.record(
      {
        role: fc.constantFrom('user', 'system', 'assistant', 'tool', 'critic', 7),
        content: values,
        toolCalls: fc.array(fc.record({ id: fc.constantFrom('a', 'b', null), name: words, args: values })),
        tool_calls: fc.array(fc.record({ id: fc.constantFrom('a', 'b', 1), name: words, args: values })),
        parts: fc.array(values),
        toolCallId: fc.constantFrom('a', 'b', 'c', null),
        tool_call_id: fc.constantFrom('a', 'b', 'c', 1),
      },
      { requiredKeys: ['role'] },
    ),
  )

  test('nothing makes it throw, calls have ids of their own, and each is answered once', () => {
    fc.assert(
      fc.property(
        fc.oneof(values, messages, fc.record({ messages, tools: values })),
        formats,
        (record, format) => {
          for (const one of conversationsOfRecord(record, place, format)) {
            if (isProblem(one)) continue
            expect(one.messageOf).toHaveLength(one.entries.length)
            expect([...one.messageOf].sort((a, b) => a - b)).toEqual(one.messageOf)
            const ids = one.entries.flatMap((entry) => (entry.kind === 'call' ? [entry.toolCallId] : []))
            expect(new Set(ids).size).toBe(ids.length)
            for (const { beforeEntry } of one.said)
              expect(beforeEntry).toBeLessThanOrEqual(one.entries.length)
          }
        },
      ),
      { numRuns: 2_000 },
    )
  })
})

describe('hostile records', () => {
  const deep = (levels: number) => JSON.parse(`${'['.repeat(levels)}${']'.repeat(levels)}`)

  test.each(conversationFormats)('%s: content that is very deep', (format) => {
    const record = {
      messages: [
        { role: 'user', content: deep(100_000) },
        { role: 'user', content: [{ type: 'odd', of: deep(100_000) }], parts: [deep(100_000)] },
        { role: 'tool', tool_call_id: 'a', content: deep(100_000) },
        { role: deep(100_000), type: deep(100_000) },
      ],
      tools: deep(100_000),
    }
    const [last] = conversationsOfRecord(record, place, format).slice(-1)
    expect(last).toHaveProperty('entries')
  })

  test('names of the prototype are names', () => {
    const calls = JSON.parse('[{"id":"__proto__","name":"__proto__","args":{"__proto__":{"x":1}}}]')
    const tools = JSON.parse('[{"name":"__proto__","mutating":true},{"name":"constructor","mutating":false}]')
    const { conversations } = read({ messages: [asks(...calls), answers('__proto__')], tools })
    expect(conversations[0]?.entries).toMatchObject([
      { kind: 'call', toolName: '__proto__' },
      { kind: 'result', toolName: '__proto__' },
    ])
    expect(Object.keys(conversations[0]?.tools ?? {})).toEqual(['__proto__', 'constructor'])
    expect(({} as { effect?: unknown }).effect).toBeUndefined()
  })

  test('a kind that is not known is told once, whatever it is called', () => {
    const parts = Array.from({ length: 500 }, (_, at) => ({ type: `kind-${at % 200}`, n: at }))
    const { conversations, problems } = read([{ role: 'user', content: parts }], 'ai-model-messages')
    expect(problems).toHaveLength(50)
    expect(problems[0]?.message).toBe(
      'Expected a part type that is known, got "kind-0": what stands there counts as unreadable.',
    )
    expect(conversations[0]?.entries).toHaveLength(500)
  })
})
