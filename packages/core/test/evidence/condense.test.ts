import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Corpus, corpusOf } from '../../src/evidence/corpus.ts'
import { canonical } from '../../src/evidence/text/canonical.ts'
import { condenseEntry } from '../../src/index.ts'
import type { TranscriptEntry } from '../../src/transcript.ts'
import { anyConversation, options as few, values } from './conversations.ts'
import { anyEntry, echoingEntry, options } from './naive-texts.ts'
import { argOn, call, result, stanceAfter, user } from './transcripts.ts'

const filler = 'please note what we have found in the long list of things that are kept there so far and then'

const condensed = (entries: readonly TranscriptEntry[]) => entries.flatMap(condenseEntry)
const throughJson = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T

/** Puts the texts of an entry into prose, so that there is something to leave out. */
function inProse(entry: TranscriptEntry, pick: number): TranscriptEntry {
  const around = (value: unknown, at: number): unknown => {
    if (typeof value === 'string')
      return [value, `${filler} ${value} ${filler}`, `${value}\n${filler}`][at % 3]
    if (Array.isArray(value)) return value.map((item, i) => around(item, at + i))
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([key, item], i) => [key, around(item, at + i)]))
  }
  if (entry.kind === 'task') return { ...entry, text: `${around(entry.text, pick)} ${filler} ${filler}` }
  if (entry.kind === 'call') return { ...entry, args: around(entry.args, pick) }
  return entry.kind === 'result' ? { ...entry, content: around(entry.content, pick) } : entry
}

/** What can be asked for as an id: pieces of the texts as they stand, and the values that the conversations are made of. */
function asked(entries: readonly TranscriptEntry[]): string[] {
  const pieces = JSON.stringify(entries).split(/[\s",:;[\]{}\\]+/)
  return [...new Set([...values, ...pieces.map((each) => canonical(each))])].filter((each) =>
    /[0-9]/.test(each),
  )
}

function verdictsOn(corpus: Corpus, ids: readonly string[]): unknown[] {
  return ids.flatMap((id) =>
    ['record_id', 'target'].map((name) => {
      const { stance, how, origin, componentsChecked, matchedIn } = argOn(corpus, name, id)
      return [name, id, stance, how, origin?.entry, componentsChecked.length, matchedIn]
    }),
  )
}

describe('condensed entries give the same verdicts on ids', () => {
  const conversations = {
    'of few values': [anyConversation, few],
    'of any text': [fc.array(anyEntry, { maxLength: 6 }), options],
    'of echoes': [fc.array(echoingEntry, { maxLength: 10 }), options],
  } as const
  test.each(Object.entries(conversations))('%s', (_, [conversation, known]) => {
    let shorter = 0
    fc.assert(
      fc.property(conversation, fc.array(fc.nat(5), { minLength: 10, maxLength: 10 }), (given, picks) => {
        const entries = given.map((entry, i) => (picks[i] ? inProse(entry, picks[i]) : entry))
        const kept = condensed(entries)
        if (JSON.stringify(kept).length < JSON.stringify(entries).length) shorter++
        expect(throughJson(kept), 'plain JSON').toEqual(kept)
        const ids = asked(entries).slice(0, 40)
        expect(verdictsOn(corpusOf(throughJson(kept), known), ids)).toEqual(
          verdictsOn(corpusOf(entries, known), ids),
        )
        expect(condensed(kept), 'again').toEqual(kept)
      }),
      { numRuns: 500 },
    )
    expect(shorter).toBeGreaterThan(50)
  })
})

describe('what is left out', () => {
  const [kept] = condensed([result(`${filler} ORD-1001 of Mary Roe, ${filler} user 12 ${filler}.`)])
  test('plain words of long texts', () => {
    expect(kept).toMatchObject({ content: 'please ; then ORD-1001 ; Mary Roe, ; user 12 ; ' })
  })

  test('not the texts that people type, nor short ones', () => {
    const short = [user('send it to mary roe, please'), result({ note: 'sent to mary roe' })]
    expect(condensed(short)).toEqual([short[0], result('{"note":"sent to mary roe"}')])
  })

  test('in JSON, in JSON within it, and in arguments', () => {
    const note = `${filler} ORD-1001`
    expect(condensed([result({ id: 7, note })])).toMatchObject([
      { content: '{"id":7,"note":"please ; then ORD-1001"}' },
    ])
    expect(condensed([result(JSON.stringify({ body: JSON.stringify({ note }) }))])).toMatchObject([
      { content: JSON.stringify({ body: JSON.stringify({ note: 'please ; then ORD-1001' }) }) },
    ])
    expect(condensed([call({ note })])).toMatchObject([{ args: { note: 'please ; then ORD-1001' } }])
  })

  test('what is no evidence anyway', () => {
    expect(
      condensed([
        result('[handrail] BLOCK: ORD-9', { intervention: 'BLOCK' }),
        result('ORD-9', { author: 'model' }),
        result({ handrail_blocked: true, id: 'ORD-9' }),
      ]),
    ).toMatchObject([
      { content: '', intervention: 'BLOCK' },
      { content: '', author: 'model' },
      { content: '', author: 'model' },
    ])
  })
})

test('an error stays one, and nothing else becomes one', () => {
  const long = `${filler} ${filler} ${filler} ${filler} ${filler} ${filler} not found error-404`
  expect(condensed([result({ message: `${filler} was not found` })])).toMatchObject([{ outcome: 'error' }])
  expect(condensed([result({ id: 'ORD-1', message: `${long} ${filler}` })])[0]).not.toHaveProperty('outcome')
  for (const content of [
    { message: `${filler} was not found` },
    { id: 'ORD-1', message: `${long} ${filler}` },
  ]) {
    const entries = [call({ id: 'ORD-1' }), result(content)]
    expect(stanceAfter(condensed(entries), 'id', 'ORD-1')).toBe(stanceAfter(entries, 'id', 'ORD-1'))
  }
})

test('what could not be read leaves a gap', () => {
  const kept = condensed([result({ bytes: new Uint8Array(3), id: 'ORD-1' })])
  expect(kept).toEqual([result('{"bytes":[],"id":"ORD-1"}'), { kind: 'opaque', reason: 'unreadable' }])
})

test('the one difference: an address made of words in small letters of a long text', () => {
  const entries = [user(`${filler} ${filler} ${filler} mary roe at acme-corp.io`)]
  const address = 'mary.roe@acme-corp.io'
  expect(stanceAfter(entries, 'email', address)).toBe('SUPPORTED')
  expect(stanceAfter(condensed(entries), 'email', address)).toBe('UNSUPPORTED')
  const spelled = [user(`${filler} ${filler} ${filler} Mary Roe at acme-corp.io`)]
  expect(stanceAfter(condensed(spelled), 'email', address)).toBe('SUPPORTED')
})
