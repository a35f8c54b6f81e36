import fc from 'fast-check'
import { expect, test } from 'vitest'
import { corpusOf } from '../../src/evidence/corpus.ts'
import type { TranscriptEntry } from '../../src/transcript.ts'
import { standsVerbatim } from './naive-scan.ts'
import { argOn, user } from './transcripts.ts'

const alphabets = [
  [...'ab1-'],
  [...'ab12-_.'],
  [...'ab12-_./:@ '],
  [...'a1-/@. ,"()\\\n'],
  [...'aé9кक\u093F𐐨-_.:/@#=&+%~$*! ,;|<>\t'],
]
const piece = fc
  .constantFrom(...alphabets)
  .chain((letters) => fc.array(fc.constantFrom(...letters), { maxLength: 24 }).map((all) => all.join('')))

/** Texts, and what may stand in one of them: a piece of it, or anything. */
const cases = fc.array(piece, { minLength: 1, maxLength: 3 }).chain((texts) =>
  fc.record({
    texts: fc.constant(texts),
    queries: fc.array(
      fc.oneof(
        piece,
        fc.tuple(fc.constantFrom(...texts), fc.nat(24), fc.nat(24)).map(([text, a, b]) => text.slice(a, b)),
      ),
      { minLength: 1, maxLength: 12 },
    ),
  }),
)

test('a value is found verbatim if and only if a naive scan finds it', () => {
  let hits = 0
  let misses = 0
  fc.assert(
    fc.property(cases, ({ texts, queries }) => {
      const corpus = corpusOf(texts.map((text): TranscriptEntry => user(text)))
      for (const query of queries) {
        const at = texts.findIndex((text) => query !== '' && standsVerbatim(text, query))
        expect(corpus.find('verbatim', query), JSON.stringify([texts, query])).toBe(at < 0 ? undefined : at)
        if (at < 0) misses++
        else hits++
      }
    }),
    { numRuns: 6_000 },
  )
  expect(Math.min(hits, misses)).toBeGreaterThan(200)
})

test('R10 decides as the naive scan does, where nothing else could support the value', () => {
  // Atoms of letters and digits in turn, under a name of an id: no number, no prefix, no pair of words.
  const atom = fc.constantFrom('x7q', 'k9z', 'b3d', 'x7qk9z', 'q', 'w')
  const joined = fc
    .array(fc.tuple(atom, fc.constantFrom('-', '_', '/', ' ', '', ', ')), { minLength: 1, maxLength: 5 })
    .map((parts) => parts.map(([word, gap]) => word + gap).join(''))
  fc.assert(
    fc.property(joined, joined, (text, value) => {
      const core = value.replaceAll(/^[^a-z0-9]+|[^a-z0-9]+$/g, '')
      const { how } = argOn(corpusOf([user(`see ${text}`)]), 'record_id', value)
      expect(how === 'verbatim').toBe(
        core.length > 2 && !/[\s]/.test(core) && /\d/.test(core) && standsVerbatim(`see ${text}`, core),
      )
    }),
    { numRuns: 2_000 },
  )
})
