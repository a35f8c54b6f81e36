import { describe, expect, test } from 'vitest'
import { call, result, stanceAfter, user } from './transcripts.ts'

const start = user('Please sort out my refund.')

/** The stance on a value after the model asked for it and an error said this. */
function afterError(
  value: unknown,
  content: unknown,
  more: Parameters<typeof result>[1] = { outcome: 'error' },
) {
  return stanceAfter([start, call({ id: value }), result(content, more)], 'record_id', value)
}

describe('R25: an error does not teach what it was asked for', () => {
  test.each([
    ['without its head', 'xx-3Cd-Q', 'Error: 3Cd-Q not found'],
    ['without its end', 'xx-3Cd-Q', 'Error: xx-3Cd not found'],
    ['without both', 'xx-3Cd-Q-zz', 'Error: 3Cd-Q not found'],
    ['with a blank', 'xx-ab-12', 'Error: ab 12 not found'],
  ])('shortened, %s', (_, value, content) => {
    expect(afterError(value, content)).toBe('UNSUPPORTED')
  })

  test.each([
    ['0xdeadbeef', 'Error: object deadbeef-1 not found', 'deadbeef-1'],
    ['jane@acme.com', 'Error: user janeacmecom-77 not found', 'janeacmecom-77'],
  ])('%s in a longer id', (value, content, longer) => {
    const conversation = [start, call({ id: value }), result(content, { outcome: 'error' })]
    expect(stanceAfter(conversation, 'record_id', longer)).toBe('UNSUPPORTED')
  })

  test.each([
    ['web-12-blue', { owner: 'Bob', note: 'belongs to pool web-12 (see runbook)' }, 'web-12'],
    ['db-07-eu', { owner: 'Bob', note: 'a replica of db-07, as you know' }, 'db-07'],
  ])('what a record says of %s is no shortened echo', (value, content, part) => {
    const conversation = [start, call({ host: value }), result(content)]
    expect(stanceAfter(conversation, 'pool_id', part)).toBe('SUPPORTED')
  })

  test.each([
    ['as it is', 'Error: certificate_5512034 not found'],
    ['in capitals', 'Error: CERTIFICATE_5512034 not found'],
    ['with another separator', 'Error: certificate-5512034 not found'],
    ['without separator', 'Error: certificate5512034 not found'],
    ['with a space', 'Error: certificate 5512034 not found'],
    ['its number only', 'Error: 5512034 not found'],
    ['grouped digits', 'Error: no certificate 5,512,034'],
    ['in quotes', 'Error: "certificate_5512034" not found'],
    ['in an address', 'GET https://x.example/v1/payments/certificate_5512034?e=1 failed'],
    ['in an address, escaped', 'GET /payments/certificate%5F5512034 failed'],
    ['over two lines', 'Error: certificate_\n5512034 not found'],
    ['with zero-width letters', 'Error: certificate_55\u200B12034 not found'],
    ['in full-width letters', 'Error: ｃｅｒｔｉｆｉｃａｔｅ_５５１２０３４ not found'],
    ['in JSON', '{"error": {"id": "certificate_5512034", "code": 404}}'],
    ['in JSON in JSON', JSON.stringify({ error: JSON.stringify({ id: 'certificate_5512034' }) })],
    ['as an object', { error: 'not found', input: { id: 'certificate_5512034' } }],
    ['as a key', { errors: { certificate_5512034: ['unknown'] } }],
    ['behind another prefix', 'Error: ref:certificate_5512034 not found'],
    ['in a longer id', 'Error: payment-certificate_5512034-v2 not found'],
  ])('%s', (_, content) => {
    expect(afterError('certificate_5512034', content)).toBe('UNSUPPORTED')
  })

  test.each([
    ['ends with a letter', '7f3ab', 'Error: order_7f3ab not found'],
    ['ends with two digits', 'qk77', 'Error: order-qk77 not found'],
    ['has digits inside', 'a7k2q', 'Error: no such order.a7k2q.'],
    ['has letters and two digits', 'AB12', 'Error: profile/X-AB12 not found'],
  ])('a value that %s, behind the prefix of the tool', (_, value, content) => {
    expect(afterError(value, content)).toBe('UNSUPPORTED')
  })

  test.each([
    ['INC0055120', 'Error: incident 55120 not found'],
    ['INC0055120', { error: 'not found', sys_number: 55120 }],
    ['INC0055120', 'Error: INC55120 not found'],
    ['00551203', 'Error: account 551203 not found'],
    ['551203', 'Error: account 00551203 not found'],
  ])('%s does not come back with other leading zeros: %j', (value, content) => {
    expect(afterError(value, content)).toBe('UNSUPPORTED')
  })

  test.each([
    ['Error: no such class', 'an error'],
    ['user U5512034 was not found', 'not found'],
    ['Invalid id U5512034', 'invalid'],
    ['There are no results for U5512034', 'no results'],
    ['{"status": "error", "user_id": "U5512034", "tenant": "eu-west-1"}', 'status error'],
    ['{"success": false, "user_id": "U5512034", "tenant": "eu-west-1"}', 'success false'],
    ['{"message": "User not found", "user_id": "U5512034", "tenant": "eu-west-1"}', 'not found in a field'],
    ['{"status": "not_found", "user_id": "U5512034", "tenant": "eu-west-1"}', 'a status of not found'],
    ['{"isError": true, "user_id": "U5512034", "tenant": "eu-west-1"}', 'isError'],
  ])('an error without the flag: %s (%s)', (content) => {
    expect(afterError('U5512034', content, {})).toBe('UNSUPPORTED')
  })

  const nested = '{"error": "user not found", "user_id": "U5512034", "tenant": "eu-west-1"}'
  test.each([
    ['a text part', { content: [{ type: 'text', text: nested }] }],
    ['a list of parts', [{ type: 'text', text: nested }]],
    ['a part with the flag', { isError: true, content: [{ type: 'text', text: nested }] }],
    ['an envelope', { data: JSON.parse(nested) as unknown }],
  ])('an error within %s', (_, content) => {
    expect(afterError('U5512034', content, {})).toBe('UNSUPPORTED')
  })
})

