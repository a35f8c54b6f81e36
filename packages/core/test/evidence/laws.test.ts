import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { noteFor } from '../../src/enforcement/notes.ts'
import { corpusOf } from '../../src/evidence/corpus.ts'
import { syntheticCorrectiveResult } from '../../src/intervention/corrective-result.ts'
import { Intervention } from '../../src/intervention/vocabulary.ts'
import { appendNote } from '../../src/note-marker.ts'
import { classifyCall } from '../../src/provenance/classify-call.ts'
import type { ResultEntry, TranscriptEntry } from '../../src/transcript.ts'
import { answersOf, anyCall, anyConversation, anyResult, options, values } from './conversations.ts'
import { argOn, stanceOn, user } from './transcripts.ts'

describe('adding an intervention never adds evidence', () => {
  const rung = fc.constantFrom(Intervention.WARN, Intervention.BLOCK, Intervention.DEFER)
  const minted = fc.constantFrom(...values)
  const toolName = fc.constantFrom('cancel_order', 'order_a7k2q', 'mary', 'look up')
  const attempt = fc.record({
    rung,
    minted,
    toolName,
    argName: fc.constantFrom('order_id', 'KX-77', 'roe'),
    again: fc.nat(2),
  })

  /** A call with a value, our note on it, and the result that stands in for an answer. */
  function actuation(
    before: readonly TranscriptEntry[],
    {
      rung: on,
      minted: value,
      toolName: tool,
      argName,
      again,
    }: {
      readonly rung: Intervention
      readonly minted: string
      readonly toolName: string
      readonly argName: string
      readonly again: number
    },
  ) {
    const corpus = corpusOf([...before, user('see nothing')], options)
    const verdict = classifyCall({ toolName: tool, args: [{ name: argName, value }] }, corpus)
    const call = { toolCallId: 'mine', toolName: tool, args: { [argName]: value } }
    const note = noteFor(on, {
      call,
      verdict,
      effect: 'destructive',
      earlierAttempts: again,
    })
    const entry: TranscriptEntry = { kind: 'call', ...call }
    return { entry, note, synthetic: syntheticCorrectiveResult(verdict, tool, 'list_orders') }
  }

  test('a call withheld, whatever stands in for its answer', () => {
    fc.assert(
      fc.property(anyConversation, attempt, fc.nat(3), anyConversation, (before, how, form, after) => {
        const { entry, note, synthetic } = actuation(before, how)
        const content = [note, synthetic, JSON.stringify(synthetic), { text: note, synthetic }][form]
        const intervention = how.rung === 'WARN' ? 'BLOCK' : how.rung
        const ours: ResultEntry = {
          kind: 'result',
          toolCallId: 'mine',
          toolName: how.toolName,
          content,
          intervention,
        }
        const plain = answersOf(corpusOf([...before, entry, ...after], options))
        const marked = answersOf(corpusOf([...before, entry, ours, ...after], options))
        expect(comparable(marked, before.length + 1)).toEqual(comparable(plain))
      }),
      { numRuns: 600 },
    )
  })

  test('a synthetic result that lost its mark on the entry', () => {
    fc.assert(
      fc.property(anyConversation, attempt, anyConversation, (before, how, after) => {
        const { entry, synthetic } = actuation(before, how)
        const ours: ResultEntry = {
          kind: 'result',
          toolCallId: 'mine',
          toolName: how.toolName,
          content: synthetic,
        }
        const plain = answersOf(corpusOf([...before, entry, ...after], options))
        const marked = answersOf(corpusOf([...before, entry, ours, ...after], options))
        expect(comparable(marked, before.length + 1)).toEqual(comparable(plain))
      }),
      { numRuns: 300 },
    )
  })

  test('a note below what a tool said', () => {
    fc.assert(
      fc.property(anyConversation, attempt, anyResult, anyConversation, (before, how, said, after) => {
        const { entry, note } = actuation(before, { ...how, rung: 'WARN' })
        const { intervention: _, ...rest } = said
        const text = typeof said.content === 'string' ? said.content : JSON.stringify(said.content)
        const plain: ResultEntry = { ...rest, toolCallId: 'mine', content: text }
        const warned: ResultEntry = { ...plain, content: appendNote(text, note), intervention: 'WARN' }
        const without = answersOf(corpusOf([...before, entry, plain, ...after], options))
        const withNote = answersOf(corpusOf([...before, entry, warned, ...after], options))
        expect(comparable(withNote)).toEqual(comparable(without))
      }),
      { numRuns: 600 },
    )
  })

  /** The verdicts, with the entries counted as if the one at `added` were not there. */
  function comparable(answers: ReturnType<typeof answersOf>, added = Number.POSITIVE_INFINITY): unknown {
    const { verdicts } = answers as { verdicts: [string, string, string, number | undefined, ...unknown[]][] }
    return verdicts.map(([value, stance, how, entry, _offset, ...rest]) => [
      value,
      stance,
      how,
      entry !== undefined && entry > added ? entry - 1 : entry,
      ...rest,
    ])
  }
})

