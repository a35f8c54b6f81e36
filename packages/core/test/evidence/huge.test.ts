import { describe, expect, test } from 'vitest'
import { Corpus, corpusOf } from '../../src/evidence/corpus.ts'
import { call, result, stanceOn, user } from './transcripts.ts'

/** A machine that is busy with other things needs its time; on a quiet one, each case takes seconds. */
const PATIENCE = 240_000

const repeated = (text: string, length: number) =>
  text.repeat(Math.ceil(length / text.length)).slice(0, length)

/** Some 100 KB of records with ids of their own. */
const records = Array.from(
  { length: 1_000 },
  (_, i) => `{"id": "KX-${10_000 + i}", "price": ${i}.50, "note": "left at the door of number ${i}"}`,
).join(',\n')

describe('so many megabytes in one message', () => {
  test.each([
    [100, 'records', `${records},\n`],
    [20, 'prose', 'The order is on its way, and nobody knows where it is now. '],
    [20, 'one atom', 'x7'],
  ])('%i of %s', { timeout: PATIENCE }, (megabytes, _, pattern) => {
    const text = repeated(pattern, megabytes * 1_000_000)
    const corpus = corpusOf([user('see KX-7701'), call({ id: 'KX-7702' }), result(`${text} KX-7703 `)])
    corpus.append(user('see KX-7704'))
    for (const id of ['KX-7701', 'KX-7703', 'KX-7704'])
      expect(stanceOn(corpus, 'id', id)).not.toBe('UNSUPPORTED')
    expect(['UNSUPPORTED', 'ABSTAIN']).toContain(stanceOn(corpus, 'id', 'KX-9999999'))
  })
})

describe('millions of tokens of one character', () => {
  test.each([
    ['ten million letters and digits', 1e7, 'a 1 b 2 c 3 d 4 e 5 '],
    ['letters', 1e6, 'a b c d e f g h i j '],
    ['digits', 1e6, '1 2 3 4 5 6 7 8 9 0 '],
    ['digits, each in quotes', 1e6, '"1","2","3",'],
    ['ideographs', 1e6, '订单编号东京'],
    ['joined by dots', 1e6, 'a.b.c.d. '],
  ])('%s', { timeout: PATIENCE }, (_, count, pattern) => {
    const tokens = pattern.match(/[\p{L}\p{N}]/gu)?.length ?? 0
    const corpus = corpusOf([user('see KX-7701'), result(pattern.repeat(Math.ceil(count / tokens)))])
    expect(stanceOn(corpus, 'id', 'KX-7701')).toBe('SUPPORTED')
    expect(stanceOn(corpus, 'id', 'KX-7703')).toBe('UNSUPPORTED')
  })
})

describe('JSON texts ten thousand levels deep', () => {
  const DEPTH = 10_000
  test.each([
    ['lists', '[', ']'],
    ['objects', '{"id":', '}'],
    ['both', '[{"price":', '}]'],
    ['lists that never end', '[', ''],
    ['lists beside lists', '[1,{"a":[],"b":', ',"c":2}]'],
  ])('%s', { timeout: PATIENCE }, (_, open, close) => {
    for (const value of ['"KX-7701"', '"KX-77\\u00301"', '"KX-7701 \\\\ "']) {
      const text = open.repeat(DEPTH) + value + close.repeat(DEPTH)
      for (const corpus of [corpusOf([result(text)]), corpusOf([user(text)]), corpusOf([result({ text })])]) {
        expect(stanceOn(corpus, 'id', 'KX-7703')).not.toBe('SUPPORTED')
        if (!value.includes('u0030')) expect(stanceOn(corpus, 'id', 'KX-7701')).not.toBe('UNSUPPORTED')
      }
    }
  })

  test('as the arguments of a call, and as a value', { timeout: PATIENCE }, () => {
    const text = `${'[{"id":'.repeat(DEPTH)}"KX-7701"${'}]'.repeat(DEPTH)}`
    const corpus = corpusOf([user('see KX-7702'), call(text), call({ text }), result('KX-7701 not found')])
    expect(stanceOn(corpus, 'id', 'KX-7702')).toBe('SUPPORTED')
    expect(stanceOn(corpus, 'id', text)).toBe('ABSTAIN')
  })
})

describe('JSON texts within JSON texts', () => {
  // Every level doubles the backslashes, so twenty levels make two megabytes.
  const nested = (depth: number) => {
    let text = JSON.stringify({ id: 'KX-7701', note: 'a "b"' })
    for (let i = 0; i < depth; i++) text = JSON.stringify(i % 2 === 0 ? { result: text } : [text])
    return text
  }

  test.each([1, 2, 4, 5, 8, 12, 18])('%i levels', { timeout: PATIENCE }, (depth) => {
    for (const corpus of [corpusOf([result(nested(depth))]), corpusOf([user(nested(depth))])]) {
      expect(stanceOn(corpus, 'id', 'KX-7701')).toBe('SUPPORTED')
      expect(stanceOn(corpus, 'id', 'KX-7703')).toBe('UNSUPPORTED')
    }
  })

  test('ten thousand of them side by side', { timeout: PATIENCE }, () => {
    const parts = Array.from({ length: 10_000 }, (_, i) => JSON.stringify({ id: `KX-${10_000 + i}`, q: '"' }))
    const corpus = corpusOf([result(JSON.stringify({ parts }))])
    expect(stanceOn(corpus, 'id', 'KX-19999')).toBe('SUPPORTED')
    expect(stanceOn(corpus, 'id', 'KX-20000')).toBe('UNSUPPORTED')
  })
})

