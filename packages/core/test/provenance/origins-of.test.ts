import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  classifyCall,
  corpusOf,
  describeOrigins,
  originsOf,
  type ToolArg,
  type TranscriptEntry,
} from '../../src/index.ts'
import { result, user } from '../evidence/transcripts.ts'

const details = { orders: [{ id: '#W1' }, { id: '#W2' }, '#W5442520'] }
const entries: TranscriptEntry[] = [
  { kind: 'task', role: 'system', text: 'The desk is DSK-4411.' },
  user('I am yara_silva_4417.'),
  { kind: 'result', toolCallId: 'call_7', toolName: 'get_user_details', content: details },
]
const judge = (args: ToolArg[], transcript: readonly TranscriptEntry[] = entries) =>
  classifyCall({ toolName: 'cancel_order', args }, corpusOf(transcript))
const arg = (name: string, value: unknown): ToolArg => ({ name, value })

describe('where every argument came from', () => {
  const verdict = judge([
    arg('order_id', '#W5442520'),
    arg('payment_method_id', 'credit_card_8150372'),
    arg('customer_id', 'yara_silva_4417'),
    arg('desk_id', 'DSK-4411'),
    arg('reason', 'no longer needed'),
  ])

  test('in words: what was seen nowhere comes first, and is not quoted', () => {
    expect(describeOrigins(verdict)).toBe(
      [
        '`payment_method_id`: not seen anywhere in this conversation',
        '`order_id` #W5442520: from `get_user_details`, `$.orders[2]`',
        '`customer_id` yara_silva_4417: from the user',
        '`desk_id` DSK-4411: from the instructions or the description of a tool',
      ].join('\n'),
    )
  })

  test('as data, which survives JSON', () => {
    const origins = originsOf(verdict)
    expect(JSON.parse(JSON.stringify(origins))).toEqual(origins)
    expect(origins).toMatchObject([
      {
        argName: 'order_id',
        value: '#W5442520',
        stance: 'SUPPORTED',
        parts: 1,
        unseen: [],
        places: [
          {
            source: 'TOOL_RESULT',
            toolName: 'get_user_details',
            toolCallId: 'call_7',
            entry: 2,
            path: ['$.orders[2]'],
          },
        ],
      },
      { argName: 'payment_method_id', stance: 'UNSUPPORTED', unseen: ['credit_card_8150372'], places: [] },
      {
        argName: 'customer_id',
        places: [{ source: 'TASK_TEXT', role: 'user', entry: 1, offset: 5, length: 15 }],
      },
      { argName: 'desk_id', places: [{ source: 'TASK_TEXT', role: 'system', entry: 0 }] },
    ])
    const [place] = origins[0]?.places ?? []
    const text = JSON.stringify(details)
    expect(text.slice(place?.offset, (place?.offset ?? 0) + (place?.length ?? 0))).toBe('W5442520')
  })

  test('of a list: every place once, and how much of it was seen', () => {
    const list = judge([arg('order_ids', ['#W1', '#W2', '#W5442520'])], [result(details)])
    expect(describeOrigins(list)).toMatch(/^`order_ids` #W1, #W2, #W5442520: from `\w+`, `\$\.orders\[/)
    const mixed = judge([arg('order_ids', ['#W5442520', '#W7700123', '#W7700124'])])
    expect(describeOrigins(mixed)).toBe(
      '`order_ids`: not all of it was seen in this conversation (2 of 3 parts were not)',
    )
    expect(originsOf(mixed)).toMatchObject([{ parts: 3, unseen: [expect.anything(), expect.anything()] }])
    const ids = Array.from({ length: 50 }, (_, i) => `KX-77${1000 + i}`)
    const many = judge([arg('order_ids', ids)], [result(ids.map((id) => ({ id })))])
    expect(describeOrigins(many)).toMatch(/`\$\[0\]\.id` and .* and 29 more$/)
  })

  test('of a value whose digits stand elsewhere: it was not seen', () => {
    const verdict = judge([arg('card_id', '#credit_card_8150372')], [result('gift_card_8150372')])
    expect(originsOf(verdict)).toMatchObject([
      { stance: 'UNSUPPORTED', parts: 2, unseen: ['credit_card_8150372'] },
    ])
    expect(describeOrigins(verdict)).toBe('`card_id`: not seen anywhere in this conversation')
  })

  test('of a value that a page might take for more than text: in quotes', () => {
    for (const value of ['![x](https://evil.example/7731094)', '<b>KX-77201</b>', 'KX-77201 \u05d0\u05d1']) {
      const verdict = judge([arg('order_id', value)], [result(value)])
      if (verdict.args[0]?.stance === 'SUPPORTED')
        expect(describeOrigins(verdict)).toContain(`\`order_id\` \`${value}\`: `)
      else expect(describeOrigins(verdict)).not.toContain(value)
    }
  })

  test('of a long value: what was cut off is shown to be', () => {
    const long = `KX-77201${'9'.repeat(90)}`
    const [seen] = originsOf(judge([arg('order_id', long)], [result(long)]))
    expect(seen?.value).toMatch(/^KX-77201\d+\.\.\.$/)
    expect(seen?.value).toHaveLength(80)
    const [unseen] = originsOf(judge([arg('order_id', long)]))
    expect(unseen?.unseen).toEqual([expect.stringMatching(/^KX-77201\d+\.\.\.$/)])
  })

  test('of JSON in JSON: the inner path first', () => {
    const content = [{ type: 'text', text: JSON.stringify({ 'order id': 'KX-77201' }) }]
    const nested = judge([arg('order_id', 'KX-77201')], [result(content)])
    expect(describeOrigins(nested)).toMatch(/, `\$\['order id'\]` in `\$\[0\]\.text`$/)
  })

  test('nothing where nothing was judged', () => {
    const verdict = judge([arg('order_id', 'KX-77201')], [])
    expect(originsOf(verdict)).toEqual([])
    expect(describeOrigins(verdict)).toBe('')
  })

  test('names that hide, turn around, break lines or leave their quotes', () => {
    const hostile = '\u202eorder`\n_id'
    const verdict = judge(
      [arg(hostile, 'KX-77201'), arg('other_id', 'KX-9\u20667\n1')],
      [user('Hello there.')],
    )
    for (const line of describeOrigins(verdict).split('\n'))
      expect(line).toMatch(/^`[^`]+`: not seen anywhere/)
    expect(JSON.stringify(originsOf(verdict))).not.toMatch(/[\u202e\u2066]|\\n/)
  })

  test('property: text for a person is bounded, on clean lines, and quotes nothing that was not seen', () => {
    const name = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.constantFrom('order_id', 'a`b', '__proto__'),
    )
    const value = fc.oneof(
      fc.constantFrom('KX-77201', '#W5442520', 'KX-99999', 'yara_silva_4417'),
      fc.array(fc.constantFrom('KX-77201', 'KX-99999', '#W1'), { maxLength: 6 }),
      fc.jsonValue({ maxDepth: 2, stringUnit: 'binary' }),
    )
    fc.assert(
      fc.property(fc.array(fc.record({ name, value }), { maxLength: 40 }), (args) => {
        const verdict = judge(args, [...entries, result('KX-77201')])
        const text = describeOrigins(verdict)
        expect(text.length).toBeLessThan(4_500)
        expect(text).not.toMatch(/[^\n\P{Cc}]|[\p{Cf}\p{Zl}\p{Zp}]/u)
        for (const { argName, stance, places, unseen } of originsOf(verdict)) {
          expect(stance === 'SUPPORTED').toBe(unseen.length === 0)
          expect(stance === 'SUPPORTED').toBe(places.length > 0)
          expect(argName).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
        }
        const minted = text.split('\n').filter((line) => line.includes(': not '))
        for (const line of minted) expect(line.replace(/^`[^`]*`/, '')).not.toContain('KX-99999')
      }),
      { numRuns: 2_000 },
    )
  })
})
