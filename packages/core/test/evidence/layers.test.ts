import { expect, test } from 'vitest'
import { Corpus, corpusOf } from '../../src/evidence/corpus.ts'
import { createCorpusCache } from '../../src/evidence/corpus-cache.ts'
import { stanceOn, user } from './transcripts.ts'

test('another last message in every list does not make look-ups longer and longer', () => {
  const corpusFor = createCorpusCache(new Corpus(), ({ text }: { text: string }) => [user(text)])
  const messages: { text: string }[] = []
  let deepest = 0
  for (let turn = 0; turn < 100; turn++) {
    messages.push({ text: `see KX-${7000 + turn}` })
    const corpus = corpusFor([...messages, { text: `turn RX-${5000 + turn}` }])
    deepest = Math.max(deepest, corpus.depth)
    expect(stanceOn(corpus, 'id', 'KX-7000')).toBe('SUPPORTED')
    expect(stanceOn(corpus, 'id', `RX-${5000 + turn}`)).toBe('SUPPORTED')
    expect(stanceOn(corpus, 'id', `RX-${5000 + turn - 1}`)).toBe('UNSUPPORTED')
  }
  expect(deepest).toBeLessThan(20)
})

test('entries are found through any number of forks', () => {
  let corpus = corpusOf([user('see KX-7701')])
  for (let i = 0; i < 20_000; i++) {
    corpus = corpus.fork()
    corpus.append(user('go on'))
  }
  expect(corpus.entry(0)).toEqual(user('see KX-7701'))
})

test.each([-1, 2, Number.NaN, Number.POSITIVE_INFINITY])(
  'as of version %s, which there is none of',
  (version) => {
    const corpus = corpusOf([user('see KX-7701')])
    const early = corpus.at(version)
    corpus.append(user('see KX-7702'))
    expect(early.version).toBe(1)
    expect(stanceOn(early, 'id', 'KX-7702')).toBe('UNSUPPORTED')
  },
)

test.each([
  ['オーダーW7654321', 'W7654321'],
  ['ユーザーU1234', 'U1234'],
  ['on it\u2014gift_card_7654321\u2014ok', 'gift_card_7654321'],
])('%s holds %s', (text, id) => {
  expect(stanceOn(corpusOf([user(text)]), 'id', id)).toBe('SUPPORTED')
})

test.each([
  [{ id: 'W7654321', valid: false, reason: 'checksum' }],
  [{ id: 'W7654321', code: 404, name: 'Order' }],
  [{ id: 'W7654321', code: 'ORDER_NOT_FOUND', hint: 'Check it' }],
  [{ id: 'W7654321', status: '404', statusText: 'Nope' }],
  [{ found: [{ id: 'W1111111', name: 'Bob' }], not_found: ['W7654321'] }],
])('%j is no record of W7654321', (content) => {
  const corpus = corpusOf([
    user('Help, please.'),
    { kind: 'call', toolCallId: '1', toolName: 'get_orders', args: { ids: ['W7654321', 'W1111111'] } },
    { kind: 'result', toolCallId: '1', toolName: 'get_orders', content },
  ])
  expect(stanceOn(corpus, 'id', 'W7654321')).toBe('UNSUPPORTED')
})
