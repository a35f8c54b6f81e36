import { describe, expect, test } from 'vitest'
import { call, result, stanceAfter, user } from './transcripts.ts'

const start = user('I am Li from Austin, please sort out my refund.')

/** The stance on a value after a call with these arguments was answered. */
function after(args: unknown, content: unknown, value: unknown, name = 'record_id') {
  return stanceAfter([start, call(args), result(content)], name, value)
}

describe('R26: a success that holds nothing but the echo', () => {
  test.each([
    ['a sentence', { id: 'U5512034' }, 'Searched for U5512034: 0 hits'],
    ['an empty page', { id: 'U5512034' }, { q: 'U5512034', page: 1, limit: 20, total: 0, items: [] }],
    ['a thought', { thought: 'use U5512034' }, 'use U5512034'],
    ['a thought in JSON', { thought: 'use U5512034' }, { thought: 'use U5512034' }],
    ['the bare value', { id: 'U5512034' }, 'U5512034'],
    ['the bare value as JSON', { id: 'U5512034' }, '"U5512034"'],
    ['the bare value in a list', { id: 'U5512034' }, ['U5512034']],
    ['a number', { id: 5512034 }, 5512034],
    ['the arguments', { id: 'U5512034' }, { id: 'U5512034' }],
    ['the arguments as text', { id: 'U5512034' }, '{"id": "U5512034"}'],
    ['a filter', { filter: { user_id: 'U5512034' } }, { filter: { user_id: 'U5512034' }, matches: [] }],
    [
      'a text part',
      { q: 'U5512034' },
      { content: [{ type: 'text', text: '{"q": "U5512034", "hits": []}' }] },
    ],
  ])('%s', (_, args, content) => {
    expect(after(args, content, (args as { id?: unknown }).id ?? 'U5512034')).toBe('UNSUPPORTED')
  })

  test.each([
    ['a short word', { user_id: 'U5512034', region: 'EU' }],
    ['a word that is known', { user_id: 'U5512034', city: 'Austin' }],
    ['a text of several words', { user_id: 'U5512034', body: 'the broken lamp' }],
    ['a number that is known', { user_id: 'U5512034', floor: 7 }],
  ])('the arguments are nothing but the echo, with %s among them', (_, args) => {
    expect(after(args, args, 'U5512034')).toBe('UNSUPPORTED')
    expect(after(args, { filter: args, matches: [] }, 'U5512034')).toBe('UNSUPPORTED')
    expect(after(args, JSON.stringify({ filter: args, matches: [] }), 'U5512034')).toBe('UNSUPPORTED')
  })

  test.each([
    ['the number of the request', { request_id: 'req_77a1', query: 'U5512034', results: [] }],
    ['the name of the index', { index: 'users', query: 'U5512034', results: [] }],
    ['the version of the service', { meta: { api: 'v2' }, query: 'U5512034', total: 0, hits: [] }],
  ])('an empty search proves nothing, even with %s', (_, content) => {
    expect(after({ query: 'U5512034' }, content, 'U5512034')).toBe('UNSUPPORTED')
  })

  test('an empty search for a known value leaves it known', () => {
    const entries = [user('I am U5512034'), call({ q: 'U5512034' }), result({ q: 'U5512034', results: [] })]
    expect(stanceAfter(entries, 'user_id', 'U5512034')).toBe('SUPPORTED')
  })
})

describe('R27: a record supplies a value as an entire leaf', () => {
  const record = { user_id: 'U5512034', name: 'Sara Doe', address: { zip: '78750' } }
  test.each([
    ['an object', record],
    ['a JSON text', JSON.stringify(record)],
    ['JSON in a part', { content: [{ type: 'text', text: JSON.stringify(record) }] }],
    ['another case', { ...record, user_id: 'u5512034' }],
    ['a hash before', { ...record, user_id: '#U5512034' }],
    ['a member of a list', { users: ['U5512034', 'U5512035'], name: 'all' }],
  ])('%s', (_, content) => {
    expect(after({ user_id: 'U5512034' }, content, 'U5512034')).toBe('SUPPORTED')
  })

  test('a number', () => {
    expect(after({ account_id: 5512034 }, { account_id: 5512034, owner: 'Li' }, 5512034)).toBe('SUPPORTED')
  })

  test('an address', () => {
    const content = { user: { id: 9914, email: 'zed77@corp.io' } }
    expect(after({ email: 'zed77@corp.io' }, content, 'zed77@corp.io')).toBe('SUPPORTED')
  })

  test.each([
    ['a message', { id: 'pay_77120', message: 'Payment with certificate_5512034 scheduled' }],
    ['a note read back', { id: 'n_771', owner: 'ann', memo: 'use certificate_5512034 for it' }],
    ['a line of a log', { entries: [{ at: '09:14', line: 'called with certificate_5512034' }] }],
    ['a link', { id: 'pay_77120', self: 'https://x.example/payments/certificate_5512034' }],
    ['a path', { id: 'pay_77120', href: '/payments/certificate_5512034/schedule' }],
    ['a query', { id: 'pay_77120', next: '?id=certificate_5512034&page=2' }],
    ['a list in a text', { id: 'pay_77120', ids: 'certificate_5512034,certificate_9' }],
    ['a longer token', { id: 'pay_77120', key: 'idem:certificate_5512034:retry' }],
    ['a minified text', { id: 'pay_77120', log: 'call(certificate_5512034)' }],
    ['a link as a key', { id: 'pay_77120', _links: { '/payments/certificate_5512034': 'x' } }],
  ])('within %s it stays masked', (_, content) => {
    expect(after({ payment_id: 'certificate_5512034' }, content, 'certificate_5512034')).toBe('UNSUPPORTED')
  })

  test('a text with other content teaches the other content', () => {
    const entries = [
      start,
      call({ id: 'certificate_5512034' }),
      result('Paid by certificate_5512034: PAY-77120'),
    ]
    expect(stanceAfter(entries, 'record_id', 'PAY-77120')).toBe('SUPPORTED')
    expect(stanceAfter(entries, 'record_id', 'certificate_5512034')).toBe('UNSUPPORTED')
  })

  test('an error or an empty search first, a record later', () => {
    for (const first of [
      result('U5512034 not found', { outcome: 'error' }),
      result({ q: 'U5512034', hits: [] }),
    ]) {
      const entries = [start, call({ q: 'U5512034' }), first]
      expect(stanceAfter(entries, 'user_id', 'U5512034')).toBe('UNSUPPORTED')
      expect(stanceAfter([...entries, call({}), result(record)], 'user_id', 'U5512034')).toBe('SUPPORTED')
    }
  })
})

describe('R28: the user always counts', () => {
  const asked = [start, call({ id: 'tck-55140' }), result('Error: tck-55140 not found', { outcome: 'error' })]
  test.each([
    ['as it is', 'it is tck-55140'],
    ['in capitals', 'It is TCK-55140, look again'],
    ['among other words', 'see "TCK-55140" (again)'],
    ['spoken', 'ticket tck 55140 please'],
  ])('%s', (_, text) => {
    expect(stanceAfter([...asked, user(text)], 'ticket_id', 'tck-55140')).toBe('SUPPORTED')
    expect(stanceAfter([...asked, user(text), ...asked], 'ticket_id', 'tck-55140')).toBe('SUPPORTED')
  })

  test('a yes is no value', () => {
    expect(stanceAfter([...asked, user('yes, go ahead')], 'ticket_id', 'tck-55140')).toBe('UNSUPPORTED')
  })
})
