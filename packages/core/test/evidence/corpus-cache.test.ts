import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { Corpus, corpusOf } from '../../src/evidence/corpus.ts'
import { createCorpusCache } from '../../src/evidence/corpus-cache.ts'
import type { TranscriptEntry } from '../../src/transcript.ts'
import { answersOf, anyEntry, options } from './conversations.ts'
import { call, result, stanceOn, user } from './transcripts.ts'

interface Message {
  readonly entries: readonly TranscriptEntry[]
}

/** A cache that counts how often a message is read. */
function counted(root = new Corpus(options)) {
  const reads: Message[] = []
  const corpusFor = createCorpusCache(root, (message: Message) => {
    reads.push(message)
    return message.entries
  })
  return { corpusFor, reads }
}

const saying = (text: string): Message => ({ entries: [user(text)] })

describe('the corpus of the messages at hand', () => {
  test('a list that grows is read once', () => {
    const { corpusFor, reads } = counted()
    const messages = [saying('see KX-7701'), saying('see KX-7702'), saying('see KX-7703')]
    for (let i = 0; i <= messages.length; i++) {
      const corpus = corpusFor(messages.slice(0, i))
      expect(messages.map((_, at) => stanceOn(corpus, 'id', `KX-770${at + 1}`) === 'SUPPORTED')).toEqual(
        messages.map((_, at) => at < i),
      )
    }
    expect(reads).toEqual(messages)
  })

  test('a list that grows in place', () => {
    const { corpusFor } = counted()
    const messages = [saying('see KX-7701')]
    const before = corpusFor(messages)
    messages.push(saying('see KX-7702'))
    expect(stanceOn(corpusFor(messages), 'id', 'KX-7702')).toBe('SUPPORTED')
    expect(stanceOn(before, 'id', 'KX-7702')).toBe('UNSUPPORTED')
  })

  test('messages that were made anew are not learned again', () => {
    const { corpusFor } = counted()
    const made = () => [
      saying('see KX-7701'),
      { entries: [call({ id: 'RX-5512' }), result({ id: 'KX-7702', owner: 'Li' })] },
      saying('see KX-7703'),
    ]
    const append = vi.spyOn(Corpus.prototype, 'append')
    const first = corpusFor(made())
    const again = corpusFor([...made(), saying('see KX-7704')])
    expect(append).toHaveBeenCalledTimes(5)
    append.mockRestore()
    expect(again.version).toBe(first.version + 1)
    for (const id of ['KX-7701', 'KX-7702', 'KX-7703', 'KX-7704'])
      expect(stanceOn(again, 'id', id)).toBe('SUPPORTED')
    expect(stanceOn(first, 'id', 'KX-7704')).toBe('UNSUPPORTED')
  })

  test.each<[string, TranscriptEntry]>([
    ['another text', user('see KX-7702')],
    ['another role', { ...user('see KX-7701'), role: 'system' }],
    ['another kind', { kind: 'opaque', reason: 'lost' }],
    ['more', result('see KX-7701')],
  ])('%s in the same place is learned', (_, entry) => {
    const { corpusFor } = counted()
    corpusFor([saying('see KX-7701'), saying('a')])
    const corpus = corpusFor([{ entries: [entry] }, saying('a')])
    expect(answersOf(corpus)).toEqual(answersOf(corpusOf([entry, user('a')], options)))
  })

  test.each([
    [
      'a getter that throws',
      () =>
        Object.defineProperty({}, 'id', {
          enumerable: true,
          get: () => {
            throw new Error('no')
          },
        }),
    ],
    ['bytes', () => new Uint8Array([1])],
  ])('%s is equal to nothing', (_, made) => {
    const { corpusFor } = counted()
    const message = () => ({ entries: [result(made())] })
    corpusFor([message()])
    const append = vi.spyOn(Corpus.prototype, 'append')
    expect(corpusFor([message()]).hasGap('unreadable')).toBe(true)
    expect(append).toHaveBeenCalledTimes(1)
    append.mockRestore()
  })

  test('what is done to a corpus that was handed out stays there', () => {
    const { corpusFor } = counted()
    const messages = [saying('see KX-7701')]
    corpusFor(messages).append(user('see KX-7702'))
    expect(stanceOn(corpusFor(messages), 'id', 'KX-7702')).toBe('UNSUPPORTED')
    expect(corpusFor([...messages, saying('see KX-7703')]).version).toBe(2)
  })

  test('the root comes first, and what it learns later does not count', () => {
    const root = corpusOf([user('see KX-7701')], options)
    const { corpusFor } = counted(root)
    root.append(user('see KX-7702'))
    const corpus = corpusFor([saying('see KX-7703')])
    expect(['KX-7701', 'KX-7702', 'KX-7703'].map((id) => stanceOn(corpus, 'id', id))).toEqual([
      'SUPPORTED',
      'UNSUPPORTED',
      'SUPPORTED',
    ])
    expect(root.version).toBe(2)
  })

  test('a message that could not be read is read again', () => {
    let fails = true
    const corpusFor = createCorpusCache(new Corpus(), function* (message: Message) {
      yield* message.entries
      if (fails) throw new Error('busy')
    })
    const messages = [saying('see KX-7701'), saying('see KX-7702')]
    expect(() => corpusFor(messages)).toThrow('busy')
    fails = false
    expect(corpusFor(messages).version).toBe(2)
    expect(corpusFor(messages.slice(0, 1)).version).toBe(1)
  })

  test('an answer that comes a second time, in a branch', () => {
    const asked = call({ id: 'RX-5512' })
    const messages = [
      saying('Please help.'),
      { entries: [asked, result('no')] },
      { entries: [result({ id: 'RX-5512', owner: 'Li' }, { intervention: 'WARN' })] },
    ]
    const { corpusFor } = counted()
    corpusFor([...messages.slice(0, 2), saying('another branch')])
    const whole = corpusOf(messages.flatMap(({ entries }) => entries))
    expect(corpusFor(messages).markedAnswers).toHaveLength(whole.markedAnswers.length)
  })

  test('lists that branch, repeat, shrink and come in any order', () => {
    const message: fc.Arbitrary<Message> = fc.record({ entries: fc.array(anyEntry, { maxLength: 3 }) })
    const conversations = fc
      .array(message, { minLength: 1, maxLength: 5 })
      .chain((pool) =>
        fc.array(fc.array(fc.constantFrom(...pool), { maxLength: 6 }), { minLength: 1, maxLength: 6 }),
      )
    fc.assert(
      fc.property(conversations, (lists) => {
        const { corpusFor } = counted()
        const corpora = lists.map((list) => corpusFor(list))
        for (const [i, list] of lists.entries()) {
          const expected = answersOf(
            corpusOf(
              list.flatMap(({ entries }) => entries),
              options,
            ),
          )
          expect(answersOf(corpora[i] as Corpus)).toEqual(expected)
          expect(answersOf(corpusFor(list))).toEqual(expected)
        }
      }),
      { numRuns: 300 },
    )
  })
})
