import fc from 'fast-check'
import { afterAll, expect, test, vi } from 'vitest'
import { Backlog } from '../../src/evidence/backlog.ts'
import { Corpus, corpusOf } from '../../src/evidence/corpus.ts'
import { placeInEntry } from '../../src/evidence/trace/place-in-entry.ts'
import { originsOf } from '../../src/provenance/origin/origins-of.ts'
import type { TranscriptEntry } from '../../src/transcript.ts'
import { anyConversation, values } from './conversations.ts'
import { canonical } from './naive/canonical.ts'
import { NaiveCorpus } from './naive/corpus.ts'
import { trimmed } from './naive/tokenizer.ts'
import { anyEntry, anyText, echoingEntry, options } from './naive-texts.ts'
import { argOn, call, result, user } from './transcripts.ts'

vi.setConfig({ testTimeout: 240_000 })

/** What a glance told, and how often it took a reading. */
const glances = vi.spyOn(Backlog.prototype, 'find')
const told = { places: 0, questions: 0 }

afterAll(() => {
  glances.mockRestore()
  console.info(`a glance told ${told.places} places, of ${told.questions} that were asked for`)
})

const ids = [
  'kx-7720',
  'ab_12',
  'a1b2-9',
  'deadbeef01',
  '7720',
  '1204.77',
  'jo.e1@ac-me.io',
  'web-12-blue',
  'x1',
]
const besides = [
  ...' "\'`,;()[]{}<>|^\\/:@#?&=+%~$*!-_.',
  '',
  'a',
  '0',
  '\n',
  '\\n',
  '\\"',
  '\\u0061',
  'é',
  '\u00AD',
  '－',
  '\u0301',
]
const beside = fc.constantFrom(...besides)
const anyId = fc.tuple(fc.constantFrom(...ids), fc.nat()).map(([id, how]) => writtenAs(id, how))
const phrase = fc
  .array(fc.tuple(beside, beside, anyId, beside, beside), { minLength: 1, maxLength: 3 })
  .map((parts) => parts.flat().join(''))

/** An id as it is, as somebody else writes it, or in part. */
function writtenAs(id: string, how: number): string {
  const half = id.length >> 1
  const forms = [
    ...[id, id, id, id.toUpperCase(), id.replaceAll(/[-_.@]/g, ''), id.replaceAll(/[-_.]/g, ' '), `00${id}`],
    ...[id.slice(0, half), id.slice(half), `0x${id}`, encodeURIComponent(`${id}/`), `see ${id}, please`],
    ...[id.replace('-', '%2D'), id.replaceAll(/[^0-9]/g, ''), id.split('').join('-'), `${id}@${id}.io`],
  ]
  return forms[how % forms.length] as string
}

/** What a host hands over of a text: as it is, in JSON, or in JSON within JSON. */
const held = fc
  .tuple(phrase, phrase, fc.constantFrom('id', 'query', 'price', 'error', 'note'), fc.nat(5))
  .map(([text, other, key, how]): unknown => {
    const object = { [key]: text, [other]: [other, 772, 7720] }
    return [
      text,
      text,
      object,
      JSON.stringify(object),
      JSON.stringify({ text: JSON.stringify(object) }),
      [text],
    ][how]
  })

/** Users, tools and models that write ids in any context. */
const idsInContext = fc.array(
  fc.oneof(
    phrase.map((text) => user(text)),
    fc
      .record({ a: anyId, b: fc.oneof(anyId, phrase), limit: fc.constantFrom(7, 772, 7720) })
      .map((args) => call(args)),
    held.map((content) => result(content)),
    held.map((content) => result(content, { toolName: 'storage', outcome: 'error' })),
  ),
  { minLength: 1, maxLength: 6 },
)

/** So many tokens are asked for in one transcript. */
const MOST_ASKED = 6

