import fc from 'fast-check'
import { afterAll, expect, test, vi } from 'vitest'
import { Backlog } from '../../src/evidence/backlog.ts'
import { Corpus, corpusOf } from '../../src/evidence/corpus.ts'
import type { Place } from '../../src/evidence/evidence-log.ts'
import { placeInEntry } from '../../src/evidence/trace/place-in-entry.ts'
import { originsOf } from '../../src/provenance/origin/origins-of.ts'
import type { TranscriptEntry } from '../../src/transcript.ts'
import { anyConversation, values } from './conversations.ts'
import { canonical } from './naive/canonical.ts'
import { trimmed } from './naive/tokenizer.ts'
import { anyEntry, anyText, echoingEntry, options } from './naive-texts.ts'
import { argOn, call, result, user } from './transcripts.ts'

vi.setConfig({ testTimeout: 240_000 })

/** Whatever is learned comes from here: where nothing can be, a glance tells, or nothing does. */
const arrivals = vi.spyOn(Backlog.prototype, 'arrivals', 'get')
const told = { places: 0, questions: 0 }

afterAll(() => {
  arrivals.mockRestore()
  console.info(`a glance told ${told.places} places, of ${told.questions} that were asked for`)
})

const ids = [
  'kx-7720',
  'ab_12',
  'a1b2-9',
  'deadbeef01',
  '7720',
  '0010023',
  '1204.77',
  'jo.e1@ac-me.io',
  'web-12-blue',
  'x1',
]
const besides = [
  ...' "\'`,;()[]{}<>|^\\/:@#?&=+%~$*!-_.',
  '',
  'a',
  'n',
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
const beside = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom('', '', ' ') },
  { weight: 3, arbitrary: fc.constantFrom(...besides) },
)

/** An id as it is, as somebody else writes it, or in part. */
function writtenAs(id: string, how: number): string {
  const half = id.length >> 1
  const forms = [
    ...[id, id, id, id.toUpperCase(), id.replaceAll(/[-_.@]/g, ''), id.replaceAll(/[-_.]/g, ' '), `00${id}`],
    ...[id.slice(0, half), id.slice(half), `0x${id}`, encodeURIComponent(`${id}/`), `see ${id}, please`],
    ...[`0x${id.replaceAll(/[^a-z0-9]/g, '')}`, `${id}-0x1`, id.slice(0, -1), `ab${id}`, `${id}9e`],
    ...[id.replace('-', '%2D'), id.replaceAll(/[^0-9]/g, ''), id.split('').join('-'), `${id}@${id}.io`],
  ]
  return forms[how % forms.length] as string
}

/** Users, tools and models that write one id, and seldom another, in any way and context. */
function inContext(id: string): fc.Arbitrary<TranscriptEntry[]> {
  const one = fc.oneof(
    { weight: 5, arbitrary: fc.constant(id) },
    { weight: 1, arbitrary: fc.constantFrom(...ids) },
  )
  const written = fc.tuple(one, fc.nat(40)).map(([each, how]) => writtenAs(each, how))
  const phrase = fc
    .array(fc.tuple(beside, beside, written, beside, beside), { minLength: 1, maxLength: 2 })
    .map((parts) => parts.flat().join(''))
  const held = fc
    .tuple(phrase, phrase, fc.constantFrom('id', 'query', 'price', 'error', 'note'), fc.nat(5))
    .map(([text, other, key, how]) => heldAs({ [key]: text, [other]: [other, 772, 7720] }, text, how))
  return fc.array(
    fc.oneof(
      phrase.map((text) => user(text)),
      fc
        .record({ a: written, b: fc.oneof(written, phrase), limit: fc.constantFrom(7, 772, 7720) })
        .map((args) => call(args)),
      held.map((content) => result(content)),
      held.map((content) => result(content, { toolName: 'storage', outcome: 'error' })),
      held.map((content) => result(content, { intervention: 'WARN' })),
    ),
    { minLength: 1, maxLength: 5 },
  )
}

/** What a host hands over of a text: as it is, in JSON, or in JSON within JSON. */
function heldAs(object: object, text: string, how: number): unknown {
  const json = JSON.stringify(object)
  return [text, text, object, json, JSON.stringify({ text: json }), [text]][how]
}

const idsInContext = fc.oneof(...ids.map(inContext))

/** So many tokens are asked for in one transcript. */
const MOST_ASKED = 32

