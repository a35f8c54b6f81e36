import fc from 'fast-check'
import { afterAll, expect, test, vi } from 'vitest'
import { Corpus, corpusOf } from '../../src/evidence/corpus.ts'
import type { TokenClass } from '../../src/evidence/index/look-up.ts'
import type { TranscriptEntry } from '../../src/transcript.ts'
import { anyConversation } from './conversations.ts'
import { canonical } from './naive/canonical.ts'
import { NaiveCorpus } from './naive/corpus.ts'
import { significant, squashed, trimmed } from './naive/tokenizer.ts'
import { anyEntry, anyText, echoingEntry, options } from './naive-texts.ts'

vi.setConfig({ testTimeout: 240_000 })

const classes: readonly TokenClass[] = [
  ...(['verbatim', 'word', 'compound', 'squashed', 'number', 'idNumber', 'quantity'] as const),
  ...(['digitAtom', 'digitTail', 'joined', 'prefix', 'padded'] as const),
]
const MOST_KNOWN = 10
const MOST_WORDS = 2
const MOST_SPREAD = 400

let cases = 0
let questions = 0
const hits = new Map<TokenClass, number>()

afterAll(() => console.info(`the index against the naive model: ${cases} cases, ${questions} questions`))

/** What may be asked of a text: pieces of it as they are, and joined and changed. */
function questionsOn(text: string, picks: readonly number[]): string[] {
  return picks.flatMap((pick) => {
    const from = pick % (text.length + 1)
    const piece = text.slice(from, from + 1 + ((pick >>> 8) % 14)).trim()
    const core = trimmed(piece)
    const letters = squashed(piece)
    const [, before = '', digits = ''] = /^(.*?)([0-9]+)$/u.exec(letters) ?? []
    const forms = [piece, core, letters, significant(letters), `0${letters}`, digits, before]
    return [core, forms[pick % forms.length] as string, `${before} ${significant(digits)}`]
  })
}

/** Asks a corpus and the model the same, of what the model knows and of pieces of the texts. */
function compare(corpus: Corpus, entries: readonly TranscriptEntry[], asked: readonly string[]): void {
  const naive = new NaiveCorpus(entries, options)
  const check = (kind: TokenClass, token: string) => {
    const expected = naive.find(kind, token)
    const found = corpus.find(kind, token)
    questions++
    if (expected !== undefined) hits.set(kind, (hits.get(kind) ?? 0) + 1)
    if (found !== undefined && questions % 8 === 0) checkPlace(corpus, kind, token)
    if (found !== expected) expect({ kind, token, entry: found }).toEqual({ kind, token, entry: expected })
  }
  for (const [kind, tokens] of naive.tokens) {
    const step = Math.ceil(tokens.size / MOST_KNOWN)
    let at = 0
    for (const token of tokens.keys()) if (at++ % step === 0) check(kind, token)
  }
  for (const token of asked)
    if (token !== '') for (const kind of classes) if (isAskable(kind, token)) check(kind, token)
  if (corpus.isEmpty !== naive.isEmpty) expect.fail(`isEmpty is ${corpus.isEmpty}`)
}

/** A token stands where it is located: by its letters and digits in the order of the text. */
function checkPlace(corpus: Corpus, kind: TokenClass, token: string): void {
  const place = corpus.locate(kind, token)
  const text = place?.source.text.slice(place.offset, place.offset + MOST_SPREAD).toLowerCase() ?? ''
  const isWhole = !['squashed', 'joined', 'prefix', 'padded'].includes(kind)
  const stands = isWhole ? text.startsWith(token) : squashed(text).startsWith(squashed(token))
  // A padded form stands there with the zeros it has.
  if (!stands && kind !== 'padded') expect.fail(`${kind} ${token} is not at ${place?.offset}: ${text}`)
}

/** Padded forms are a prefix and a number. */
function isAskable(kind: TokenClass, token: string): boolean {
  return kind !== 'padded' || /^\S+ [0-9]+$/u.test(token)
}

const picks = fc.array(fc.nat(2 ** 14), { minLength: 1, maxLength: 3 })
const about = fc.record({ picks, other: anyText, at: fc.nat(), forks: fc.nat() })

function run(entries: fc.Arbitrary<TranscriptEntry[]>, numRuns: number): void {
  fc.assert(
    fc.property(entries, about, (all, { picks, other, at, forks }) => {
      cases++
      const texts = all.map((entry) => canonical(JSON.stringify(entry)))
      const text = texts[at % Math.max(1, texts.length)] ?? ''
      const asked = [...questionsOn(text, picks), ...questionsOn(canonical(other), picks.slice(0, 1))]
      asked.push(...(text.match(/\S+/g) ?? []).slice(0, MOST_WORDS).map(trimmed))
      const corpus = all.length > 1 ? corpusOfForks(all, forks, other) : corpusOf(all, options)
      const version = at % (all.length + 1)
      compare(corpus, all, asked)
      if (version < all.length) compare(corpus.at(version), all.slice(0, version), asked)
    }),
    { numRuns },
  )
}

/** A corpus of a transcript that is forked before some entries, while what it was forked from goes on otherwise. */
function corpusOfForks(entries: readonly TranscriptEntry[], forks: number, other: string): Corpus {
  let corpus = new Corpus(options)
  for (const [at, entry] of entries.entries()) {
    if ((forks >>> (2 * at)) % 4 === 0) {
      const fork = corpus.fork()
      corpus.append({ kind: 'task', text: other })
      corpus = fork
    }
    corpus.append(entry)
  }
  return corpus
}

test('one text', () => run(fc.array(anyEntry, { minLength: 1, maxLength: 1 }), 84_000))
test('a short transcript', () => run(fc.array(anyEntry, { minLength: 2, maxLength: 4 }), 9_000))
test('a longer transcript', () => run(fc.array(anyEntry, { minLength: 5, maxLength: 9 }), 3_000))

test('a transcript in which the model brings values up', () => {
  run(fc.oneof(fc.array(echoingEntry, { maxLength: 5 }), anyConversation), 5_000)
})

test('every class was found and was not found', () => {
  for (const kind of classes) expect(hits.get(kind), kind).toBeGreaterThan(100)
})
