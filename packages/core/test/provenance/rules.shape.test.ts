import { describe, expect, test } from 'vitest'
import { corpusOf } from '../../src/evidence/corpus.ts'
import { classifyCall } from '../../src/provenance/classify-call.ts'
import type { JsonSchema } from '../../src/transcript.ts'
import { stanceOn, stanceWith, user } from '../evidence/transcripts.ts'

const evidence = 'nothing of the kind'

describe('R7: what is not judged under any name', () => {
  test.each([
    ['a boolean', true],
    ['null', null],
    ['an ISO date', '2031-07-20'],
    ['an ISO moment', '2031-07-20T11:22:33Z'],
    ['a time', '11:22:33'],
    ['a decimal', '7720.145'],
    ['a negative decimal', '-7720.145'],
    ['the word true', 'TRUE'],
    ['the word null', 'null'],
    ['the word none', 'None'],
    ['the word unknown', 'UNKNOWN'],
    ['white space within', 'INC 7720145'],
    ['nothing', ''],
    ['separators only', '--'],
  ])('%s', (_, value) => {
    for (const name of ['order_id', 'target']) expect(stanceWith(evidence, name, value)).toBe('ABSTAIN')
  })

  test('an argument that is no reference', () => {
    const call = { toolName: 't', args: [{ name: 'order_id', value: 'W7720145', isReference: false }] }
    const verdict = classifyCall(call, corpusOf([user(evidence)]))
    expect(verdict).toMatchObject({ believe: true, args: [{ stance: 'ABSTAIN', isReference: false }] })
  })
})

describe('R7: what is not judged under a name that is no id name', () => {
  test.each([
    ['a version', '12.7.20'],
    ['a version with a tag', 'v2.0.1-rc.3'],
    ['a telephone number', '+15550147720'],
    ['a telephone number as a link', 'tel:+15550147720'],
    ['a telephone number with dashes', '555-014-7720'],
    ['a moment in milliseconds', 1772014500123],
    ['a year', '2031'],
    ['a year as a number', 1984],
    ['a colour of digits', '#336699'],
    ['a colour of letters', '#ffaa00'],
    ['a short colour', '#09f'],
    ['pixels', '1024px'],
    ['kilograms', '10kg'],
    ['an hour', '3pm'],
    ['a quarter', 'Q4'],
    ['sha256', 'sha256'],
    ['utf-8', 'utf-8'],
    ['mp4', 'mp4'],
    ['ipv4', 'ipv4'],
    ['cells', 'A1:B2'],
    ['fixed cells', '$A$10:$BC$200'],
    ['a path', '/srv/data7/log9'],
    ['a relative path', './build7/out9'],
    ['a drive', 'C:\\data7\\log9'],
    ['a file name', 'report-7720.pdf'],
    ['a file in a folder', 'src7/main9.ts'],
    ['a version with a tag and a build', '1.2.3-rc.1+build.5'],
    ['a release of a package', 'lodash@4.17.21'],
    ['a release of a scoped package', '@types/node@20.1.0'],
    ['a pinned requirement', 'requests==2.31.0'],
    ['an image', 'ubuntu-22.04'],
    ['a protocol with its version', 'TLSv1.2'],
    ['a temperature', '350F'],
    ['a temperature with a degree sign', '21.5\u00B0C'],
    ['a decimal with its unit', '2.5GiB'],
    ['a rate', '10mg/day'],
    ['a span of time', '1h30m'],
    ['a range with a unit', '5-10kg'],
    ['hours', '9am-5pm'],
    ['times', '10:30am-11:30am'],
    ['money', '\u20AC1200'],
    ['money behind the number', '1.200\u20AC'],
    ['percent', '1500%'],
    ['a place', '52.52N,13.40E'],
    ['a geo URI', 'geo:52.52,13.40'],
    ['a colour in a function', 'rgb(12,34,56)'],
    ['an interval', 'PT15M/2025-01-01'],
    ['a fiscal year', 'FY2024'],
    ['half a year', '2024H1'],
    ['a zone', 'Etc/GMT+5'],
    ['a media type', 'application/x-7z-compressed'],
    ['a media type with a parameter', 'audio/mp4;codecs=mp4a.40.2'],
    ['the machine itself', 'http://localhost:3000'],
    ['a path on the machine itself', 'http://127.0.0.1:8080/api/v2/orders'],
    ['an address of words', 'https://api.acme.io/v2/orders'],
    ['an address of words and a service', 'arn:aws:s3:::acme-logs'],
    ['a name with a year', 'Budget2024'],
    ['a name with a date', 'minutes_2024-05-15'],
    ['a name with a quarter', 'Q3_report_2024'],
  ])('%s', (_, value) => {
    expect(stanceWith(evidence, 'target', value)).toBe('ABSTAIN')
  })

  test.each([
    ['an epoch of the next millennia', 2772014500123],
    ['an epoch in seconds', 1772014500],
    ['a year of another age', '2131'],
    ['an id with a suffix', 'ORD-7720.1'],
    ['a padded id with a suffix', 'INC001.0023'],
    ['a prefix and a year', 'INC-2024'],
    ['a name with a date and a number', 'budget_2024_7720'],
    ['four hexadecimal digits', '7d9f'],
    ['a hexadecimal number', '0x1F'],
    ['units in no order', '4471w12'],
    ['a media type of no kind', 'order/w7720145'],
    ['an id on the machine itself', 'http://localhost:3000/orders/7720'],
    ['a name that only begins like the machine itself', 'localhost7720'],
    ['an id in an address', 'https://api.acme.io/v2/orders/W7720145'],
    ['a mailbox', 'zed.q@nowhere-corp.io'],
  ])('%s is judged', (_, value) => {
    expect(stanceWith(evidence, 'target', value)).toBe('UNSUPPORTED')
  })

  test.each(['1772014500123', '2031', '1024px', 'sha256'])('%s is judged under an id name', (value) => {
    expect(stanceWith(evidence, 'order_id', value)).toBe('UNSUPPORTED')
  })
})