/** The same transcript, of which not all was learned: in forks, or as one. */
function unlearned(entries: readonly TranscriptEntry[], forks: number): Corpus {
  let corpus = new Corpus({ ...options, lazy: true })
  for (const [at, entry] of entries.entries()) {
    const how = (forks >>> (3 * at)) % 8
    if (how === 7) expect(corpus.footprint.entries).toBeLessThanOrEqual(at)
    if (how === 0 || how === 7) corpus = corpus.fork()
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

/** What can be told of a token without learning anything more. */
function atAGlance(corpus: Corpus, token: string): Place | undefined {
  arrivals.mockImplementation(() => {
    throw takesMore
  })
  try {
    return corpus.locate('verbatim', token)
  } catch (error) {
    if (error !== takesMore) throw error
    return undefined
  } finally {
    arrivals.mockReset()
  }
}

const takesMore = new Error('It takes more than a glance.')

/** Tokens in a text, in their parts, and some that are none. */
function tokensIn(text: string): string[] {
  const words = text.match(/[a-z0-9]+(?:[-_.@+/:%]{1,2}[a-z0-9]+)*/g) ?? []
  const parts = words.flatMap((word) => [word, ...word.split(/[@+/:%]/), word.slice(0, -1), word.slice(0, 7)])
  const tokens = [...new Set(parts)].filter((part, at) => at % 8 === 0 || /[0-9@]/.test(part))
  const step = Math.ceil(tokens.length / MOST_ASKED)
  return tokens.filter((_, at) => at % step === 0)
}

function run(entries: fc.Arbitrary<TranscriptEntry[]>, numRuns: number): void {
  fc.assert(
    fc.property(entries, anyText, fc.nat(), fc.nat(7), (all, other, forks, cut) => {
      const text = all.map((entry) => canonical(JSON.stringify(entry))).join(' ')
      const corpus = unlearned(all, forks).at(all.length - (cut < 3 ? cut : 0))
      let index: Corpus | undefined
      for (const token of [...tokensIn(text), trimmed(canonical(other))]) {
        if (token === '') continue
        told.questions++
        const place = atAGlance(corpus, token)
        if (!place) continue
        told.places++
        index ??= learned(all.slice(0, corpus.version))
        const read = index.locate('verbatim', token)
        const entry = all[place.source.entry]
        expect({ token, entry: place.source.entry }).toEqual({ token, entry: read?.source.entry })
        expect(read && placeInEntry(read, token, entry)).toEqual(placeInEntry(place, token, entry))
      }
    }),
    { numRuns },
  )
}

test('one text', () => run(fc.array(anyEntry, { minLength: 1, maxLength: 1 }), 3_000))
test('a transcript', () => run(fc.array(anyEntry, { minLength: 2, maxLength: 7 }), 3_000))

test('a transcript in which the model brings values up', () => {
  run(fc.oneof(fc.array(echoingEntry, { maxLength: 6 }), anyConversation), 3_000)
})

test('an id among all that may join it to something, or bring it up', () => run(idsInContext, 16_000))

test('a glance tells enough of all that was asked', () => {
  expect(told.places).toBeGreaterThan(10_000)
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

test.each<[string, string, TranscriptEntry[]]>([
  ['by itself', 'kx-7720', [user('KX-7720')]],
  ['at the end of a sentence', 'kx-7720', [user('It is KX-7720.')]],
  ['behind a sign', 'kx-7720', [user('#KX-7720, please')]],
  ['behind a hyphen', 'kx-7720', [user('-KX-7720')]],
  ['as an address behind a sign', 'jane@acme.com', [user('to @jane@acme.com')]],
  ['between quotes and brackets', 'kx-7720', [user('("KX-7720")')]],
  ['as a compound of a run', 'kx-7720', [user('order:KX-7720/a')]],
  ['as an address', 'jane@acme.com', [user('Write to jane@acme.com.')]],
  ['after ids that hold it', 'kx-7720', [user('not AKX-7720, nor KX-77201, but KX-7720')]],
  ['after a longer atom than a hash is shown with', 'da39a3e', [user('xda39a3e da39a3e')]],
  ['in JSON', 'usr_9k2', [result({ user_id: 'usr_9K2' })]],
  ['after an escaped line break', 'kx-7720', [result({ text: 'a\nKX-7720' })]],
  ['between escaped quotes', 'kx-7720', [result({ text: 'a "KX-7720"' })]],
  ['beside another script', 'kx-7720', [user('déjà KX-7720 vu')]],
  ['in the later of two texts', 'kx-7720', [user('KX-7721'), user('KX-7720')]],
  ['where the model asked for another', 'kx-7720', [call({ id: 'KX-7721' }), result('KX-7720')]],
  ['where a user says what the model brought up', 'kx-7720', [call({ id: 'KX-7720' }), user('KX-7720')]],
  ['where the model wrote a word of it', 'order-7720', [call({ q: 'order' }), result('order-7720')]],
  ['where the model wrote a short atom of it', 'a1-7720', [call({ q: 'a1' }), result('a1-7720')]],
  ['where the model has it from a user', 'kx-7720', [user('KX-7720'), call({ id: 'KX-7720' })]],
  [
    'where a record holds more than the model wrote',
    'kx-7720',
    [call({ n: '7720' }), result({ id: 'KX-7720' })],
  ],
])('nothing is learned of an id that stands %s', (_, token, entries) => {
  arrivals.mockClear()
  const corpus = corpusOf(entries, { lazy: true })
  expect(arrivals).not.toHaveBeenCalled()
  const place = atAGlance(corpus, token)
  expect(place?.source.text.slice(place.offset).toLowerCase()).toMatch(new RegExp(`^${token}`))
})

test('more than can be looked at in time is learned as it comes', () => {
  arrivals.mockClear()
  const long = (n: number) => user(`${n} ${'word '.repeat(5_000)}`)
  const corpus = corpusOf([long(1), long(2)], { lazy: true })
  expect(arrivals).not.toHaveBeenCalled()
  corpus.append(long(3))
  expect(arrivals).toHaveBeenCalledOnce()
  corpus.append(user('see KX-7720'))
  expect(corpus.find('verbatim', 'kx-7720')).toBe(3)
})