describe('numbers in JSON that no float can hold', () => {
  test.each([
    ['alone', '{"id": 1130211331938467841, "n": 1}'],
    ['beside an escape', '{"id": 1130211331938467841, "n": "\\u0041 \\\\ "}'],
    ['in a list, with spaces', '[ 1130211331938467841 ]'],
    ['in a JSON text within a JSON text', JSON.stringify({ result: '{"id": 1130211331938467841}' })],
  ])('an id %s is found as it is written', (_, text) => {
    for (const corpus of [corpusOf([user('Please help.'), result(text)]), corpusOf([user(text)])]) {
      expect(stanceOn(corpus, 'id', '1130211331938467841')).toBe('SUPPORTED')
      // What a float makes of it stands nowhere.
      expect(stanceOn(corpus, 'id', '1130211331938467840')).toBe('UNSUPPORTED')
    }
  })

  test('a number of a million digits', { timeout: PATIENCE }, () => {
    const text = `{"id": "KX-7701", "n": ${'7'.repeat(1_000_000)}, "e": 1e${'9'.repeat(1_000)}}`
    const corpus = corpusOf([result(text)])
    expect(stanceOn(corpus, 'id', 'KX-7701')).toBe('SUPPORTED')
    expect(stanceOn(corpus, 'id', '7'.repeat(40))).toBe('UNSUPPORTED')
  })
})

describe('halves of characters', () => {
  test.each([
    ['the first', '\uD800'],
    ['the second', '\uDC00'],
    ['both, the wrong way round', '\uDC00\uD800'],
    ['both, and letters', '\uD83Da\uDE00'],
  ])('two megabytes of %s', { timeout: PATIENCE }, (_, half) => {
    const text = `KX-7701 ${repeated(half, 2_000_000)} KX-7702`
    const corpus = corpusOf([user('Please help.'), result(text), result({ text, [half]: half })])
    for (const id of ['KX-7701', 'KX-7702']) expect(stanceOn(corpus, 'id', id)).toBe('SUPPORTED')
    for (const id of [`KX-77${half}`, `${half}KX-7703`, half])
      expect(() => stanceOn(corpus, 'id', id)).not.toThrow()
  })

  test('a half beside an id belongs to it or separates, and the id is not called minted', () => {
    const corpus = corpusOf([user('see \uD800KX-7701\uDC00 and KX-7702\uD83D')])
    for (const id of ['KX-7701', 'KX-7702']) expect(stanceOn(corpus, 'id', id)).toBe('SUPPORTED')
  })
})

describe('an id of a megabyte', () => {
  const id = repeated('a7Q', 1_000_000)
  const corpus = corpusOf([
    user('see KX-7701'),
    call({ id }),
    result({ id, owner: 'Li' }),
    user(`it is ${id}`),
  ])

  test('is longer than what is judged', () => {
    expect(stanceOn(corpus, 'id', id)).toBe('ABSTAIN')
    expect(stanceOn(corpus, 'id', id.slice(0, 257))).toBe('ABSTAIN')
  })

  test('supports no piece of itself, and spoils nothing beside it', () => {
    for (const length of [3, 40, 255, 256])
      expect(stanceOn(corpus, 'id', id.slice(0, length))).toBe('UNSUPPORTED')
    expect(stanceOn(corpus, 'id', id.slice(-40))).toBe('UNSUPPORTED')
    expect(stanceOn(corpus, 'id', 'KX-7701')).toBe('SUPPORTED')
  })

  test('of 256 characters is judged, and found where it stands', () => {
    const longest = id.slice(0, 256)
    expect(stanceOn(corpusOf([user(`it is ${longest}`)]), 'id', longest)).toBe('SUPPORTED')
  })
})

describe('more than twelve million tokens', () => {
  // A compound of so many atoms has twice as many parts, all of them new where its ends are.
  const middle = '.a'.repeat(60)
  const compound = (i: number) => `${(1e6 + i).toString(36)}q${middle}.${(1e6 + i).toString(36)}z`

  test('nothing is called minted, in forks neither; before it all is judged', { timeout: 120_000 }, () => {
    const corpus = corpusOf([user('see KX-7701')])
    const { version } = corpus
    let next = 0
    for (let messages = 0; messages < 30 && !corpus.hasGap('lost'); messages++) {
      const half = corpus.fork()
      const text = Array.from({ length: 5_000 }, () => compound(next++)).join(' ')
      corpus.append(result(text))
      expect(stanceOn(half, 'id', 'KX-7703')).toBe('UNSUPPORTED')
    }
    expect(corpus.footprint.tokens).toBe(2 ** 24 * 0.75)
    expect(corpus.hasGap('lost')).toBe(true)
    corpus.append(user('see KX-7702'))
    for (const each of [corpus, corpus.fork(), corpus.at(corpus.version)])
      for (const id of ['KX-7701', 'KX-7702', 'KX-7703', compound(7).slice(0, 9)])
        expect(stanceOn(each, 'id', id)).toBe('ABSTAIN')
    // What there was room for is found where it stands.
    for (let i = 0; i < next - 5_000; i += 101) {
      const entry = 1 + Math.floor(i / 5_000)
      for (const token of [compound(i), compound(i).slice(0, 25), compound(i).slice(-25)])
        if (corpus.find('verbatim', token) !== entry) expect.fail(`${token} is not in ${entry}`)
    }
    const before = corpus.at(version)
    expect(['KX-7701', 'KX-7702'].map((id) => stanceOn(before, 'id', id))).toEqual([
      'SUPPORTED',
      'UNSUPPORTED',
    ])
  })
})

test('where earlier history is lost nothing is called minted', () => {
  const corpus = new Corpus()
  corpus.append({ kind: 'opaque', reason: 'lost' })
  corpus.append(user('see KX-7701'))
  expect(stanceOn(corpus, 'id', 'KX-7703')).toBe('ABSTAIN')
})