describe('R7: what the schema of the tool names', () => {
  const stanceUnder = (inputSchema: JsonSchema, name: string, value: unknown) => {
    const corpus = corpusOf([user(evidence)], { tools: { update_record: { inputSchema } } })
    return stanceOn(corpus, name, value)
  }
  const objectOf = (name: string, property: unknown): JsonSchema => ({
    type: 'object',
    properties: { [name]: property },
  })

  test.each([
    ['a member of enum', objectOf('plan_id', { enum: ['PLAN-100', 'PLAN-200'] }), 'PLAN-200'],
    ['const', objectOf('plan_id', { const: 'PLAN-200' }), 'PLAN-200'],
    ['default', objectOf('plan_id', { type: 'string', default: 'PLAN-200' }), 'PLAN-200'],
    [
      'enum of the items',
      objectOf('plan_id', { type: 'array', items: { enum: ['PLAN-200'] } }),
      ['PLAN-200'],
    ],
    ['format date', objectOf('plan_id', { format: 'date' }), 'PLAN-200'],
    ['format time', objectOf('plan_id', { format: 'time' }), 'PLAN-200'],
    ['format date-time', objectOf('plan_id', { format: 'date-time' }), 'PLAN-200'],
    ['format duration', objectOf('plan_id', { format: 'duration' }), 'P3DT4H'],
  ])('%s', (_, schema, value) => {
    expect(stanceUnder(schema, 'plan_id', value)).toBe('ABSTAIN')
  })

  test.each([
    [
      'an optional one',
      objectOf('plan_id', { anyOf: [{ enum: ['PLAN-200'] }, { type: 'null' }] }),
      'PLAN-200',
    ],
    [
      'one of several',
      objectOf('plan_id', { oneOf: [{ const: 'PLAN-100' }, { const: 'PLAN-200' }] }),
      'PLAN-200',
    ],
    [
      'one by reference',
      { ...objectOf('plan_id', { $ref: '#/$defs/Plan' }), $defs: { Plan: { enum: ['PLAN-200'] } } },
      'PLAN-200',
    ],
    [
      'one within an object',
      objectOf('plan_id', { type: 'object', properties: { tier_id: { enum: ['PLAN-200'] } } }),
      { tier_id: 'PLAN-200' },
    ],
    [
      'one within the objects of a list',
      objectOf('plan_id', {
        type: 'array',
        items: { type: 'object', properties: { tier_id: { enum: ['PLAN-200'] } } },
      }),
      [{ tier_id: 'PLAN-200' }],
    ],
  ])('a member of enum or const wherever the schema says so: %s', (_, schema, value) => {
    expect(stanceUnder(schema, 'plan_id', value)).toBe('ABSTAIN')
  })

  test('a value that the schema does not name is judged', () => {
    expect(stanceUnder(objectOf('plan_id', { enum: ['PLAN-100'] }), 'plan_id', 'PLAN-300')).toBe(
      'UNSUPPORTED',
    )
    expect(stanceUnder(objectOf('plan_id', { enum: ['PLAN-100'] }), 'other_id', 'PLAN-100')).toBe(
      'UNSUPPORTED',
    )
  })

  test('a schema that throws says nothing', () => {
    const schema = {
      get properties(): never {
        throw new Error('hostile')
      },
    }
    expect(stanceUnder(schema, 'plan_id', 'PLAN-300')).toBe('UNSUPPORTED')
  })
})

