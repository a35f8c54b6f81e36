import { createRequire } from 'node:module'
import Ajv from 'ajv'
import * as fc from 'fast-check'
import type { Log } from 'sarif'
import { describe, expect, it } from 'vitest'
import {
  type Conversation,
  presetPolicies,
  replayConversation,
  replayedCall,
  toSarif,
} from '../../src/index.ts'
import { call, conversationOf, result, user } from '../replay/support/conversations.ts'

const require = createRequire(import.meta.url)
/** The schema of OASIS, which is in draft 4. */
const schema = require('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json')
const ajv = new Ajv({ schemaId: 'id', meta: false })
ajv.addMetaSchema(require('ajv/lib/refs/json-schema-draft-04.json'))
const validate = ajv.compile(schema)

/** As it stands in the file, checked. */
function written(log: Log): Log {
  const file = JSON.parse(JSON.stringify(log))
  expect(validate(file), ajv.errorsText(validate.errors)).toBe(true)
  return file
}

function findingsOf(conversation: Conversation) {
  return replayConversation(conversation, presetPolicies())
}

const recorded = conversationOf(
  [
    user('Cancel my order, please. I am mei_li_1234.'),
    call('c1', 'cancel_order', { order_id: 'INC0010023', user_id: 'mei_li_1234' }),
    result('c1', 'cancel_order', 'ok'),
    call('c2', 'update_order', { order_ids: ['mei_li_1234', '#W9999999'] }),
  ],
  { id: 'run1', place: { file: 'runs/of may.jsonl', line: 7 } },
)

describe('toSarif', () => {
  it('is valid and points at the line of the record', () => {
    const [run] = written(toSarif(findingsOf(recorded))).runs
    expect(run?.results).toMatchObject([
      {
        ...{ ruleId: 'handrail/minted-value', ruleIndex: 0, level: 'error', kind: 'fail' },
        message: {
          text: 'The argument `order_id` of `cancel_order` holds `INC#######`, which stands nowhere in what the model had read (call 0 in message 1 of the conversation run1).',
        },
        locations: [
          {
            physicalLocation: { artifactLocation: { uri: 'runs/of%20may.jsonl' }, region: { startLine: 7 } },
            logicalLocations: [{ fullyQualifiedName: 'run1 / call 0 / cancel_order / order_id' }],
          },
        ],
        properties: { policies: { observe: 'OBSERVE', default: 'BLOCK' }, confidence: 'HIGH' },
      },
      { ruleId: 'handrail/partly-minted-value', ruleIndex: 1, level: 'warning' },
    ])
    expect(run?.results?.[0]?.codeFlows?.[0]?.threadFlows[0]?.locations).toHaveLength(1)
  })

  it('leads from where a supported value stands to the argument', () => {
    const [run] = written(toSarif(findingsOf(recorded), { supported: true, values: 'plain' })).runs
    const passed = run?.results?.filter(({ kind }) => kind === 'pass')
    expect(passed).toMatchObject([{ ruleId: 'handrail/grounded-value', level: 'none' }])
    const flow = passed?.[0]?.codeFlows?.[0]?.threadFlows[0]?.locations
    expect(flow?.map(({ location }) => location?.message?.text)).toEqual([
      'Entry 0, user: `mei_li_1234`',
      'Message 1, the call of `cancel_order`: `user_id`',
    ])
  })

  it('takes the level from a policy', () => {
    const levels = (policy: string) =>
      written(toSarif(findingsOf(recorded), { policy })).runs[0]?.results?.map(({ level }) => level)
    expect(levels('default')).toEqual(['error', 'warning'])
    expect(levels('warn')).toEqual(['warning', 'warning'])
    expect(levels('observe')).toEqual(['note', 'note'])
    expect(levels('toString'), 'no such policy').toEqual(['error', 'warning'])
  })

  it('counts what it leaves out, and tells what could not be read', () => {
    const problems = [{ place: { file: '-', line: 0 }, message: 'Not [JSON](x) {0}.', lost: true }]
    const [run] = written(
      toSarif(findingsOf(recorded), { maxResults: 1, problems, toolVersion: '1.2.3' }),
    ).runs
    expect(run?.results).toHaveLength(1)
    expect(run?.invocations?.[0]?.toolExecutionNotifications?.map(({ message }) => message.text)).toEqual([
      "Not 'JSON'(x) '0'.",
      '1 more results were left out.',
    ])
    expect(run?.tool.driver.version).toBe('1.2.3')
  })

  it('tells of a call that could not be judged', () => {
    const [finding] = findingsOf(recorded)
    if (!finding) throw new Error('there is a call')
    const faulty = { ...replayedCall(finding), origins: [], faults: ['judging failed'] }
    expect(written(toSarif([faulty])).runs[0]?.results).toMatchObject([
      { ruleId: 'handrail/call-not-judged', kind: 'review' },
    ])
  })

  it('gives a finding the same fingerprint on another line', () => {
    const printOf = (line: number) =>
      toSarif(findingsOf({ ...recorded, place: { file: 'b', line } })).runs[0]?.results?.map(
        (one) => one.partialFingerprints,
      )
    expect(printOf(1)).toEqual(printOf(900))
    expect(new Set(printOf(1)?.map((print) => print?.['handrail/v1'])).size).toBe(2)
  })

  it('refuses options that cannot be', () => {
    expect(() => toSarif([], { maxResults: -1 })).toThrow(
      'Expected `maxResults` to be an integer from 0, got -1.',
    )
    expect(() => toSarif([], { values: 'all' as 'plain' })).toThrow(
      'Expected `values` to be one of masked, plain',
    )
  })

  it('is valid whatever a model wrote, shows no value unless asked, and writes no link or placeholder', () => {
    const nasty = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('[a](javascript:x)', '{0}', '\u202e', '__proto__', '\ud800'),
    )
    const digits = fc.stringMatching(/^[1-9][0-9]{6}$/)
    return fc.assert(
      fc.asyncProperty(nasty, nasty, nasty, digits, async (tool, arg, id, n) => {
        const entries = [
          user('Hello.'),
          call('c1', `update ${tool}`, { order_id: `X-${n}`, [arg]: `[v](${n}) {0}` }),
        ]
        const hostile = conversationOf(entries, { id, place: { file: `${id}/x`, line: 1 } })
        const masked = JSON.stringify(
          written(toSarif(findingsOf(hostile), { supported: true })).runs[0]?.results,
        )
        if (![tool, arg, id].some((name) => name.includes(n))) expect(masked).not.toContain(n)
        for (const one of written(toSarif(findingsOf(hostile), { values: 'plain' })).runs[0]?.results ?? []) {
          expect(one.message.text).not.toMatch(/(?<!\\)[[\]]/)
          expect(one.message.text?.replaceAll(/\{\{|\}\}/g, '')).not.toMatch(/[{}]/)
        }
      }),
    )
  })
})
