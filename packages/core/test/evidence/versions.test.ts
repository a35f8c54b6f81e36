import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Corpus, corpusOf } from '../../src/evidence/corpus.ts'
import type { TranscriptEntry } from '../../src/transcript.ts'
import { answersOf, anyConversation, anyEntry, options } from './conversations.ts'
import { call, result, stanceOn, user } from './transcripts.ts'

describe('forks and versions', () => {
  test('a fork begins with what there is, and goes its own way', () => {
    const trunk = corpusOf([user('see KX-7701')])
    const fork = trunk.fork()
    trunk.append(user('see KX-7702'))
    fork.append(user('see KX-7703'))
    const stances = (corpus: Corpus) =>
      ['KX-7701', 'KX-7702', 'KX-7703'].map((id) => stanceOn(corpus, 'id', id))
    expect(stances(trunk)).toEqual(['SUPPORTED', 'SUPPORTED', 'UNSUPPORTED'])
    expect(stances(fork)).toEqual(['SUPPORTED', 'UNSUPPORTED', 'SUPPORTED'])
    expect([trunk.version, fork.version]).toEqual([2, 2])
  })

  test('an empty corpus forks', () => {
    const trunk = new Corpus()
    const fork = trunk.fork()
    trunk.append(user('see KX-7701'))
    expect([fork.isEmpty, fork.version, trunk.isEmpty]).toEqual([true, 0, false])
  })

  test('a thousand forks of forks answer', () => {
    let corpus = corpusOf([user('see KX-7701')])
    for (let i = 0; i < 1_000; i++) {
      corpus = corpus.fork()
      if (i % 10 === 0) corpus.append(user(`word ${i}`))
    }
    expect(stanceOn(corpus, 'id', 'KX-7701')).toBe('SUPPORTED')
    expect(corpus.version).toBe(101)
  })

  test('a fork knows what it was told itself about a value that the model brought up in the trunk', () => {
    const before: TranscriptEntry[] = [user('see zz-1'), call({ id: '772' }), result('no')]
    const after: TranscriptEntry[] = [user('it is 772'), result({ error: 'busy', id: 772 })]
    const forked = corpusOf(before).fork()
    for (const entry of after) forked.append(entry)
    const whole = corpusOf([...before, ...after])
    expect(stanceOn(forked, 'record_id', 'zz-772')).toBe(stanceOn(whole, 'record_id', 'zz-772'))
  })

  test('what the trunk is told later about a value changes nothing in a fork', () => {
    const before = call({ owner: 77201 })
    const trunk = corpusOf([before])
    const fork = trunk.fork()
    trunk.append(call('0077201'))
    fork.append(result('INC0077201'))
    const whole = corpusOf([before, result('INC0077201')])
    for (const value of ['INC0077201', '77201', '0077201'])
      expect(stanceOn(fork, 'record_id', value)).toBe(stanceOn(whole, 'record_id', value))
  })

  test('an earlier version forgets what came later, and nothing else', () => {
    fc.assert(
      fc.property(anyConversation, fc.nat(10), fc.boolean(), (entries, nat, lazy) => {
        const version = Math.min(nat, entries.length)
        const corpus = corpusOf(entries, { ...options, lazy })
        expect(answersOf(corpus.at(version))).toEqual(answersOf(corpusOf(entries.slice(0, version), options)))
      }),
      { numRuns: 400 },
    )
  })

  test('whatever is appended to the trunk or to a fork, an old version answers as before', () => {
    fc.assert(
      fc.property(
        anyConversation,
        anyConversation,
        anyConversation,
        fc.boolean(),
        (first, toTrunk, toFork, lazy) => {
          const trunk = corpusOf(first, { ...options, lazy })
          const old = trunk.fork()
          const answers = answersOf(old)
          const fork = trunk.fork()
          for (const entry of toTrunk) trunk.append(entry)
          for (const entry of toFork) fork.append(entry)
          expect(answersOf(old)).toEqual(answers)
          expect(answersOf(trunk.at(first.length))).toEqual(answers)
          expect(answersOf(fork.at(first.length))).toEqual(answers)
        },
      ),
      { numRuns: 400 },
    )
  })

  test('a corpus of forks answers like one of a piece', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(anyEntry, fc.boolean(), anyEntry), { maxLength: 8 }),
        fc.boolean(),
        (steps, lazy) => {
          let corpus = new Corpus({ ...options, lazy })
          for (const [entry, forks, elsewhere] of steps) {
            if (forks) {
              const trunk = corpus
              corpus = trunk.fork()
              trunk.append(elsewhere)
            }
            corpus.append(entry)
          }
          const entries = steps.map(([entry]) => entry)
          expect(answersOf(corpus)).toEqual(answersOf(corpusOf(entries, options)))
        },
      ),
      { numRuns: 1_000 },
    )
  })
})

describe('markedAnswers', () => {
  const mint = call({ id: 'RX-5512' })
  const ours = result('[handrail] BLOCK: no', { intervention: 'BLOCK' })

  test('holds the call, the rung and the evidence of its time', () => {
    const corpus = corpusOf([user('see KX-7701'), mint, ours, user('it is RX-5512')])
    expect(corpus.markedAnswers).toHaveLength(1)
    const [answer] = corpus.markedAnswers
    expect(answer).toMatchObject({ call: mint, intervention: 'BLOCK' })
    expect(answer?.evidence.version).toBe(1)
    expect(answer && stanceOn(answer.evidence, 'id', 'RX-5512')).toBe('UNSUPPORTED')
    expect(stanceOn(corpus, 'id', 'RX-5512')).toBe('SUPPORTED')
  })

  test('the oldest first, also across forks', () => {
    const trunk = corpusOf([user('x'), mint, ours])
    const fork = trunk.fork()
    fork.append(call({ id: 'RX-5513' }, 'look_up', 'call_2'))
    fork.append(result('ran [handrail]', { toolCallId: 'call_2', intervention: 'WARN' }))
    expect(fork.markedAnswers.map(({ intervention }) => intervention)).toEqual(['BLOCK', 'WARN'])
    expect(trunk.markedAnswers).toHaveLength(1)
  })

  test('an answer in a fork to a call of the trunk', () => {
    const trunk = corpusOf([user('x'), mint])
    const fork = trunk.fork()
    fork.append(ours)
    expect(fork.markedAnswers.map((each) => each.call)).toEqual([mint])
    expect(fork.markedAnswers[0]?.evidence.version).toBe(1)
    expect(trunk.markedAnswers).toEqual([])
  })

  test('an id used twice: each answer goes to the call before it', () => {
    const again = call({ id: 'RX-5513' })
    const corpus = corpusOf([user('x'), mint, ours, again, result('ran', { intervention: 'WARN' })])
    expect(corpus.markedAnswers.map((each) => each.call)).toEqual([mint, again])
  })

  test.each([
    ['an observed answer', [mint, result('ran', { intervention: 'OBSERVE' })]],
    ['an answer without mark', [mint, result('[handrail] BLOCK: no')]],
    ['an answer to no call', [ours]],
  ])('%s is none', (_, entries) => {
    expect(corpusOf(entries).markedAnswers).toEqual([])
  })

  test('the same entry in two places is two calls', () => {
    const trunk = corpusOf([user('x'), mint])
    const fork = trunk.fork()
    trunk.append(mint)
    fork.append(ours)
    expect(fork.markedAnswers.map((each) => each.evidence.version)).toEqual([1])
  })
})
