import { expect, test, vi } from 'vitest'
import { Backlog } from '../../src/evidence/backlog.ts'
import { Corpus, type CorpusOptions, corpusOf } from '../../src/evidence/corpus.ts'
import { placeInEntry } from '../../src/evidence/trace/place-in-entry.ts'
import type { ResultEntry, TranscriptEntry } from '../../src/transcript.ts'
import { call, result, user } from './transcripts.ts'

/** Where a token stands, by what was learned at once, and at a glance. */
function placesOf(token: string, entries: readonly TranscriptEntry[], options?: CorpusOptions): unknown[] {
  return [false, true].map((lazy) => {
    const place = corpusOf(entries, { ...options, lazy }).locate('verbatim', token)
    const entry = place && entries[place.source.entry]
    return place && [place.source.entry, placeInEntry(place, token, entry)]
  })
}

function expectSame(token: string, entries: readonly TranscriptEntry[], options?: CorpusOptions): void {
  const [learned, seen] = placesOf(token, entries, options)
  expect(seen).toEqual(learned)
}

const later = user('Now kx-7720, 0-xdeadbeef01, 0-0-1-2-3-4, 0012-34, xy-a1b, 7720-deadbeefab, mary-7720')

test('a run of so many atoms that it is cut', () => {
  for (let atoms = 505; atoms < 515; atoms++)
    expectSame('kx-7720', [user(`${'a/'.repeat(atoms)}kx-7720`), later])
})

test('what is the same as something that the model brought up by its letters and digits', () => {
  for (const [written, token] of [
    ['deadbeef01', '0-xdeadbeef01'],
    ['1234', '0-0-1-2-3-4'],
    ['1234', '0012-34'],
    ['a1@b', 'xy-a1b'],
    ['see 0\uff58deadbeefab', '7720-deadbeefab'],
  ] as const) {
    const said = { id: written }
    for (const content of [token, `${token} not found`, { ref: `${token}!` }])
      expectSame(token, [call(said), result(content), later])
  }
})

test('escapes within texts within a text', () => {
  const inner = '{"id":"k\\u0078-7720"}'
  expectSame('kx-7720', [user(inner), later])
  expectSame('kx-7720', [user(JSON.stringify({ inner })), later])
  expectSame('kx-7720', [user(JSON.stringify({ text: JSON.stringify({ inner }) })), later])
})

test('a text within a text is kept behind it, and what was kept first counts', () => {
  expectSame('7720', [user('{"ids":"[7720]","id":"7720"}')])
  expectSame('7720', [user('{"ids":" [see 7720]","price":7720}')])
  expectSame('1204.77', [user('{"ids":"[1204.77]","note":"1204.77-x"}')])
})

test('letters of which the lower case is ASCII', () => {
  expectSame('kx-7720', [user('See \u212Ax-7720, please: kx-1.'), later])
})

test('a name of nothing is no evidence, however often it comes', () => {
  const blank = [result({ '': '' }), result({ '': '' })]
  expect([false, true].map((lazy) => corpusOf(blank, { lazy }).isEmpty)).toEqual([true, true])
})

test('a text that there is no room for', () => {
  const long = [user(`kx-7720 ${' '.repeat(2 ** 28)}`)]
  const told = [false, true].map((lazy) => {
    const corpus = corpusOf(long, { lazy })
    return [corpus.hasGap('lost'), corpus.find('verbatim', 'kx-7720')]
  })
  expect(told[1]).toEqual(told[0])
})

test('what was learned at once may continue what was not', () => {
  const [first, ...rest] = [user('KX-7720'), call({ id: 'KX-7720' }), result('KX-7720-B not found'), later]
  const base = corpusOf([first as TranscriptEntry], { lazy: true })
  const corpus = new Corpus({}, { corpus: base, version: 1 })
  for (const entry of rest) corpus.append(entry)
  const token = 'kx-7720-b'
  expect(corpus.find('verbatim', token)).toBe(
    corpusOf([first as TranscriptEntry, ...rest]).find('verbatim', token),
  )
})

test('what a host changes later changes nothing', () => {
  const change = [
    (content: Record<string, unknown>) => Object.assign(content, { error: 'none' }),
    (_: unknown, args: Record<string, unknown>) => Object.assign(args, { id: 'other', note: 'KX-7720' }),
    (_: unknown, __: unknown, entry: ResultEntry) => Object.assign(entry, { outcome: 'error' }),
  ]
  for (const each of change) {
    const places = [false, true].map((lazy) => {
      const args = { id: '7720' }
      const content = { ref: 'KX-7720' }
      const entry = result(content)
      const corpus = corpusOf([call(args), entry, later], { lazy })
      each(content, args, entry)
      return corpus.find('verbatim', 'kx-7720')
    })
    expect(places[1]).toBe(places[0])
  }
})

test('a host’s getters are read when an entry comes, and never later', () => {
  let reads = 0
  class Answer {
    readonly ref = 'KX-7720'
    get error(): string {
      reads++
      throw new Error('gone')
    }
  }
  const corpus = corpusOf([call({ id: '7720' }), result(new Answer()), later], { lazy: true })
  const before = reads
  corpus.find('verbatim', 'kx-7720')
  corpus.find('word', 'kx-7720')
  expect(reads).toBe(before)
})

test('a glance gives up where it would take long', () => {
  const find = vi.spyOn(Backlog.prototype, 'find')
  const answers = (entries: readonly TranscriptEntry[]) => {
    find.mockClear()
    corpusOf(entries, { lazy: true }).locate('verbatim', 'kx1kx1')
    return find.mock.results.map(({ value }) => typeof value)
  }
  const found = user('kx1kx1')
  expect(answers([user(`x${'kx1'.repeat(60)}`), found])).toEqual(['object'])
  expect(answers([user(`x${'kx1'.repeat(70)}`), found])).toEqual(['string'])
  const empty: TranscriptEntry = { kind: 'opaque', reason: 'lost' }
  expect(answers([...Array<TranscriptEntry>(1_000).fill(empty), found])).toEqual(['object'])
  // So many entries are learned as they come.
  expect(answers([...Array<TranscriptEntry>(1_100).fill(empty), found])).toEqual([])
  find.mockRestore()
})