describe('R9: a word and up to three digits', () => {
  test.each(['python3', 'SEV2', 'room101'])(
    '%s is left alone while no number came with the word',
    (value) => {
      expect(stanceWith(evidence, 'target', value)).toBe('ABSTAIN')
      expect(stanceWith(evidence, 'target_id', value), 'but not under the name of an id').toBe('UNSUPPORTED')
    },
  )

  test.each([
    ['room101', 'see room7'],
    ['room101', 'see room-7'],
    ['SEV2', { severity: 'sev1' }],
  ])('%s is judged where the evidence knows the family: %j', (value, known) => {
    expect(stanceWith(known, 'target', value)).toBe('UNSUPPORTED')
  })

  test.each(['room1011', 'k7', 'room-101', 'r7m1'])('%s is of another shape', (value) => {
    expect(stanceWith(evidence, 'target', value)).toBe(value.length < 4 ? 'ABSTAIN' : 'UNSUPPORTED')
  })
})

describe('R8: what is judged', () => {
  test.each([
    ['two digits under an id name', 'group_id', '77'],
    ['two digits as a number', 'group_id', 77],
    ['four digits under another name', 'target', '7720'],
    ['letters with digits, four, under another name', 'target', 'k77x'],
    ['letters with digits, three, under an id name', 'group_id', 'k7x'],
    ['digits with separators', 'order_id', '112-3456780-1234560'],
    ['an address', 'assignee', 'zed.q@nowhere-corp.io'],
    ['an address under an id name', 'user_id', 'zed.q@nowhere-corp.io'],
    ['capitals', 'ref', 'QWXYZ'],
    ['an id among other leaves', 'target', ['words', 'k77xz', true]],
  ])('%s', (_, name, value) => {
    expect(stanceWith(evidence, name, value)).toBe('UNSUPPORTED')
  })

  test.each([
    ['one digit under an id name', 'group_id', '7'],
    ['three digits under another name', 'target', '772'],
    ['three characters under another name', 'target', 'k7x'],
    ['two characters under an id name', 'group_id', 'k7'],
    ['digits with separators under another name', 'target', '112-3456780-1234560'],
    ['three digits with separators under an id name', 'order_id', '1-2-3'],
    ['four capitals', 'ref', 'QWXY'],
    ['capitals under another name', 'target', 'QWXYZ'],
    ['letters of both cases', 'ref', 'Qwxyzab'],
    ['a word', 'user_id', 'sara_doe'],
    ['a quantity', 'amount', 7720],
  ])('%s is not', (_, name, value) => {
    expect(stanceWith(evidence, name, value)).toBe('ABSTAIN')
  })
})