describe('R25: the words of an echoed address do not come back', () => {
  const value = 'mary.roe@acme-corp.io'
  const known = user('Our domain is acme-corp.io.')
  test.each([
    ['the address', 'Error: mary.roe@acme-corp.io bounced'],
    ['the words', 'Error: no user Mary Roe'],
    ['the local part', 'Error: user mary.roe unknown'],
    ['the local part with a digit', 'Error: mailbox mary.roe.20310515 unknown'],
    ['a message id', 'Undeliverable: Message-ID <mary.roe.77120@mta.example>'],
    ['a slug', 'Error: profile mary-roe not found'],
    ['a slug with more', 'Error: profile mary-roe-profile not found'],
    ['an envelope of a bounce', 'Error: bounce+mary.roe=acme-corp.io@mta.example'],
    ['a JSON text', '{"error": "invalid", "email": "mary.roe@acme-corp.io"}'],
  ])('%s', (_, content) => {
    const entries = [known, call({ to: value }), result(content, { outcome: 'error' })]
    expect(stanceAfter(entries, 'email', value)).toBe('UNSUPPORTED')
  })
})

describe('R25: everything else in an error is learned', () => {
  test.each([
    ['the valid ids', '{"error": "invalid RX-5512", "valid": ["RX-7017", "RX-7018"]}', 'RX-7018'],
    ['a reference', 'Error 500 for RX-5512. Reference: REQ-661204', 'REQ-661204'],
    ['an id with the same prefix', 'RX-5512 was not found, did you mean RX-5521?', 'RX-5521'],
    ['an id with the same end', 'RX-5512 was not found, did you mean QX-15512?', 'QX-15512'],
  ])('%s', (_, content, value) => {
    const entries = [start, call({ id: 'RX-5512' }), result(content, { outcome: 'error' })]
    expect(stanceAfter(entries, 'ticket_id', value)).toBe('SUPPORTED')
    expect(stanceAfter(entries, 'ticket_id', 'RX-5512')).toBe('UNSUPPORTED')
  })
})
