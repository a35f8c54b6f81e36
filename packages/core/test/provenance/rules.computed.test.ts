import { describe, expect, test } from 'vitest'
import { call, result, stanceAfter, stanceWith, user } from '../evidence/transcripts.ts'

const evidence = 'nothing of the kind'

describe('R6: a moment in seconds under the name of a moment is worked out', () => {
  test.each(['post_at', 'end', 'startTime', 'timestamp', 'expires_until', 'due_date'])('%s', (name) => {
    expect(stanceWith(evidence, name, 1772014500)).toBe('ABSTAIN')
    expect(stanceWith(evidence, name, '1772014500')).toBe('ABSTAIN')
  })

  test.each([
    ['end', 2772014500],
    ['end', 177201450],
    ['end', 'W1772014500'],
    ['target', 1772014500],
    ['end_id', 1772014500],
    ['start_ref', '1772014500'],
  ])('but not %s: %s', (name, value) => {
    expect(stanceWith(evidence, name, value)).toBe('UNSUPPORTED')
  })
})

describe('R7: a moment to the microsecond is the id of a message', () => {
  const ts = '1772014500.118269'
  test.each(['ts', 'thread_ts', 'timestamp', 'message_id'])('%s', (name) => {
    expect(stanceWith(evidence, name, ts)).toBe('UNSUPPORTED')
    expect(stanceWith({ messages: [{ ts }] }, name, ts)).toBe('SUPPORTED')
    expect(stanceWith('https://chat.example/archives/C04QK7T1WZB/p1772014500118269', name, ts)).toBe(
      'SUPPORTED',
    )
    for (const slip of ['1772014500.118260', '177201450.118269', '1772014500.1182699'])
      expect(stanceWith({ messages: [{ ts }] }, name, slip)).toBe('UNSUPPORTED')
  })

  test.each(['1772014500.000000', '1772014500.5', '77201.118269', '118.269'])(
    'and any other decimal is none: %s',
    (value) => {
      expect(stanceWith(evidence, 'ts', value)).toBe('ABSTAIN')
    },
  )

  test('R24: an error that repeats it is no evidence of it', () => {
    const entries = [
      user('Please help.'),
      call({ ts }, 'react'),
      result(`message_not_found: ${ts}`, { toolName: 'react' }),
    ]
    expect(stanceAfter(entries, 'ts', ts)).toBe('UNSUPPORTED')
  })
})

describe('R9: a day in a name is of our time', () => {
  test.each([
    ['AllergyIntolerance/20931001', 'UNSUPPORTED'],
    ['budget-20931001', 'UNSUPPORTED'],
    ['budget-20311001', 'ABSTAIN'],
    ['budget-2093', 'ABSTAIN'],
    ['budget-2093-10-01', 'ABSTAIN'],
  ])('%s', (value, stance) => {
    expect(stanceWith(evidence, 'target', value)).toBe(stance)
  })
})

describe('R7: a switch of a command', () => {
  test.each(['--max-old-space-size=8192', '--verbose', '--log-level=debug', '--memory=512m'])(
    '%s',
    (value) => {
      expect(stanceWith(evidence, 'target', value)).toBe('ABSTAIN')
    },
  )

  test.each(['--order=W7720145', '--order=77201450', '-o7720', '--7720145'])('but not %s', (value) => {
    expect(stanceWith(evidence, 'target', value)).toBe('UNSUPPORTED')
  })
})

describe('R6: keys that the caller makes up', () => {
  test.each([
    'idempotency_key',
    'deduplicationId',
    'correlation_id',
    'nonce',
    'client_order_id',
    'newClientOrderId',
    'clientToken',
    'client_request_token',
  ])('%s', (name) => {
    expect(stanceWith(evidence, name, 'sell-7720-1')).toBe('ABSTAIN')
  })

  test.each([
    'client_id',
    'client_account_id',
    'request_id',
    'external_id',
    'trace_id',
    'client_order_item_id',
  ])('but not %s', (name) => {
    expect(stanceWith(evidence, name, 'sell-7720-1')).toBe('UNSUPPORTED')
  })
})

describe('R6: the key of an object in a store is the path of a file', () => {
  test.each(['ledger/2031-07-20.sql.gz', 'dumps/7720/a1.json'])('%s', (value) => {
    for (const name of ['key', 'object_key', 'Keys'])
      expect(stanceWith(evidence, name, value)).toBe('ABSTAIN')
    expect(stanceWith(evidence, 'object_id', value)).toBe('UNSUPPORTED')
  })

  test.each(['KX-7720', 'report-7720.pdf', 'https://acme.io/7720/a1.json', 'dumps/KX.7720'])(
    'but not %s',
    (value) => {
      expect(stanceWith(evidence, 'key', value)).toBe('UNSUPPORTED')
    },
  )
})

describe('R10: two forms of one id, the longer with a checksum of the case', () => {
  const [short, long] = ['001D000000IqhSL', '001D000000IqhSLIAZ']
  test('either supports the other', () => {
    expect(stanceWith({ Id: long }, 'account_id', short)).toBe('SUPPORTED')
    expect(stanceWith({ Id: short }, 'account_id', long)).toBe('SUPPORTED')
  })

  test.each([
    ['another case', long, '001D000000iqhSL'],
    ['a digit changed', long, '001D000001IqhSL'],
    ['a wrong checksum', short, '001D000000IqhSLIAY'],
    ['fewer characters', long, '001D000000IqhS'],
    ['no checksum in the evidence', '001D000000IqhSLXXX', short],
  ])('but not %s', (_, known, value) => {
    expect(stanceWith({ Id: known }, 'account_id', value)).toBe('UNSUPPORTED')
  })
})

describe('R12: the sign of hexadecimal numbers', () => {
  test.each([
    ['0x00158d0003a1b2c4', '00:15:8d:00:03:a1:b2:c4'],
    ['00158D0003A1B2C4', '0x00158d0003a1b2c4'],
    ['00:15:8d:00:03:a1:b2:c4', '0x00158d0003a1b2c4'],
  ])('%s and %s', (known, value) => {
    expect(stanceWith(`plug ${known}`, 'ieee', value)).toBe('SUPPORTED')
    expect(stanceWith(`plug ${known}`, 'ieee', value.replace('b2', 'b3'))).toBe('UNSUPPORTED')
  })
})