/** The same transcript, of which nothing was learned: in forks, or as one. */
function unlearned(entries: readonly TranscriptEntry[], forks: number): Corpus {
  let corpus = new Corpus({ ...options, lazy: true })
  for (const [at, entry] of entries.entries()) {
    if ((forks >>> (2 * at)) % 4 === 0) corpus = corpus.fork()
    corpus.append(entry)
  }
  return corpus
}

/** The same, learned at once. */
function learned(entries: readonly TranscriptEntry[]): Corpus {
  const corpus = corpusOf(entries, options)
  expect(corpus.footprint.entries).toBe(entries.length)
  return corpus
}

function run(entries: fc.Arbitrary<TranscriptEntry[]>, numRuns: number): void {
  fc.assert(
    fc.property(entries, anyText, fc.nat(), (all, other, forks) => {
      const naive = new NaiveCorpus(all, options)
      const known = [...(naive.tokens.get('verbatim')?.keys() ?? [])]
      const step = Math.ceil(known.length / MOST_ASKED)
      const text = all.map((entry) => canonical(JSON.stringify(entry))).join(' ')
      const words = [...text.matchAll(/[a-z0-9]+(?:[-_.@+][a-z0-9]+)*/g)].map(([word]) => word)
      const asked = new Set([
        ...known.filter((_, at) => at % step === 0),
        ...words.filter((_, at) => at % Math.ceil(words.length / MOST_ASKED) === 0),
        trimmed(canonical(other)),
      ])
      const index = learned(all)
      for (const token of asked) {
        if (token === '') continue
        told.questions++
        glances.mockClear()
        const place = unlearned(all, forks).locate('verbatim', token)
        const isTold = glances.mock.results.some(({ value }) => typeof value === 'object')
        const expected = naive.find('verbatim', token)
        if (place?.source.entry !== expected)
          expect({ token, entry: place?.source.entry, isTold }).toEqual({ token, entry: expected, isTold })
        if (!isTold || !place) continue
        told.places++
        const entry = all[place.source.entry]
        const read = index.locate('verbatim', token)
        expect(read && placeInEntry(read, token, entry)).toEqual(placeInEntry(place, token, entry))
      }
    }),
    { numRuns },
  )
}

test('one text', () => run(fc.array(anyEntry, { minLength: 1, maxLength: 1 }), 2_000))
test('a transcript', () => run(fc.array(anyEntry, { minLength: 2, maxLength: 7 }), 1_000))

test('a transcript in which the model brings values up', () => {
  run(fc.oneof(fc.array(echoingEntry, { maxLength: 6 }), anyConversation), 3_000)
})

test('an id among all that may join it to something, or bring it up', () => run(idsInContext, 2_000))

test('most questions are answered, and most answers come at a glance', () => {
  expect(told.places).toBeGreaterThan(1_500)
})

test('a verdict is the same, with its origins, whether its evidence was learned before or not', () => {
  fc.assert(
    fc.property(anyConversation, fc.constantFrom(...values), fc.nat(), (entries, value, forks) => {
      const [atAGlance, read] = [unlearned(entries, forks), learned(entries)].map((corpus) => {
        const arg = argOn(corpus, 'record_id', value)
        return [arg, originsOf({ believe: true, args: [arg], unsupported: [], reason: '' })]
      })
      expect(atAGlance).toEqual(read)
    }),
    { numRuns: 4_000 },
  )
})

test('in a conversation that uses ids as it has read them, nothing is learned', () => {
  const entries = [
    user('Cancel order KX-7720, my address is jane@acme.com.'),
    call({ email: 'jane@acme.com' }),
    result(JSON.stringify({ user_id: 'usr_9K2', orders: ['KX-7720', 'KX-7721'] })),
  ]
  const corpus = corpusOf(entries, { lazy: true })
  for (const value of ['kx-7720', 'kx-7721', 'usr_9k2', 'jane@acme.com']) {
    glances.mockClear()
    const place = corpus.locate('verbatim', value)
    expect(place?.source.text.slice(place.offset).toLowerCase()).toMatch(new RegExp(`^${value}`))
    expect(glances.mock.results.map(({ value }) => value)).toEqual([place])
  }
})