test('what the model writes is unrepresentable as evidence: no call supports anything', () => {
  fc.assert(
    fc.property(anyConversation, fc.array(anyCall, { minLength: 1, maxLength: 6 }), (before, calls) => {
      const corpus = corpusOf(before, options)
      const plain = values.map((each) => stanceOn(corpus, 'record_id', each))
      for (const call of calls) corpus.append(call)
      expect(values.map((each) => stanceOn(corpus, 'record_id', each))).toEqual(plain)
    }),
    { numRuns: 1_000 },
  )
})

describe('a value that stands in the evidence as a whole is never called minted', () => {
  const atom = fc.string({ unit: fc.constantFrom(...'abxyzABXYZ0123456789'), minLength: 1, maxLength: 5 })
  const separators = (maxLength: number) =>
    fc.string({ unit: fc.constantFrom(...'-_./:@#?&=+~$*!'), minLength: 1, maxLength })
  /** Atoms with up to so many separators between them. */
  const joined = (most: number) =>
    fc
      .tuple(atom, fc.array(fc.tuple(separators(most), atom), { maxLength: 4 }))
      .map(([head, tail]) => head + tail.flat().join(''))
  const of = (letters: string[]) =>
    fc.array(fc.constantFrom(...letters), { minLength: 2, maxLength: 16 }).map((all) => all.join(''))
  const forms = [
    (value: string): TranscriptEntry => user(`It is ${value} I think`),
    (value: string): TranscriptEntry => user(`It is\n${value}`),
    (value: string): TranscriptEntry => result({ seen: value, owner: 'Li' }),
    (value: string): TranscriptEntry => result({ order_id: value, owner: 'Li' }),
    (value: string): TranscriptEntry => result(JSON.stringify({ list: [value, 'x'], owner: 'Li' })),
    (value: string): TranscriptEntry => result(`It is ${value} of course`),
  ]
  const result = (content: unknown): TranscriptEntry => ({
    kind: 'result',
    toolCallId: 'r',
    toolName: 'get',
    content,
  })

  const neverMinted = (value: fc.Arbitrary<string>, numRuns: number) =>
    fc.assert(
      fc.property(
        value,
        fc.constantFrom('record_id', 'target', 'email'),
        fc.constantFrom(...forms),
        (id, name, form) => {
          fc.pre(!/\s/.test(id.trim()))
          const { stance, reason } = argOn(corpusOf([user('Please help.'), form(id.trim())]), name, id.trim())
          expect(stance, `${reason}: ${id}`).not.toBe('UNSUPPORTED')
        },
      ),
      { numRuns },
    )

  test('letters, digits and what joins them', () => neverMinted(joined(3), 4_000))
  test('longer rows of separators', () => neverMinted(joined(6), 4_000))
  test('percent signs', () => neverMinted(of([...'ab12%45F_-']), 2_000))
  test('quotes, brackets and commas', () => neverMinted(of([...'ab12-_,;"\'()[]{}|<>^`']), 2_000))
  test('backslashes', () => neverMinted(of([...'abnt12-\\']), 2_000))
  test('any printable ASCII', () =>
    neverMinted(fc.string({ unit: 'grapheme-ascii', minLength: 2, maxLength: 20 }), 2_000))
  test('letters of any script', () =>
    neverMinted(
      fc.tuple(fc.string({ unit: 'grapheme', maxLength: 8 }), of([...'ab12-_'])).map((each) => each.join('')),
      2_000,
    ))

  test('also after the model brought up other values', () => {
    fc.assert(
      fc.property(anyConversation, joined(3), fc.constantFrom(...forms), (before, id, form) => {
        const evidence = form(id)
        const corpus = corpusOf(
          [...before.filter(({ kind }) => kind !== 'call'), user('see'), evidence],
          options,
        )
        expect(stanceOn(corpus, 'record_id', id)).not.toBe('UNSUPPORTED')
      }),
      { numRuns: 1_000 },
    )
  })

  test('a whole leaf of a record that answers a call about something else', () => {
    fc.assert(
      fc.property(fc.constantFrom(...values), of([...'abkqxz12377-_']), (asked, id) => {
        fc.pre(!id.toLowerCase().includes('77') || id.length > 6)
        const corpus = corpusOf([
          user('Please help.'),
          { kind: 'call', toolCallId: 'r', toolName: 'get', args: { id: asked } },
          result({ record_id: id, owner: 'Li Bo', city: 'Austin' }),
        ])
        expect(stanceOn(corpus, 'record_id', id)).not.toBe('UNSUPPORTED')
      }),
      { numRuns: 1_000 },
    )
  })
})
